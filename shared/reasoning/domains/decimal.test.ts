import fc from 'fast-check';
import { after, before, decimalBetween, decimalOrder, decimalText, readDecimal, type DecimalCut } from './decimal.ts';

const read = (text: string) => {
  const decimal = readDecimal(text);
  if (decimal === undefined) throw new Error(`${text} is no number`);
  return decimal;
};

describe('A decimal number', () => {
  it.each([
    ['0', '0'],
    ['-0.0', '0'],
    ['+5', '5'],
    ['007', '7'],
    ['1.50', '1.5'],
    ['.5', '0.5'],
    ['7.', '7'],
    ['-12.25', '-12.25'],
    ['90071992547409930000000000000001', '90071992547409930000000000000001'],
  ])('%j is written %j', (text, written) => {
    expect(decimalText(read(text))).toBe(written);
  });

  it.each(['', '.', '-', '1e3', '0x10', '1,5', ' 1', '1 ', '1.2.3', 'NaN', 'Infinity', '--1', '１'])(
    '%j is no number',
    (text) => {
      expect(readDecimal(text)).toBeUndefined();
    },
  );

  it('is compared without binary rounding', () => {
    const order = (a: string, b: string): number => Math.sign(decimalOrder(before(read(a)), before(read(b))));
    expect(order('0.1', '0.10000000000000000001')).toBe(-1);
    expect(order('9007199254740993', '9007199254740992')).toBe(1);
    expect(order('-2', '-10')).toBe(1);
    expect(order('10', '9')).toBe(1);
    expect(order('1.0', '1')).toBe(0);
    fc.assert(
      fc.property(fc.integer(), fc.integer(), (a, b) => {
        expect(order(String(a), String(b))).toBe(Math.sign(a - b));
      }),
    );
  });

  it('is found between any two cuts', () => {
    const cut = fc
      .tuple(fc.integer({ min: -999, max: 999 }), fc.integer({ min: 0, max: 3 }), fc.boolean())
      .map(([units, places, isAfter]): DecimalCut => {
        const sign = units < 0 ? '-' : '';
        const digits = String(Math.abs(units)).padStart(4, '0');
        const at = read(`${sign}${digits.slice(0, 4 - places)}.${digits.slice(4 - places)}`);
        return isAfter ? after(at) : before(at);
      });
    const end = fc.oneof(cut, cut, fc.constantFrom<DecimalCut>('lowest', 'highest'));
    fc.assert(
      fc.property(end, end, (a, b) => {
        const [open, close] = decimalOrder(a, b) < 0 ? [a, b] : [b, a];
        fc.pre(decimalOrder(open, close) < 0);
        const between = decimalBetween(open, close);
        expect(decimalOrder(open, before(between))).toBeLessThanOrEqual(0);
        expect(decimalOrder(after(between), close)).toBeLessThanOrEqual(0);
      }),
    );
  });

  it('is whole where a whole number fits', () => {
    expect(decimalText(decimalBetween(after(read('2.5')), before(read('9'))))).toBe('3');
    expect(decimalText(decimalBetween(after(read('5')), before(read('6'))))).toBe('5.5');
    expect(decimalText(decimalBetween('lowest', before(read('-2.5'))))).toBe('-3');
    expect(decimalText(decimalBetween('lowest', before(read('3'))))).toBe('2');
  });

  it('survives a text of a million digits', () => {
    expect(readDecimal('1'.repeat(1_000_000))?.whole).toHaveLength(1_000_000);
  });
});
