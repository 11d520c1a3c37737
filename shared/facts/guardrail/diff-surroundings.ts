import type { JsonObject } from '../../change/json-object.ts';
import { diffEnforcement } from './diff-enforcement.ts';
import { diffLogging } from './diff-logging.ts';
import { diffReasoning } from './diff-reasoning.ts';
import { sameValue } from './same-value.ts';
import type { SurroundingKind } from './surroundings.ts';
import { joinVerdicts, type ChangeVerdict, type DiffVerdict } from './verdict.ts';

/** One difference. `path`: where it stands in the answer of the API. The sentence quotes no rule and no policy text. */
export type SurroundingChange = { path: string; verdict: ChangeVerdict; sentence: string };
export type SurroundingDiff = { verdict: DiffVerdict; changes: readonly SurroundingChange[] };

const rank = ['weaker', 'unranked', 'stronger', 'same'] as const;

/**
 * What a change of a surrounding weakened and what it strengthened.
 * @param before, after as the API gives it; undefined: it was not there
 */
export const diffSurroundings = (
  kind: SurroundingKind,
  before: JsonObject | undefined,
  after: JsonObject | undefined,
): SurroundingDiff => {
  const changes = [...changesOf(kind, before, after)].sort((a, b) => rank.indexOf(a.verdict) - rank.indexOf(b.verdict));
  return { verdict: joinVerdicts(changes.map(({ verdict }) => verdict)), changes };
};

const changesOf = (
  kind: SurroundingKind,
  before: JsonObject | undefined,
  after: JsonObject | undefined,
): readonly SurroundingChange[] => {
  switch (kind) {
    case 'enforced-guardrails':
      return diffEnforcement(before, after);
    case 'invocation-logging':
      return diffLogging(before, after);
    case 'guardrail-policy':
      return diffPolicy(before, after);
    case 'automated-reasoning':
      return diffReasoning(before, after);
    case 'organisation-guardrails':
    case 'guardrail-references':
      return sameValue(before, after)
        ? []
        : [{ path: '', verdict: 'same', sentence: 'Who is named differs from what was seen before.' }];
  }
};

/** Who gains and who loses by it is asked by a check, which can read policies; here it only differs. */
const diffPolicy = (before: JsonObject | undefined, after: JsonObject | undefined): readonly SurroundingChange[] => {
  if (sameValue(before, after)) return [];
  const done = after === undefined ? 'was deleted' : before === undefined ? 'was set' : 'changed';
  return [{ path: 'resourcePolicy', verdict: 'unranked', sentence: `The resource policy ${done}.` }];
};
