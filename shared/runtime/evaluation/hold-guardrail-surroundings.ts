import type { Change } from '../../change/change.ts';
import { isJsonObject, type JsonObject } from '../../change/json-object.ts';
import type {
  HeldSurrounding,
  SeenSurrounding,
  SurroundingKey,
  SurroundingRecord,
} from '../../facts/guardrail/surroundings.ts';
import { partitionOf } from '../../checks/subjects.ts';
import type { Ports } from '../../ports/ports.ts';
import type { Read } from '../../ports/read.ts';
import { lostAName, renamedEnforcement } from '../../response/guardrail/renamed-enforcement.ts';
import { lastingFault } from './reach-of.ts';

/** What of the surroundings of guardrails a change touched. The event hides most of it, so each is read. */
export const surroundingsOfChange = (change: Change): readonly SurroundingKey[] => {
  const { region, eventName } = change;
  switch (eventName) {
    case 'PutEnforcedGuardrailConfiguration':
    case 'DeleteEnforcedGuardrailConfiguration':
      return [{ kind: 'enforced-guardrails', region, identifier: region }];
    case 'PutModelInvocationLoggingConfiguration':
    case 'DeleteModelInvocationLoggingConfiguration':
      return [{ kind: 'invocation-logging', region, identifier: region }];
    case 'PutResourcePolicy':
    case 'DeleteResourcePolicy':
      return change.touches.flatMap((touched) =>
        touched.kind === 'guardrail'
          ? [{ kind: 'guardrail-policy', region, identifier: guardrailArn(change, touched.identifier) } as const]
          : [],
      );
    case 'UpdateAutomatedReasoningPolicy':
    case 'UpdateAutomatedReasoningPolicyAnnotations':
    case 'DeleteAutomatedReasoningPolicy':
      return change.touches.flatMap((touched) =>
        touched.kind === 'resource' && touched.identifier.startsWith('arn:')
          ? [{ kind: 'automated-reasoning', region, identifier: withoutVersion(touched.identifier) } as const]
          : [],
      );
    default:
      return [];
  }
};

const guardrailArn = ({ region, accountId }: Change, identifier: string): string =>
  identifier.startsWith('arn:')
    ? identifier
    : `arn:${partitionOf(region)}:bedrock:${region}:${accountId}:guardrail/${identifier}`;

/** `…:automated-reasoning-policy/abc:1` is a version of `…/abc`, which is what changes. */
export const withoutVersion = (arn: string): string => arn.split(':').slice(0, 6).join(':');

/** `held` is absent at first sight: there is nothing to hold it against. */
export type Sight =
  | { read: 'yes'; key: SurroundingKey; now?: JsonObject; record?: SurroundingRecord; held?: HeldSurrounding }
  | { read: 'no'; key: SurroundingKey; why: string };

/** What is there now beside what is remembered of it. A damaged memory is named, and nothing is written over it. */
export const holdSurrounding = async (
  ports: Pick<Ports, 'surroundings' | 'surroundingMemory' | 'documents' | 'restorations'>,
  key: SurroundingKey,
): Promise<Sight> => holdRead(ports, key, await ports.surroundings.surrounding(key));

/** The same for what was read already. @throws where it cannot be read just now: the event is delivered again. */
export const holdRead = async (
  ports: Pick<Ports, 'surroundingMemory' | 'documents' | 'restorations'>,
  key: SurroundingKey,
  read: Read<JsonObject>,
): Promise<Sight> => {
  if (read.found === 'unreadable') return { read: 'no', key, why: lastingFault(read) };
  const now = read.found === 'yes' ? { now: read.value } : {};
  const recalled = await ports.surroundingMemory.recall(key);
  if (recalled.found === 'unreadable') return { read: 'no', key, why: recalled.why };
  if (recalled.found === 'no') return { read: 'yes', key, ...now };
  const record = recalled.value;
  const base = record.heldAgainst ?? record.seen;
  const before = await documentOf(ports, key, base);
  if (!before.ok) return { read: 'no', key, why: before.why };
  const was = await underNewNames(ports, key, before.content, now.now);
  const held: HeldSurrounding = {
    ...key,
    wasAsOf: base.asOf,
    wasBy: base.by,
    ...(base.sha256 === undefined ? {} : { wasSha256: base.sha256 }),
    ...(was === undefined ? {} : { was }),
    ...now,
  };
  return { read: 'yes', key, ...now, record, held };
};

/** What was enforced, as the guardrails are called now: one that Ringfence brought back is the same one. */
export const underNewNames = async (
  { restorations }: Pick<Ports, 'restorations'>,
  { kind }: SurroundingKey,
  was: JsonObject | undefined,
  now: JsonObject | undefined,
): Promise<JsonObject | undefined> =>
  kind === 'enforced-guardrails' && lostAName(was, now) ? renamedEnforcement(was, now, await restorations.list()) : was;

/** What it held when it was last seen. */
export const rememberedContent = async (
  ports: Pick<Ports, 'surroundingMemory' | 'documents'>,
  key: SurroundingKey,
): Promise<Kept> => {
  const recalled = await ports.surroundingMemory.recall(key);
  if (recalled.found === 'unreadable') return { ok: false, why: recalled.why };
  return recalled.found === 'no' ? { ok: true } : documentOf(ports, key, recalled.value.seen);
};

export type Kept = { ok: true; content?: JsonObject } | { ok: false; why: string };

/** The content store vouches for the hash; what is missing or in another form is damage, and no fact. */
const documentOf = async (
  { documents }: Pick<Ports, 'documents'>,
  { kind, identifier }: SurroundingKey,
  { sha256 }: SeenSurrounding,
): Promise<Kept> => {
  if (sha256 === undefined) return { ok: true };
  const damaged = (detail: string): Kept => ({
    ok: false,
    why: `the remembered ${kind} of ${identifier} is damaged: document ${sha256} ${detail}; look at it, nothing is written over it`,
  });
  try {
    const text = await documents.get(sha256);
    if (text === undefined) return damaged('is missing');
    const content: unknown = JSON.parse(text);
    return isJsonObject(content) ? { ok: true, content } : damaged('is not an object');
  } catch (error) {
    return damaged(`cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
};
