import { wrapText } from './wrap-text.ts';

describe('wrapping a line', () => {
  it('leaves a short line as it is, its indent too', () => {
    expect(wrapText('  short', 20)).toEqual(['  short']);
    expect(wrapText('', 20)).toEqual(['']);
  });

  it('breaks between words and indents what follows', () => {
    expect(wrapText('  one two three four', 12)).toEqual(['  one two', '    three', '    four']);
  });

  it('never breaks an ARN', () => {
    const arn = 'arn:aws:iam::111122223333:role/a-name-longer-than-the-line';
    expect(wrapText(`it is ${arn} here`, 20)).toEqual(['it is', `  ${arn}`, '  here']);
  });

  it('repeats a bar at the beginning', () => {
    expect(wrapText('  |   one two three', 14)).toEqual(['  |   one two', '  |     three']);
    expect(wrapText('  |', 14)).toEqual(['  |']);
  });

  it('keeps columns that are set by several spaces', () => {
    expect(wrapText('action    bedrock:InvokeModel', 60)).toEqual(['action    bedrock:InvokeModel']);
  });
});
