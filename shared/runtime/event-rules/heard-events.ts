import type { Trigger } from '../../change/change.ts';
import { type KnownEvent, knownEvents } from '../../change/known-events.ts';

/** Functions that EventBridge starts. */
export const listeners = [
  'evaluate-access-change',
  'evaluate-guardrail-change',
  'evaluate-ai-activity',
  'watch-tampering',
] as const;
export type Listener = (typeof listeners)[number];

/** Which function hears which group of known-events.json (docs/architecture). A group may have several hearers. */
const hearers: Readonly<Record<string, readonly Listener[]>> = {
  'iam-grants': ['evaluate-access-change', 'watch-tampering'],
  'iam-removals': ['evaluate-access-change', 'watch-tampering'],
  'iam-credentials-tags-federation': ['evaluate-access-change'],
  'identity-center': ['evaluate-access-change'],
  organizations: ['evaluate-access-change', 'evaluate-guardrail-change'],
  'vpc-endpoints': ['evaluate-access-change'],
  'bedrock-guardrails': ['evaluate-guardrail-change'],
  'bedrock-automated-reasoning': ['evaluate-guardrail-change'],
  'bedrock-logging-and-model-access': ['evaluate-guardrail-change'],
  'log-destinations': ['evaluate-guardrail-change'],
  'bedrock-models': ['evaluate-ai-activity'],
  'bedrock-agents': ['evaluate-ai-activity'],
  'bedrock-mantle': ['evaluate-ai-activity'],
  'agentcore-control': ['evaluate-ai-activity'],
  sagemaker: ['evaluate-ai-activity'],
  qbusiness: ['evaluate-ai-activity'],
  'q-developer': ['evaluate-ai-activity'],
  lex: ['evaluate-ai-activity'],
  rekognition: ['evaluate-ai-activity'],
  comprehend: ['evaluate-ai-activity'],
  kendra: ['evaluate-ai-activity'],
  entityresolution: ['evaluate-ai-activity'],
  'own-resources': ['watch-tampering'],
  'own-settings': ['watch-tampering'],
  trail: ['watch-tampering'],
  keys: ['watch-tampering'],
  'threat-detection': ['watch-tampering'],
  'bedrock-inference': ['evaluate-ai-activity'],
  'bedrock-data': ['evaluate-ai-activity'],
  'agentcore-data': ['evaluate-ai-activity'],
  // Used to enrich, never to start anything: every call in an account would be heard.
  sts: [],
};

/** Model calls: management events that are read-only, and many. */
const inference = new Set(['bedrock-inference']);
const dataEvents = new Set(['bedrock-data', 'agentcore-data']);

export type HeardEvent = KnownEvent & { readOnly: boolean };

export type Volume = { inference: boolean; dataEvents: boolean };

/** A check waits for an event that known-events.json does not have: it would be silent until the next sweep. */
export class TriggerNotHeard extends Error {
  override readonly name = 'TriggerNotHeard';
}

/**
 * The events that start a function.
 * @param also triggers outside its groups
 * @throws RangeError for a group without a hearer: an event that nobody hears is a silent loss.
 */
export const heardEvents = (
  listener: Listener,
  volume: Volume,
  also: readonly Trigger[] = [],
): readonly HeardEvent[] => {
  const extra = new Set(also);
  return knownEvents
    .filter(({ group, trigger }) => {
      const by = hearers[group];
      if (by === undefined) throw new RangeError(`no function hears group ${group} of known-events.json`);
      if (extra.has(trigger)) return true;
      if (inference.has(group) && !volume.inference) return false;
      if (dataEvents.has(group) && !volume.dataEvents) return false;
      return by.includes(listener);
    })
    .map((event) => ({ ...event, readOnly: inference.has(event.group) }));
};

/**
 * Triggers of checks whose own function is not deployed: a deployed one must hear them.
 * @throws TriggerNotHeard for a trigger that is no known event.
 */
export const orphanTriggers = (
  checks: readonly { id: string; triggeredBy: readonly Trigger[] }[],
  deployed: readonly Listener[],
  volume: Volume,
): readonly Trigger[] => {
  const known = new Set(knownEvents.map(({ trigger }) => trigger));
  const heard = new Set(deployed.flatMap((listener) => heardEvents(listener, volume).map(({ trigger }) => trigger)));
  const orphans = new Set<Trigger>();
  for (const { id, triggeredBy } of checks) {
    for (const trigger of triggeredBy) {
      if (!known.has(trigger))
        throw new TriggerNotHeard(`${id} waits for ${trigger}, which known-events.json does not have`);
      if (!heard.has(trigger)) orphans.add(trigger);
    }
  }
  return [...orphans];
};
