/**
 * Which letters count as one. `ascii`: A to Z alone, as IAM documents for the operators without case. `letters`: also
 * the single upper and lower case form of every other letter; the wide reading of a rule that AWS does not spell out.
 */
export type Folding = 'none' | 'ascii' | 'letters';

const isAsciiLetter = (character: number): boolean =>
  (character >= 0x41 && character <= 0x5a) || (character >= 0x61 && character <= 0x7a);

export const isHighSurrogate = (unit: number): boolean => unit >= 0xd800 && unit <= 0xdbff;
export const isLowSurrogate = (unit: number): boolean => unit >= 0xdc00 && unit <= 0xdfff;

/** The characters that a literal stands for, lowest first: itself, and its other case where letters are folded. */
export function letterVariants(character: number, folding: Folding): readonly number[] {
  if (folding === 'none') return [character];
  if (isAsciiLetter(character)) return [character & ~0x20, character | 0x20];
  if (folding === 'ascii' || character < 0x80) return [character];
  const text = String.fromCodePoint(character);
  const forms = [character, single(text.toLowerCase()), single(text.toUpperCase())];
  return [...new Set(forms.filter((form) => form !== undefined))].sort((a, b) => a - b);
}

/** A case form of several characters ("ß" in capitals) is no form. */
function single(text: string): number | undefined {
  const [first, ...others] = text;
  return others.length === 0 ? first?.codePointAt(0) : undefined;
}

export function sameCharacter(literal: number, character: number, folding: Folding): boolean {
  if (literal === character) return true;
  if (folding === 'none') return false;
  if (isAsciiLetter(literal)) return (literal | 0x20) === (character | 0x20) && isAsciiLetter(character);
  return folding === 'letters' && literal >= 0x80 && letterVariants(literal, folding).includes(character);
}

/** True when letter case beyond A to Z could change an answer. */
export function hasOtherLetters(text: string): boolean {
  for (const character of text) {
    const codePoint = character.codePointAt(0) ?? 0;
    if (codePoint >= 0x80 && letterVariants(codePoint, 'letters').length > 1) return true;
  }
  return false;
}
