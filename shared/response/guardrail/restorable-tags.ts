import type { JsonObject } from '../../change/json-object.ts';
import { tagsOf, type Tag } from '../../facts/guardrail/tags-of-guardrail.ts';

/** By it a restoration finds what it made, and the role that writes may delete nothing else. */
export const restorationTag = 'ringfence-restoration';

export type RestorableTags = {
  /** What is set again. Ringfence's own tag is not of it: the new restoration sets its own. */
  set: readonly Tag[];
  /** Keys that AWS alone sets, for a stack say: a request that holds one is refused. (AWS: "Tag naming limits and requirements".) */
  ofAws: readonly string[];
};

/** Undefined: the tags are not known. */
export const restorableTags = (content: JsonObject): RestorableTags | undefined => {
  const tags = tagsOf(content);
  if (tags === undefined) return undefined;
  const isOfAws = ({ key }: Tag): boolean => key.toLowerCase().startsWith('aws:');
  return {
    set: tags.filter((tag) => !isOfAws(tag) && tag.key !== restorationTag),
    ofAws: tags.filter(isOfAws).map(({ key }) => key),
  };
};
