import type { Domain, ValueSet } from './domain.ts';
import { memberOfSet } from './scalar-set.ts';

/** What a request holds under one key; `undefined` is absent. */
export type KeyValue = string | readonly string[] | undefined;

/** Whether a key may hold this. */
export function member(domain: Domain, value: KeyValue): boolean {
  if (value === undefined) return domain.absent;
  const texts = typeof value === 'string' ? [value] : value;
  if (texts.length === 0) return domain.emptyList;
  const { values, several } = domain;
  return memberOfValues(values, texts) || (several !== undefined && texts.length > 1 && memberOfValues(several, texts));
}

function memberOfValues(values: ValueSet, texts: readonly string[]): boolean {
  switch (values.kind) {
    case 'any':
      return true;
    case 'none':
      return false;
    case 'lists':
      return (
        texts.every((text) => memberOfSet(values.every, text)) &&
        values.some.every((some) => texts.some((text) => memberOfSet(some, text)))
      );
    default: {
      const [only, ...more] = texts;
      return only !== undefined && more.length === 0 && memberOfSet(values, only);
    }
  }
}
