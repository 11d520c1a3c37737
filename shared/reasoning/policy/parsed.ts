import type { PolicyError } from '../types.ts';
import type { JsonValue } from './read-json.ts';
import { pointer } from './read-json.ts';

export type Path = readonly (string | number)[];
export type Parsed<T> = { ok: true; value: T } | { ok: false; error: PolicyError };

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

/** Where a text stands; made only for an error. */
export type Place = () => Path;

/** One text or a list of texts, each read by `each`. Numbers count as their text: account ids are written so at times. */
export const readTexts = <T>(value: JsonValue, path: Path, each: (text: string, place: Place) => T): readonly T[] => {
  if (value.kind === 'text' || value.kind === 'number') return [each(value.text, () => path)];
  if (value.kind !== 'list') return refuse('wrong-type', path, 'A text or a list of texts is expected.');
  return value.items.map((item, index) => {
    if (item.kind === 'text' || item.kind === 'number') return each(item.text, () => [...path, index]);
    return refuse('wrong-type', [...path, index], 'A text is expected.');
  });
};
