/** Why an account file cannot be read: where, and what to do. */
export class AccountFileError extends Error {
  readonly code: 'not-json' | 'duplicate-key' | 'wrong-shape' | 'several-accounts' | 'told-twice';
  /** JSON Pointer to the place; `''` is the whole file. */
  readonly at: string;

  constructor(code: AccountFileError['code'], at: string, detail: string) {
    super(detail);
    this.name = 'AccountFileError';
    this.code = code;
    this.at = at;
  }
}
