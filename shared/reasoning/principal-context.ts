import { keptOf } from './kept.ts';
import type { Principal } from './principal.ts';

/** A fact that every request of the principal carries under a key. `absent`: no request of it carries the key. */
export type KeyFact = { name: string; value: string } | { name: string; absent: true };

/**
 * Condition keys whose value follows from the principal alone, by lower-case key
 * (AWS: "AWS global condition context keys", properties of the principal).
 */
export const principalFacts = (principal: Principal): ReadonlyMap<string, KeyFact> => {
  const kept = keptOf(principal);
  // Every request and every shape of a search asks for them.
  return (kept.facts ??= factsOf(principal));
};

const factsOf = (principal: Principal): ReadonlyMap<string, KeyFact> => {
  const facts = new Map<string, KeyFact>();
  const put = (name: string, value: string | undefined): void => {
    facts.set(name.toLowerCase(), value === undefined ? { name, absent: true } : { name, value });
  };
  switch (principal.kind) {
    case 'service':
    // A token or an assertion comes from nobody that IAM knows.
    case 'identity-provider':
      return facts;
    case 'outsider':
      put('aws:PrincipalIsAWSService', 'false');
      return facts;
    case 'user':
      put('aws:username', principal.userName);
      if (principal.uniqueId !== undefined) put('aws:userid', principal.uniqueId);
      putTags(principal, put);
      break;
    case 'root':
      put('aws:username', undefined);
      put('aws:userid', principal.accountId);
      break;
    case 'role':
    case 'role-session':
    case 'service-linked-role':
    case 'federated-user':
      put('aws:username', undefined);
      break;
  }
  put('aws:PrincipalArn', principal.principalArn);
  put('aws:PrincipalAccount', principal.accountId);
  put('aws:PrincipalType', typeName(principal));
  put('aws:PrincipalIsAWSService', 'false');
  const { organisation } = principal;
  if (organisation.state === 'known') put('aws:PrincipalOrgID', organisation.value);
  if (organisation.state === 'absent' && organisation.declared !== true) {
    put('aws:PrincipalOrgID', undefined);
    put('aws:PrincipalOrgPaths', undefined);
  }
  return facts;
};

/**
 * What a request carries that does not say otherwise: the facts, and the tags of a role. A session may bring other values
 * under the same keys, but it cannot take a tag away (AWS: "Pass session tags in AWS STS").
 */
export const ordinaryFacts = (principal: Principal): ReadonlyMap<string, KeyFact> => {
  if (!mayBringTags(principal) || principal.tags.state !== 'known') return principalFacts(principal);
  const kept = keptOf(principal);
  if (kept.ordinaryFacts !== undefined) return kept.ordinaryFacts;
  const facts = new Map(principalFacts(principal));
  putTags(principal, (name, value) => facts.set(name.toLowerCase(), { name, value }));
  kept.ordinaryFacts = facts;
  return facts;
};

/** The role's own value of a tag, by the lower-case key `aws:principaltag/…`; a session may bring another one. */
export const ownTag = (principal: Principal, key: string): string | undefined => {
  const fact = ordinaryFacts(principal).get(key);
  return mayBringTags(principal) && fact !== undefined && 'value' in fact ? fact.value : undefined;
};

const mayBringTags = ({ kind }: Principal): boolean =>
  kind === 'role' || kind === 'role-session' || kind === 'service-linked-role';

/** A user's tags are the user's. A role's tags may be overridden by tags of the session, so they are no fact. */
const putTags = (principal: Principal, put: (name: string, value: string) => void): void => {
  if (principal.tags.state !== 'known') return;
  for (const [key, value] of Object.entries(principal.tags.value)) put(`aws:PrincipalTag/${key}`, value);
};

const typeName = ({ kind }: Principal): string => {
  switch (kind) {
    case 'user':
      return 'User';
    case 'root':
      return 'Account';
    case 'federated-user':
      return 'FederatedUser';
    case 'role':
    case 'role-session':
    case 'service-linked-role':
      return 'AssumedRole';
    case 'service':
    case 'identity-provider':
    case 'outsider':
      return 'Anonymous';
  }
};
