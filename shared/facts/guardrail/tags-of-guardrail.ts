import { isJsonObject, type JsonObject } from '../../change/json-object.ts';
import type { GuardrailFacts, GuardrailRecord } from '../account-facts.ts';

/** One tag as ListTagsForResource answers it. */
export type Tag = { key: string; value: string };

/** Tags of DRAFT, in the order of their keys. Undefined: they are not known; an empty list: there are none. */
export const tagsOf = (content: JsonObject): readonly Tag[] | undefined => {
  const { tags } = content;
  if (!Array.isArray(tags)) return undefined;
  return inOrder(
    tags.flatMap((each: unknown) => {
      if (!isJsonObject(each)) return [];
      const { key, value } = each;
      return typeof key === 'string' && typeof value === 'string' ? [{ key, value }] : [];
    }),
  );
};

/** One order, so that what is remembered has one hash. */
export const inOrder = (tags: readonly Tag[]): readonly Tag[] => tags.toSorted((a, b) => (a.key < b.key ? -1 : 1));

/** Tags that could not be read this time are as they were: a refused read is no tag that was taken away. */
export const withKnownTags = (facts: GuardrailFacts, record: GuardrailRecord | undefined): GuardrailFacts => {
  const before = record === undefined ? undefined : record.facts.content['tags'];
  return before === undefined || facts.version !== 'DRAFT' || tagsOf(facts.content) !== undefined
    ? facts
    : { ...facts, content: { ...facts.content, tags: before } };
};
