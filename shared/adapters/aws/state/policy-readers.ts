import { parsePolicy } from '../../../reasoning/policy/parse-policy.ts';
import type { PrincipalEntry, Statement } from '../../../reasoning/policy/policy.ts';
import { matchesWildcard } from '../../../reasoning/policy/wildcard.ts';

/** The policy of a place that logs go to is not one that can be judged. */
export class UnreadablePolicy extends Error {
  override readonly name = 'UnreadablePolicy';
}

export type ReadThing = {
  /** Of the policy, for a person. */
  what: string;
  /** Owner, 12 digits. */
  accountId: string;
  /** Lower case. */
  actions: readonly string[];
  /** What is read, each way that a policy may spell it. */
  resources: readonly string[];
};

/**
 * Whom a resource policy lets read the thing besides its own account: ARNs or account ids as the policy has them, and `*` for
 * everybody. A Deny or a condition may still keep one of them out; whoever is named here is to be looked at. Everybody under a
 * condition is not everybody, and is named as such.
 * @throws UnreadablePolicy
 */
export const policyReaders = (text: string, thing: ReadThing): readonly string[] => {
  const parsed = parsePolicy(text, 'any');
  if (!parsed.ok) throw new UnreadablePolicy(`${thing.what} cannot be read: ${parsed.error.at} ${parsed.error.detail}`);
  const letting = parsed.policy.statements.filter((statement) => letsRead(statement, thing));
  return [...new Set(letting.flatMap((statement) => strangersOf(statement, thing.accountId)))].sort();
};

const letsRead = ({ effect, actions, resources }: Statement, thing: ReadThing): boolean =>
  effect === 'Allow' &&
  thing.actions.some((action) => isListed(actions, action)) &&
  (resources === undefined || thing.resources.some((resource) => isListed(resources, resource)));

const isListed = (list: { negated: boolean; entries: readonly string[] }, text: string): boolean =>
  list.entries.some((pattern) => matchesWildcard(pattern, text)) !== list.negated;

const strangersOf = ({ principals, conditions }: Statement, accountId: string): readonly string[] => {
  if (principals === undefined) return [];
  const all = principals.negated ? ['*'] : principals.entries.flatMap((entry) => strangerOf(entry, accountId));
  return conditions.length === 0 ? all : all.map((each) => (each === '*' ? '* under conditions' : each));
};

/** A service delivers and reads for the account that owns the place. */
const strangerOf = (entry: PrincipalEntry, accountId: string): readonly string[] => {
  switch (entry.type) {
    case 'any':
      return ['*'];
    case 'Service':
      return [];
    case 'AWS':
    case 'Federated':
    case 'CanonicalUser':
      return entry.value === accountId || entry.value.split(':')[4] === accountId ? [] : [entry.value];
  }
};
