import { displayText } from '../../change/display-text.ts';
import { isJsonObject, type JsonObject } from '../../change/json-object.ts';
import { restorableTags } from './restorable-tags.ts';

/**
 * What a guardrail is made with besides what it protects against, one clause each: the Regions that evaluate it and its tags. What
 * cannot come back is said too. Values of tags are not quoted.
 * @param states DRAFT and every version
 */
export const comesWith = (
  draft: JsonObject,
  states: readonly { version: string; content: JsonObject }[],
): readonly string[] => [...profiles(states), ...tags(draft)];

const profiles = (states: readonly { version: string; content: JsonObject }[]): readonly string[] => {
  const byProfile = new Map<string, string[]>();
  for (const { version, content } of states) {
    const { crossRegionDetails } = content;
    if (!isJsonObject(crossRegionDetails)) continue;
    const { guardrailProfileArn, guardrailProfileId } = crossRegionDetails;
    const profile = guardrailProfileArn ?? guardrailProfileId;
    if (typeof profile === 'string') byProfile.set(profile, [...(byProfile.get(profile) ?? []), version]);
  }
  return [...byProfile].map(
    ([profile, versions]) =>
      `the cross-Region profile ${displayText(profile.split('/').at(-1) ?? profile, 128)}${versions.length === states.length ? '' : `, in ${versions.join(', ')}`}`,
  );
};

const tags = (draft: JsonObject): readonly string[] => {
  const known = restorableTags(draft);
  if (known === undefined) return ['not its tags: they are not known (allow bedrock:ListTagsForResource)'];
  const named = (keys: readonly string[]): string => keys.map((key) => displayText(key, 128)).join(', ');
  const { set, ofAws } = known;
  return [
    ...(set.length === 0 ? [] : [`the tags ${named(set.map(({ key }) => key))}`]),
    ...(ofAws.length === 0 ? [] : [`not the tags ${named(ofAws)}: AWS alone sets them`]),
  ];
};
