import type { GlobPart } from '../glob/glob.ts';
import type { Template } from '../policy/template.ts';
import type { Width } from './width.ts';

/** The value of a policy variable: by lower-case key. `undefined`: the request does not hold the key. */
export type Lookup = (key: string) => string | undefined;

/**
 * A template with its variables filled in. `undefined`: a variable without default is absent, so the pattern matches
 * nothing. A `*` or `?` inside a value is a wildcard in the wide reading and a character otherwise.
 */
export const instantiate = (template: Template, lookup: Lookup, width: Width): readonly GlobPart[] | undefined => {
  const parts: GlobPart[] = [];
  for (const part of template) {
    switch (part.kind) {
      case 'text':
        parts.push({ literal: part.text });
        break;
      case 'any':
        parts.push({ any: true });
        break;
      case 'one':
        parts.push({ one: true });
        break;
      case 'variable': {
        const value = lookup(part.key.toLowerCase()) ?? part.fallback;
        if (value === undefined) return undefined;
        if (width === 'wide') parts.push(...wildcardsOf(value));
        else parts.push({ literal: value });
        break;
      }
    }
  }
  return parts;
};

const wildcardsOf = (value: string): readonly GlobPart[] => {
  const parts: GlobPart[] = [];
  let plain = '';
  for (const character of value) {
    if (character !== '*' && character !== '?') {
      plain += character;
      continue;
    }
    if (plain !== '') parts.push({ literal: plain });
    plain = '';
    parts.push(character === '*' ? { any: true } : { one: true });
  }
  if (plain !== '') parts.push({ literal: plain });
  return parts;
};
