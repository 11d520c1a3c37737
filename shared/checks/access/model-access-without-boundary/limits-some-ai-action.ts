import type { PolicyDocument } from '../../../facts/principal-facts.ts';
import { modelInvocations } from '../../../reasoning/catalogue/model-invocations.ts';
import { parseDocument } from '../../../reasoning/policy/parse-policy.ts';
import type { Statement } from '../../../reasoning/policy/policy.ts';
import { matchesWildcard } from '../../../reasoning/policy/wildcard.ts';
import { sensitiveActions } from '../../sensitive/sensitive-actions.ts';

const aiActions: readonly string[] = [
  ...new Set([
    ...modelInvocations.map((action) => action.toLowerCase()),
    ...sensitiveActions.filter(({ service }) => service !== 'iam').map(({ name }) => name.toLowerCase()),
  ]),
];

/**
 * Whether a boundary takes anything at all from any AI action: an action that no unconditional Allow on every resource
 * covers, or that a Deny can hit.
 */
export const limitsSomeAiAction = (boundary: PolicyDocument): boolean | 'unreadable' => {
  const parsed = parseDocument(boundary, 'principal');
  if (!parsed.ok) return 'unreadable';
  const { statements } = parsed.policy;
  return aiActions.some((action) => {
    const matching = statements.filter((statement) => matchesAction(statement, action));
    return !matching.some(allowsWhole) || matching.some(({ effect }) => effect === 'Deny');
  });
};

const matchesAction = ({ actions }: Statement, action: string): boolean =>
  actions.entries.some((pattern) => matchesWildcard(pattern, action)) !== actions.negated;

const allowsWhole = ({ effect, resources, conditions }: Statement): boolean =>
  effect === 'Allow' &&
  conditions.length === 0 &&
  resources?.negated === false &&
  resources.entries.some((pattern) => /^\*+$/.test(pattern));
