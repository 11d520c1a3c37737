import type { JsonObject } from '../../change/json-object.ts';
import { guardrailRules } from './guardrail-rules.ts';
import type { FoundChange, GuardrailChange } from './rule.ts';
import { joinVerdicts, type DiffVerdict } from './verdict.ts';

export type { GuardrailChange } from './rule.ts';

export type GuardrailDiff = {
  verdict: DiffVerdict;
  /** Every difference, the losses first; `same` is what differs without effect on protection. */
  changes: readonly GuardrailChange[];
};

/** The same differences in the order of the answer, each with the way to it. */
export const findChanges = (before: JsonObject, after: JsonObject): readonly FoundChange[] =>
  guardrailRules.compare(before, after, { path: '', name: 'the guardrail', steps: [] });

const rank = ['weaker', 'unranked', 'stronger', 'same'] as const;

/**
 * What a change of a guardrail weakened and what it strengthened, field by field.
 * @param before, after GetGuardrail's answer, JSON values, without what belongs to the call (readGuardrailAnswer)
 */
export const diffGuardrails = (before: JsonObject, after: JsonObject): GuardrailDiff => {
  const changes = findChanges(before, after)
    .map(({ unrecognised: _, steps: __, ...change }) => change)
    .sort((a, b) => rank.indexOf(a.verdict) - rank.indexOf(b.verdict));
  return { verdict: joinVerdicts(changes.map(({ verdict }) => verdict)), changes };
};
