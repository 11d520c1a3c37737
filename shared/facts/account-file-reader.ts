import { AccountFileError } from './account-file-error.ts';

export type FileRecord = Readonly<Record<string, unknown>>;

/**
 * Reads the values of an account file one by one, and knows where it stands, so that a value of another shape is refused
 * with its place. A schema library would copy the whole file, which is most of the time and memory of reading one.
 */
export class AccountFileReader {
  readonly #path: (string | number)[] = [];

  /** @throws AccountFileError always */
  refuse(detail: string, field?: string, code: AccountFileError['code'] = 'wrong-shape'): never {
    const path = field === undefined ? this.#path : [...this.#path, field];
    const at = path.map((part) => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
    const where = at === '' ? 'the top' : at;
    throw new AccountFileError(
      code,
      at,
      `${detail} at ${where}; expected the output of "aws iam get-account-authorization-details"`,
    );
  }

  record(value: unknown): FileRecord {
    return isRecord(value) ? value : this.refuse('an object is expected');
  }

  /** A text that is not empty. */
  text(record: FileRecord, field: string): string {
    const value = record[field];
    if (typeof value === 'string' && value !== '') return value;
    return this.refuse(value === '' ? 'the text is empty' : 'a text is expected', field);
  }

  /** A field that is absent or null is not there. */
  optionalText(record: FileRecord, field: string): string | undefined {
    const value = record[field] ?? undefined;
    if (value === undefined || typeof value === 'string') return value;
    return this.refuse('a text is expected', field);
  }

  optionalBoolean(record: FileRecord, field: string): boolean | undefined {
    const value = record[field] ?? undefined;
    if (value === undefined || typeof value === 'boolean') return value;
    return this.refuse('true or false is expected', field);
  }

  /** What `read` gives for a field that holds an object; `undefined` where there is none. */
  optionalRecord<T>(record: FileRecord, field: string, read: (value: FileRecord) => T): T | undefined {
    const value = record[field] ?? undefined;
    if (value === undefined) return undefined;
    this.#path.push(field);
    const made = read(this.record(value));
    this.#path.pop();
    return made;
  }

  /** What `read` gives for each object of a list; a list that is absent or null is empty. */
  records<T>(record: FileRecord, field: string, read: (item: FileRecord) => T): readonly T[] {
    const list = this.#list(record, field);
    if (list.length === 0) return none;
    this.#path.push(field, 0);
    const last = this.#path.length - 1;
    const made = list.map((item, index) => {
      this.#path[last] = index;
      return read(this.record(item));
    });
    this.#path.length -= 2;
    return made;
  }

  texts(record: FileRecord, field: string): readonly string[] {
    const list = this.#list(record, field);
    for (const [index, value] of list.entries()) {
      if (typeof value === 'string') continue;
      this.#path.push(field, index);
      this.refuse('a text is expected');
    }
    return list.filter((value) => typeof value === 'string');
  }

  /** ISO 8601 in UTC; `undefined` for none, and for one that is no time. */
  optionalTime(record: FileRecord, field: string): string | undefined {
    const value = record[field] ?? undefined;
    if (value === undefined) return undefined;
    if (typeof value === 'string' && isPlainTime.test(value)) return `${value.slice(0, 19)}.000Z`;
    if (typeof value !== 'string' && typeof value !== 'number' && !(value instanceof Date))
      return this.refuse('a time is expected', field);
    const time = new Date(value);
    return Number.isNaN(time.getTime()) ? undefined : time.toISOString();
  }

  #list(record: FileRecord, field: string): readonly unknown[] {
    const value = record[field] ?? none;
    return Array.isArray(value) ? value : this.refuse('a list is expected', field);
  }
}

const none: readonly never[] = [];

const isRecord = (value: unknown): value is FileRecord =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** As the AWS CLI writes nearly all of them: taken as they are. The last days of a month are left to the calendar. */
const isPlainTime = /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|1\d|2[0-8])T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:Z|\+00:00)$/;
