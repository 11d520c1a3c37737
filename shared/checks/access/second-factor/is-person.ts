import type { PrincipalFacts } from '../../../facts/principal-facts.ts';
import { parseDocument } from '../../../reasoning/policy/parse-policy.ts';
import type { Statement } from '../../../reasoning/policy/policy.ts';
import { isApiKeyUser } from '../../intent/is-api-key-user.ts';
import { matchOf } from '../../intent/match-of.ts';
import type { CheckSettings } from '../../settings.ts';

/**
 * Whether people act as it, with IAM knowing of their second factor: a user that is not made for an API key, a role that
 * users are named in the trust policy of, or one that the settings name. Sessions of Identity Center and of federation carry
 * no key for the second factor; it is checked where they sign in. A role whose trust policy demands the second factor has it
 * behind every session.
 */
export const isPerson = (principal: PrincipalFacts, settings: Pick<CheckSettings, 'people'>): boolean => {
  if (principal.kind === 'user') return !isApiKeyUser(principal);
  const admitting = usersAdmittedBy(principal);
  if (admitting.length > 0) return !admitting.every(demandsSecondFactor);
  return settings.people.some((match) => matchOf(principal, match).matches === 'yes');
};

const usersAdmittedBy = ({ trustPolicy }: PrincipalFacts): readonly Statement[] => {
  if (trustPolicy.state !== 'known') return [];
  const parsed = parseDocument(trustPolicy.value, 'trust');
  if (!parsed.ok) return [];
  return parsed.policy.statements.filter(
    ({ effect, principals }) =>
      effect === 'Allow' &&
      principals?.negated === false &&
      principals.entries.some((entry) => entry.type === 'AWS' && /^arn:[^:]+:iam::\d{12}:user\//u.test(entry.value)),
  );
};

const demandsSecondFactor = ({ conditions }: Statement): boolean =>
  conditions.some(
    ({ key, operator, values }) =>
      key.toLowerCase() === 'aws:multifactorauthpresent' &&
      operator.base === 'Bool' &&
      !operator.ifExists &&
      operator.set === undefined &&
      values.length > 0 &&
      values.every((value) => value.toLowerCase() === 'true'),
  );
