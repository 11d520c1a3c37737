import type { Change } from '../../change/change.ts';
import { displayText } from '../../change/display-text.ts';
import type { GuardrailFacts, GuardrailRecord } from '../../facts/account-facts.ts';
import { nextRecord } from '../../facts/guardrail/guardrail-record.ts';
import { withKnownTags } from '../../facts/guardrail/tags-of-guardrail.ts';
import type { Ports } from '../../ports/ports.ts';
import { versions } from '../versions.ts';

/**
 * Ringfence's own copy of a guardrail, after a change: the event never says what it holds. History says who and when, and has
 * both states by their hash. What was judged comes first: a worker that dies in between judges once more.
 * @returns whether it differs from what was remembered
 */
export const rememberGuardrail = async (
  ports: Pick<Ports, 'guardrailMemory' | 'documents' | 'history' | 'clock'>,
  { facts: seen, record }: { facts: GuardrailFacts; record: GuardrailRecord | undefined },
  change: Change,
): Promise<boolean> => {
  const now = ports.clock.now();
  const facts = withKnownTags(seen, record);
  const after = await ports.documents.put(JSON.stringify(facts.content));
  const earlier = record === undefined ? undefined : await ports.documents.put(JSON.stringify(record.facts.content));
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
  if (facts.version === 'DRAFT') {
    const next = nextRecord(record?.facts.version === 'DRAFT' ? record : undefined, facts, now);
    await ports.guardrailMemory.remember(next.facts, next.asOf, next.heldAgainst);
  } else {
    await ports.guardrailMemory.rememberVersion(facts, now);
    // Better than nothing, until DRAFT is read.
    if (record === undefined) await ports.guardrailMemory.remember(facts, now);
  }
  return earlier !== after;
};
