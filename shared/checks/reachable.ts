import type { PrincipalFacts } from '../facts/principal-facts.ts';
import { trustNames } from '../reasoning/trust-names.ts';

/**
 * False only when it is certain that nobody can become the principal: a role whose trust policy allows nothing at all.
 * An unread or unreadable trust policy proves nothing. Disuse is no proof either.
 */
export const isReachable = (principal: PrincipalFacts): boolean =>
  principal.kind !== 'role' ||
  principal.trustPolicy.state !== 'known' ||
  trustNames(principal.trustPolicy.value).lettingIn?.length !== 0;
