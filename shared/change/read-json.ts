/**
 * JSON as it was written: numbers keep their text (an account id is longer than a double is exact), and members
 * keep their order. No object of the host language is made, so a key such as `__proto__` is a key like any other.
 */
export type JsonValue =
  | { kind: 'text'; text: string }
  | { kind: 'number'; text: string }
  | { kind: 'boolean'; value: boolean }
  | { kind: 'null' }
  | { kind: 'list'; items: readonly JsonValue[] }
  | { kind: 'object'; members: readonly JsonMember[] };
export type JsonMember = { key: string; value: JsonValue };

/** What is wrong with the text, with a JSON Pointer to the place. */
export type JsonFault = {
  code: 'not-json' | 'duplicate-key' | 'too-deep' | 'too-large';
  at: string;
  /** Where in the text, in UTF-16 units. */
  offset: number;
  detail: string;
};
export type ReadJson = { ok: true; value: JsonValue } | { ok: false; error: JsonFault };

export const MAX_DEPTH = 32;
/** In UTF-16 units; the largest policy IAM keeps is far smaller. */
export const MAX_LENGTH = 256 * 1024;

/** Thrown and caught inside this file only: a deep recursion has one exit. */
class Refusal extends Error {
  readonly refused: JsonFault;
  constructor(refused: JsonFault) {
    super(refused.detail);
    this.refused = refused;
  }
}

/** JSON Pointer of a path (RFC 6901). */
export const pointer = (path: readonly (string | number)[]): string =>
  path.map((part) => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');

/**
 * Reads JSON text strictly: duplicate keys, depth over 32 and size over 256 KiB are errors that say where. A plain
 * JSON.parse would take the last of two keys, and IAM may have read the first.
 */
export const readJson = (text: string, maxLength = MAX_LENGTH): ReadJson => {
  if (text.length > maxLength) {
    const detail = `The document has ${text.length} characters; ${maxLength} are read at most.`;
    return { ok: false, error: { code: 'too-large', at: '', offset: maxLength, detail } };
  }
  const reader = new JsonReader(text);
  try {
    return { ok: true, value: reader.document() };
  } catch (error) {
    if (error instanceof Refusal) return { ok: false, error: error.refused };
    throw error;
  }
};

const escapes: Readonly<Record<string, string>> = {
  '"': '"',
  '\\': '\\',
  '/': '/',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
};

/** Up to a quotation mark, an escape or a control character. */
const plainText = /[^"\\\u0000-\u001f]+/y;

class JsonReader {
  readonly #text: string;
  readonly #path: (string | number)[] = [];
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  document(): JsonValue {
    if (this.#text.startsWith('\uFEFF')) this.#at = 1;
    const value = this.#value();
    this.#space();
    if (this.#at < this.#text.length) this.#fail('Text follows the end of the document');
    return value;
  }

  #fail(what: string): never {
    const place = this.#at >= this.#text.length ? 'at the end of the text' : `at character ${this.#at + 1}`;
    throw new Refusal({ code: 'not-json', at: pointer(this.#path), offset: this.#at, detail: `${what}, ${place}.` });
  }

  #space(): void {
    for (;;) {
      const c = this.#text.charCodeAt(this.#at);
      if (c !== 32 && c !== 10 && c !== 13 && c !== 9) return;
      this.#at += 1;
    }
  }

  #value(): JsonValue {
    this.#space();
    const c = this.#text.charAt(this.#at);
    switch (c) {
      case '{':
        return this.#nested(() => this.#object());
      case '[':
        return this.#nested(() => this.#list());
      case '"':
        return { kind: 'text', text: this.#string() };
      case 't':
        return this.#word('true', { kind: 'boolean', value: true });
      case 'f':
        return this.#word('false', { kind: 'boolean', value: false });
      case 'n':
        return this.#word('null', { kind: 'null' });
      default:
        return this.#number();
    }
  }

  #nested(read: () => JsonValue): JsonValue {
    // The path has one part a level.
    if (this.#path.length >= MAX_DEPTH) {
      const detail = `The document is nested deeper than ${MAX_DEPTH} levels.`;
      throw new Refusal({ code: 'too-deep', at: pointer(this.#path), offset: this.#at, detail });
    }
    this.#at += 1;
    return read();
  }

  #object(): JsonValue {
    const members: JsonMember[] = [];
    const seen = new Set<string>();
    this.#space();
    if (this.#take('}')) return { kind: 'object', members };
    for (;;) {
      this.#space();
      if (this.#text.charAt(this.#at) !== '"') this.#fail('A key in quotation marks is expected');
      const key = this.#string();
      this.#path.push(key);
      if (seen.has(key)) {
        const detail = `The key ${JSON.stringify(key)} stands twice in one object.`;
        throw new Refusal({ code: 'duplicate-key', at: pointer(this.#path), offset: this.#at, detail });
      }
      seen.add(key);
      this.#space();
      if (!this.#take(':')) this.#fail('A colon is expected after a key');
      members.push({ key, value: this.#value() });
      this.#path.pop();
      this.#space();
      if (this.#take('}')) return { kind: 'object', members };
      if (!this.#take(',')) this.#fail('A comma or } is expected');
    }
  }

  #list(): JsonValue {
    const items: JsonValue[] = [];
    this.#space();
    if (this.#take(']')) return { kind: 'list', items };
    for (;;) {
      this.#path.push(items.length);
      items.push(this.#value());
      this.#path.pop();
      this.#space();
      if (this.#take(']')) return { kind: 'list', items };
      if (!this.#take(',')) this.#fail('A comma or ] is expected');
    }
  }

  #take(c: string): boolean {
    if (this.#text.charAt(this.#at) !== c) return false;
    this.#at += 1;
    return true;
  }

  #word(word: string, value: JsonValue): JsonValue {
    if (!this.#text.startsWith(word, this.#at)) this.#fail('A JSON value is expected');
    this.#at += word.length;
    return value;
  }

  #number(): JsonValue {
    const shape = /-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?/y;
    shape.lastIndex = this.#at;
    const found = shape.exec(this.#text);
    if (found === null) this.#fail('A JSON value is expected');
    this.#at = shape.lastIndex;
    return { kind: 'number', text: found[0] };
  }

  #string(): string {
    this.#at += 1;
    let out = '';
    let from = this.#at;
    for (;;) {
      plainText.lastIndex = this.#at;
      if (plainText.test(this.#text)) this.#at = plainText.lastIndex;
      const code = this.#text.charCodeAt(this.#at);
      if (code !== 34 && code !== 92) this.#fail('A text is not closed or holds a control character');
      if (code === 34) {
        out += this.#text.slice(from, this.#at);
        this.#at += 1;
        return out;
      }
      out += this.#text.slice(from, this.#at) + this.#escape();
      from = this.#at;
    }
  }

  #escape(): string {
    const letter = this.#text.charAt(this.#at + 1);
    if (letter === 'u') {
      const digits = this.#text.slice(this.#at + 2, this.#at + 6);
      if (!/^[0-9a-fA-F]{4}$/.test(digits)) this.#fail('\\u needs four hexadecimal digits');
      this.#at += 6;
      return String.fromCharCode(Number.parseInt(digits, 16));
    }
    const meant = escapes[letter];
    if (meant === undefined) this.#fail('An unknown escape');
    this.#at += 2;
    return meant;
  }
}
