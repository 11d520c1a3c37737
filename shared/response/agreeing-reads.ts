import type { PrincipalFacts } from '../facts/principal-facts.ts';
import type { Clock } from '../ports/clock.ts';
import type { PrincipalReader, PrincipalRef } from '../ports/principal-reader.ts';
import { canonicalJson } from './canonical-json.ts';
import type { Snapshot } from './plan.ts';
import { snapshotOf } from './snapshot.ts';

export type AgreedRead = {
  facts: PrincipalFacts;
  snapshot: Snapshot /** When the second read was made. */;
  at: string;
};

export type AgreeingReads =
  | ({ read: 'agreed' } & AgreedRead)
  | { read: 'gone' }
  /** Two reads, two states: IAM is between them, or somebody is changing it. */
  | { read: 'disagreed' }
  /** `passing`: IAM did not answer just now, so that a later read may. */
  | { read: 'unreadable'; why: string; passing?: true };

/** Names by which AWS refuses: whoever asks again gets the same answer. */
const refusals = new Set(['AccessDenied', 'AccessDeniedException', 'UnauthorizedOperation', 'AuthorizationError']);

const unreadable = ({ why, code }: { why: string; code?: string }): AgreeingReads => ({
  read: 'unreadable',
  why,
  ...(code === undefined || refusals.has(code) ? {} : { passing: true }),
});

export type ReadPorts = { clock: Clock; principals: PrincipalReader };

/** Everything that a plan leans on; when it was last used moves by itself. */
const comparable = (facts: PrincipalFacts): string => canonicalJson({ ...facts, lastUsedAt: null });

/**
 * Two reads, `agreeAfter` milliseconds apart, that say the same. IAM is eventually consistent and has no conditional
 * write, so one read alone may be of the past (IAM User Guide, "Changes that I make are not always immediately visible").
 */
export const agreeingReads = async (
  { clock, principals }: ReadPorts,
  ref: PrincipalRef,
  agreeAfter: number,
): Promise<AgreeingReads> => {
  const first = await principals.readPrincipal(ref);
  await clock.sleep(agreeAfter);
  const second = await principals.readPrincipal(ref);
  if (first.found === 'unreadable') return unreadable(first);
  if (second.found === 'unreadable') return unreadable(second);
  if (first.found === 'no' && second.found === 'no') return { read: 'gone' };
  if (first.found === 'no' || second.found === 'no') return { read: 'disagreed' };
  if (comparable(first.value) !== comparable(second.value)) return { read: 'disagreed' };
  const read = snapshotOf(second.value);
  if (!read.known) return { read: 'unreadable', why: read.why };
  return { read: 'agreed', facts: second.value, snapshot: read.snapshot, at: clock.now() };
};

/** Tries until two reads agree, at most `tries` times. What was refused stays so and is not asked again. */
export const agreeingReadsWithin = async (
  ports: ReadPorts,
  ref: PrincipalRef,
  agreeAfter: number,
  tries: number,
): Promise<AgreeingReads> => {
  let last: AgreeingReads = { read: 'disagreed' };
  for (let turn = 0; turn < tries; turn += 1) {
    last = await agreeingReads(ports, ref, agreeAfter);
    if (last.read !== 'disagreed' && !(last.read === 'unreadable' && last.passing === true)) return last;
  }
  return last;
};
