import type { Change } from '../../change/change.ts';
import { displayText } from '../../change/display-text.ts';
import type { Ports } from '../../ports/ports.ts';
import { versions } from '../versions.ts';
import { lastingFault } from './reach-of.ts';

export type GuardrailMemoryResult = { identifier: string } & (
  | { result: 'remembered'; changed: boolean }
  /** Gone: the last memory stays, for whoever restores it. */
  | { result: 'gone' }
  | { result: 'unreadable'; why: string }
);

/** Ringfence's own copy of a guardrail, after a change: the event never says what it holds. History has both by their hash. */
export const rememberGuardrail = async (
  ports: Pick<Ports, 'accountState' | 'guardrailMemory' | 'documents' | 'history' | 'clock'>,
  { region, identifier, version }: { region: string; identifier: string; version?: string },
  change: Change,
): Promise<GuardrailMemoryResult> => {
  const read = await ports.accountState.guardrail(region, identifier, version);
  if (read.found === 'no') return { identifier, result: 'gone' };
  if (read.found === 'unreadable') return { identifier, result: 'unreadable', why: lastingFault(read) };
  const facts = read.value;
  const before = await ports.guardrailMemory.recall(facts.id);
  const now = ports.clock.now();
  const after = await ports.documents.put(JSON.stringify(facts.content));
  const earlier =
    before.found === 'yes' ? await ports.documents.put(JSON.stringify(before.value.facts.content)) : undefined;
  await ports.history.append(
    [
      {
        time: now,
        kind: 'evaluation',
        actor: { arn: displayText(change.actor.arn ?? `unknown:${change.actor.type}`, 2_048) },
        subject: { account: change.accountId, id: facts.arn, arn: facts.arn },
        outcome: earlier === after ? 'unchanged' : 'changed',
        ...(earlier === undefined ? {} : { before: { hash: earlier } }),
        after: { hash: after },
        note: `${change.eventName} of guardrail ${displayText(facts.name)}, version ${facts.version}`,
        catalogueVersion: versions.catalogue,
        engineVersion: versions.product,
      },
    ],
    `guardrail#${change.eventId}#${facts.arn}#${facts.version}`,
  );
  // A numbered version never changes; what callers of DRAFT get is what can be weakened.
  if (facts.version === 'DRAFT' || before.found !== 'yes') await ports.guardrailMemory.remember(facts, now);
  return { identifier, result: 'remembered', changed: earlier !== after };
};
