import { isJsonObject, type JsonObject } from '../../change/json-object.ts';

/** JSON as CreateGuardrail and UpdateGuardrail take it, without the identifier, the token and tags. */
export type GuardrailRequest = JsonObject;

/**
 * The request that makes what an answer of GetGuardrail holds. (AWS: "CreateGuardrail", "UpdateGuardrail".) Both replace the whole
 * guardrail: what is left out of an update is taken away. Members that this version does not know have no place in a
 * request: `unknownMembers` names them.
 */
export const guardrailRequest = (content: JsonObject): GuardrailRequest =>
  compact({
    name: content['name'],
    description: content['description'],
    ...Object.fromEntries(
      Object.entries(policies).map(([policy, members]) => [`${policy}Config`, policyRequest(content[policy], members)]),
    ),
    crossRegionConfig: crossRegion(content['crossRegionDetails']),
    blockedInputMessaging: content['blockedInputMessaging'],
    blockedOutputsMessaging: content['blockedOutputsMessaging'],
    kmsKeyId: content['kmsKeyArn'],
  });

/** The members of each policy: as the answer names them, and as a request does. */
const policies: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  topicPolicy: { topics: 'topicsConfig', tier: 'tierConfig' },
  contentPolicy: { filters: 'filtersConfig', tier: 'tierConfig' },
  wordPolicy: { words: 'wordsConfig', managedWordLists: 'managedWordListsConfig' },
  sensitiveInformationPolicy: { piiEntities: 'piiEntitiesConfig', regexes: 'regexesConfig' },
  contextualGroundingPolicy: { filters: 'filtersConfig', tier: 'tierConfig' },
  automatedReasoningPolicy: { policies: 'policies', confidenceThreshold: 'confidenceThreshold' },
};

/** A policy without an entry is left out: a request cannot hold an empty list. */
const policyRequest = (policy: unknown, members: Readonly<Record<string, string>>): JsonObject | undefined => {
  if (!isJsonObject(policy)) return undefined;
  const made = compact(
    Object.fromEntries(
      Object.entries(members).map(([name, requested]) => [requested, listRequest(policy[name], name)]),
    ),
  );
  return Object.values(made).some((value) => Array.isArray(value)) ? made : undefined;
};

const listRequest = (value: unknown, name: string): unknown => {
  if (!Array.isArray(value)) return value;
  if (value.length === 0) return undefined;
  // A request must say the type of a topic, which has one value only; an answer may leave it out.
  return value.map((entry: unknown) =>
    isJsonObject(entry) ? compact(name === 'topics' ? { type: 'DENY', ...compact(entry) } : entry) : entry,
  );
};

const crossRegion = (details: unknown): JsonObject | undefined => {
  if (!isJsonObject(details)) return undefined;
  const profile = details['guardrailProfileArn'] ?? details['guardrailProfileId'];
  return profile === undefined || profile === null ? undefined : { guardrailProfileIdentifier: profile };
};

const compact = (object: Readonly<Record<string, unknown>>): JsonObject =>
  Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined && value !== null));
