import type { PrincipalFacts } from '../../facts/principal-facts.ts';
import type { Statement } from '../../reasoning/policy/policy.ts';
import { readStatements } from '../read-statements.ts';

/**
 * Its policies allow every action on every resource, and neither they nor its boundary deny anything: there is nothing that
 * it could give itself. False where a policy was not read.
 */
export const hasEverything = (principal: PrincipalFacts): boolean => {
  const own = readStatements(principal);
  const all = readStatements(principal, { boundary: true });
  const { permissionsBoundary: boundary } = principal;
  const limits = all.slice(own.length);
  return (
    own.some(allowsEverything) &&
    (boundary.state === 'absent' || limits.some(allowsEverything)) &&
    !all.some(({ effect }) => effect === 'Deny')
  );
};

const allowsEverything = ({ effect, actions, resources, conditions }: Statement): boolean =>
  effect === 'Allow' &&
  conditions.length === 0 &&
  !actions.negated &&
  actions.entries.some((action) => action === '*' || action === '*:*') &&
  resources?.negated === false &&
  resources.entries.includes('*');
