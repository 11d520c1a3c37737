import fc from 'fast-check';
import { displayLimit, displayText } from './display-text.ts';

describe('displayText', () => {
  it.each([
    ['app-role', 'app-role'],
    ['one\r\ntwo\tthree\u0000four', 'one two three four'],
    ['a\u2028b\u2029c', 'a b c'],
    ['adm\u202enimda\u2066x\u200bin\ufeff', 'admnimdaxin'],
    ['lone \ud800 surrogate', 'lone  surrogate'],
    ['Ünïcode 😀 名', 'Ünïcode 😀 名'],
    ['<script>alert(1)</script>', '<script>alert(1)</script>'],
  ])('shows %p as %p', (given, wanted) => {
    expect(displayText(given)).toBe(wanted);
  });

  it('ends what is too long in an ellipsis', () => {
    expect(displayText('abcdef', 4)).toBe('abc…');
    expect(displayText('😀😀😀😀', 3)).toBe('😀😀…');
    expect(displayText('abcd', 4)).toBe('abcd');
  });

  it('never gives a line break, a control, an invisible character or more than the limit', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 2_000 }), (text) => {
        const shown = displayText(text);
        expect(shown).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u);
        expect(Array.from(shown).length).toBeLessThanOrEqual(displayLimit);
        expect(displayText(shown)).toBe(shown);
      }),
    );
  });
});
