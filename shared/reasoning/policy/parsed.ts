import type { PolicyError } from '../types.ts';
import { numberText } from './number-text.ts';
import { MAX_LENGTH, pointer } from '../../change/read-json.ts';

export type Path = readonly (string | number)[];
export type Parsed<T> = { ok: true; value: T } | { ok: false; error: PolicyError };
export type JsonObject = Readonly<Record<string, unknown>>;

class RefusedPolicy extends Error {
  readonly refused: PolicyError;
  constructor(refused: PolicyError) {
    super(refused.detail);
    this.refused = refused;
  }
}

/** Leaves the parser with a named error. Only `unlessRefused` catches it, so it never reaches a caller of this folder. */
export const refuse = (code: PolicyError['code'], path: Path, detail: string): never => {
  throw new RefusedPolicy({ code, at: pointer(path), detail });
};

export const unlessRefused = <T>(parse: () => T): T | { ok: false; error: PolicyError } => {
  try {
    return parse();
  } catch (error) {
    if (error instanceof RefusedPolicy) return { ok: false, error: error.refused };
    throw error;
  }
};

/**
 * Where in one document the parser stands. Kept instead of a path, which is made only for an error: most documents have
 * none.
 */
export type Spot = {
  /** `undefined`: above the statements, or in a statement that stands alone and not in a list. */
  statement: number | undefined;
  /** Characters of texts so far; never more than the document has. */
  size: number;
  /** What it costs to find the actions that the patterns so far match. */
  cost: number;
};

export const pathIn = ({ statement }: Spot, ...rest: Path): Path => [
  'Statement',
  ...(statement === undefined ? [] : [statement]),
  ...rest,
];

/** Counts a text with its quotation marks. A document that came as an object has no length of its own. */
export const measure = (spot: Spot, text: string): void => {
  spot.size += text.length + 2;
  if (spot.size > MAX_LENGTH) refuseLarge();
};

export const refuseLarge = (): never =>
  refuse('too-large', [], `The document has more characters than the ${MAX_LENGTH} that are read at most.`);

export const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && numberText(value) === undefined;

/** The list as it is: a JSON list is never written to. */
export const isTexts = (values: readonly unknown[]): values is readonly string[] => {
  // Counted: it is asked of every list of a document, and an iterator is an object.
  for (let at = 0; at < values.length; at += 1) if (typeof values[at] !== 'string') return false;
  return true;
};

/** A text, or a number as its text: account ids are written so at times. `undefined`: neither. */
export const textOf = (value: unknown, path: () => Path): string | undefined => {
  if (typeof value === 'string') return value;
  const text = numberText(value);
  if (text !== false) return text;
  return refuse('wrong-type', path(), 'The number has more digits than are kept; write it as a text.');
};
