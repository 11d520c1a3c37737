/** A JSON number whose text a double cannot give back: `1.0`, `12345678901234567890`. Made by the strict reader. */
export class NumberText {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

/** As many digits of a decimal number as a double always gives back. */
const SAFE_DIGITS = 15;

/**
 * The text of a JSON number; `undefined` for any other value. `false`: a reader of JSON has made a double of it, and with
 * so many digits it may have been another number.
 */
export const numberText = (value: unknown): string | false | undefined => {
  if (value instanceof NumberText) return value.text;
  if (typeof value !== 'number') return undefined;
  const text = String(value);
  if (text.length <= SAFE_DIGITS) return text;
  return Number.isFinite(value) && text.replace(/e.*$|[^0-9]/g, '').length <= SAFE_DIGITS ? text : false;
};
