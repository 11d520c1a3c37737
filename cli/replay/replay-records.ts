import canonicalize from 'canonicalize';
import { manualClock } from '../../shared/adapters/local/local-clock.ts';
import { localWorld, type LocalWorld } from '../../shared/adapters/local/local-world.ts';
import { readChange } from '../../shared/change/read-change.ts';
import type { CheckSettings } from '../../shared/checks/settings.ts';
import type { Change } from '../../shared/change/change.ts';
import type { PrincipalFacts } from '../../shared/facts/principal-facts.ts';
import type { Finding } from '../../shared/findings/finding.ts';
import type { NoPlan } from '../../shared/response/plan.ts';
import type { Saga } from '../../shared/response/saga.ts';
import { defaultSettings, type Mode } from '../../shared/response/settings.ts';
import type { ContainmentResult } from '../../functions/contain/contain.ts';
import { localPipeline, type LocalPipeline } from '../local/local-pipeline.ts';
import { applyChange } from './apply-change.ts';
import type { RecordInput } from './read-records.ts';
import { recordEnvelope } from './record-envelope.ts';

/** What one record led to. */
export type Replayed = {
  /** From 1. */
  line: number;
  /** From 1, where a document holds several records. */
  item?: number;
  eventId?: string;
  eventName?: string;
  at?: string;
  actor?: string;
} & (
  | {
      kind: 'change';
      outcome: 'succeeded' | 'failed' | 'refused';
      /** Functions that its rules start. */
      started: readonly string[];
      /** Functions that gave it back: it would be a dead letter. */
      failed: readonly string[];
      principals: readonly string[];
      /** What people would be told. */
      findings: readonly Finding[];
      containments: readonly (Saga | NoPlan)[];
      /** The record that had this eventID first: a repeat is dropped. */
      repeatOf?: { line: number; item?: number };
      /** Why the evaluation is not complete. */
      incomplete: readonly string[];
    }
  | { kind: 'ignored'; reason: string }
  | { kind: 'unreadable'; code: string; place: string; reason: string }
);

export type ReplayInput = {
  records: readonly RecordInput[];
  accountId: string;
  principals: readonly PrincipalFacts[];
  settings: CheckSettings;
  mode: Mode;
  /** ISO 8601: where records name no time. */
  now: string;
};

/** Recorded events through the real handlers over the account of a file, in memory. */
export const replayRecords = async function* (input: ReplayInput): AsyncGenerator<Replayed> {
  const clock = manualClock(input.now, 'replay');
  const world = localWorld({ principals: input.principals, clock, identity: { accountId: input.accountId } });
  const settings = defaultSettings(input.settings);
  await world.settings.write({ ...settings, version: 1 });
  await world.modeSwitch.setMode(input.mode);
  const pipeline = localPipeline(world);
  // What already is is not what a record gave.
  await pipeline.sweep('replay-baseline');
  const stage: Stage = { world, pipeline, accountId: input.accountId, seen: new Map() };
  for (const record of input.records) yield await replayOne(stage, record);
};

/** Where a record stands in the input. */
type Place = Pick<RecordInput, 'line' | 'item'>;
/** The records of one eventID so far: where each stands, and its content. */
type Seen = Place & { content: string };
type Stage = { world: LocalWorld; pipeline: LocalPipeline; accountId: string; seen: Map<string, readonly Seen[]> };

/** "line 3", or "line 1, record 2" where a line holds several. */
export const placeText = ({ line, item }: Place): string =>
  item === undefined ? `line ${line}` : `line ${line}, record ${item}`;

const replayOne = async (stage: Stage, input: RecordInput): Promise<Replayed> => {
  const place: Place = { line: input.line, ...(input.item === undefined ? {} : { item: input.item }) };
  if ('unreadable' in input)
    return { ...place, kind: 'unreadable', code: 'not-json', place: '', reason: input.unreadable };
  const envelope = recordEnvelope(input.record, stage.accountId);
  const read = readChange(envelope, { expect: { accountIds: [stage.accountId] } });
  switch (read.kind) {
    case 'unreadable':
      return {
        ...place,
        ...idOf(read),
        kind: 'unreadable',
        code: read.reason.code,
        place: read.reason.at,
        reason: read.reason.detail,
      };
    case 'ignored':
      return { ...place, ...idOf(read), kind: 'ignored', reason: read.reason.code };
    case 'change':
      return replayChange(stage, read, envelope, place);
  }
};

const idOf = ({ eventId }: { eventId?: string }): { eventId?: string } => (eventId === undefined ? {} : { eventId });

const replayChange = async (
  { world, pipeline, seen: seenBefore }: Stage,
  change: Change,
  envelope: unknown,
  place: Place,
): Promise<Replayed> => {
  const content = canonicalize(detailOf(envelope)) ?? '';
  const sameId = seenBefore.get(change.eventId) ?? [];
  const repeat = sameId.find((earlier) => earlier.content === content);
  const repeatOf = repeat === undefined ? undefined : placeOf(repeat);
  const [first] = sameId;
  // A recorded eventID is told apart from the one before, or what it did would pass for a repeat and be judged by nobody.
  const isOther = first !== undefined && repeat === undefined;
  const eventId = isOther ? `${change.eventId}#${sameId.length + 1}` : change.eventId;
  if (repeat === undefined) seenBefore.set(change.eventId, [...sameId, { ...place, content }]);
  const notApplied = repeatOf === undefined ? applyChange(world, change) : undefined;
  const seen = world.notifier.sent.length;
  const delivered = await pipeline.deliver(isOther ? withEventId(envelope, eventId) : envelope, eventId);
  const notices = world.notifier.sent.slice(seen);
  const told = notices.flatMap((notice) => {
    if (notice.kind === 'tampering') return notice.findings;
    if (notice.kind !== 'findings') return [];
    return notice.findings.filter(({ id }) => notice.tell === undefined || notice.tell.includes(id));
  });
  const { access } = delivered;
  return {
    ...place,
    eventId: change.eventId,
    eventName: change.eventName,
    at: change.occurredAt,
    ...(change.actor.arn === undefined ? {} : { actor: change.actor.arn }),
    kind: 'change',
    outcome: change.outcome.result === 'succeeded' ? 'succeeded' : change.outcome.refused ? 'refused' : 'failed',
    ...(repeatOf === undefined ? {} : { repeatOf }),
    started: delivered.started,
    failed: delivered.failed,
    principals: access?.did === 'evaluated' ? access.principals.map(({ ref }) => `${ref.kind}/${ref.name}`) : [],
    findings: told,
    containments: delivered.containments.flatMap(endsOf),
    incomplete: [
      ...(isOther
        ? [`same eventID as ${placeText(first)}, other content: judged by itself; find out which of the two is right`]
        : []),
      ...(notApplied === undefined ? [] : [notApplied]),
      ...notices.flatMap((notice) => (notice.kind === 'incomplete' ? [notice.detail] : [])),
    ],
  };
};

const placeOf = ({ line, item }: Place): Place => ({ line, ...(item === undefined ? {} : { item }) });

/** What the record says; its envelope may differ from one delivery to the next. */
const detailOf = (envelope: unknown): unknown =>
  typeof envelope === 'object' && envelope !== null && 'detail' in envelope ? envelope.detail : envelope;

const withEventId = (envelope: unknown, eventID: string): unknown => {
  if (typeof envelope !== 'object' || envelope === null || !('detail' in envelope)) return envelope;
  const { detail } = envelope;
  if (typeof detail !== 'object' || detail === null) return envelope;
  return { ...envelope, id: eventID, detail: { ...detail, eventID } };
};

const endsOf = (result: ContainmentResult): readonly (Saga | NoPlan)[] => {
  switch (result.did) {
    case 'saga':
      return [result.saga];
    case 'no-plan':
      return [result.noPlan];
    case 'tended':
    case 'nothing':
      return [];
  }
};
