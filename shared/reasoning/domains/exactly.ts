import { literalGlob } from '../glob/glob.ts';
import type { Domain } from './domain.ts';

/** Present, with this one value. */
export function exactly(text: string): Domain {
  return { absent: false, emptyList: false, values: { kind: 'strings', all: [[literalGlob(text)]], none: [] } };
}
