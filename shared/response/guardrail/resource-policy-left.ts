import { isJsonObject, type JsonObject } from '../../change/json-object.ts';
import { sameValue } from '../../facts/guardrail/same-value.ts';
import type { SurroundingKey } from '../../facts/guardrail/surroundings.ts';
import type { Ports } from '../../ports/ports.ts';
import { repointText, type Renamed } from './repoint-text.ts';
import type { ByHand, OpenPoint, Restoration, RestorationPlan } from './restoration.ts';
import { documentOf } from './whole-document.ts';

const keyOf = (region: string, identifier: string): SurroundingKey => ({
  kind: 'guardrail-policy',
  region,
  identifier,
});

const parsed = (text: unknown): JsonObject | undefined => {
  if (typeof text !== 'string') return undefined;
  try {
    const document: unknown = JSON.parse(text);
    return isJsonObject(document) ? document : undefined;
  } catch {
    return undefined;
  }
};

/** The resource policy that a guardrail had when it was last seen. It goes with the guardrail, and a new one has none. */
export const rememberedResourcePolicy = async (
  ports: Pick<Ports, 'surroundingMemory' | 'documents'>,
  { region, arn }: { region: string; arn: string },
): Promise<RestorationPlan['resourcePolicy']> => {
  const recalled = await ports.surroundingMemory.recall(keyOf(region, arn));
  if (recalled.found === 'unreadable') return { unread: recalled.why };
  const hash = recalled.found === 'yes' ? recalled.value.seen.sha256 : undefined;
  if (hash === undefined) return undefined;
  const whole = await documentOf(ports, hash);
  if (!whole.ok) return { unread: whole.detail };
  const document = parsed(whole.content['resourcePolicy']);
  if (document === undefined) return { unread: `the document ${hash} holds no policy` };
  return { document: await ports.documents.put(JSON.stringify(document)) };
};

/** What a person has to put on the guardrail that was made; nothing once it is there. */
export const leftOfResourcePolicy = async (
  ports: Pick<Ports, 'surroundings' | 'documents'>,
  { plan, made }: Pick<Restoration, 'plan' | 'made'>,
  rename: Renamed,
): Promise<{ byHand: readonly ByHand[]; open: readonly OpenPoint[] }> => {
  const { resourcePolicy, subject } = plan;
  if (resourcePolicy === undefined || made === undefined) return { byHand: [], open: [] };
  const unknown = (why: string) => ({
    byHand: [],
    open: [{ what: `its resource policy is not known (${why})` }],
  });
  if ('unread' in resourcePolicy) return unknown(resourcePolicy.unread);
  const kept = await documentOf(ports, resourcePolicy.document);
  if (!kept.ok) return unknown(kept.detail);
  const wanted = repointText(kept.text, rename);
  const now = await ports.surroundings.surrounding(keyOf(subject.region, made.arn));
  const there = now.found === 'yes' ? parsed(now.value['resourcePolicy']) : undefined;
  if (there !== undefined && sameValue(there, parsed(wanted))) return { byHand: [], open: [] };
  const use = { kind: 'resource-policy', by: made.arn } as const;
  const document = await ports.documents.put(wanted);
  const what =
    now.found === 'unreadable'
      ? `whether ${made.id} has the resource policy of the old one cannot be read (${now.why})`
      : `${made.id} does not have the resource policy of the old one`;
  return { byHand: [{ use, document }], open: [{ what, document }] };
};
