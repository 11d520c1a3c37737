import type { GuardrailFacts, GuardrailRecord, SeenGuardrail } from '../account-facts.ts';
import { diffGuardrails, type GuardrailDiff } from './diff-guardrails.ts';
import { withKnownTags } from './tags-of-guardrail.ts';
import { mayBeWeaker } from './verdict.ts';

/** The state that a later one is held against. */
export const heldAgainst = ({ facts, asOf, heldAgainst: earlier }: GuardrailRecord): SeenGuardrail =>
  earlier ?? { facts, asOf };

/** How the guardrail stands now to the state that it is held against. */
export const diffWithRecord = (record: GuardrailRecord, now: GuardrailFacts): GuardrailDiff =>
  diffGuardrails(heldAgainst(record).facts.content, now.content);

/** What is remembered next. A state that lost nothing becomes the one that later ones are held against. */
export const nextRecord = (
  record: GuardrailRecord | undefined,
  seen: GuardrailFacts,
  asOf: string,
): GuardrailRecord => {
  const facts = withKnownTags(seen, record);
  return record !== undefined && mayBeWeaker(diffWithRecord(record, facts).verdict)
    ? { facts, asOf, heldAgainst: heldAgainst(record) }
    : { facts, asOf };
};
