/** The state directory cannot be used. The message names the file and what to do. */
export class LocalStateError extends Error {
  override readonly name = 'LocalStateError';
  readonly code: 'in-use' | 'damaged' | 'other-version';
  readonly file: string;

  constructor(code: LocalStateError['code'], file: string, detail: string) {
    super(`${file}: ${detail}`);
    this.code = code;
    this.file = file;
  }
}
