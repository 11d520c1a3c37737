import { absent, known, outOfScope, type Known } from '../facts/known.ts';
import type { PolicyDocument, PrincipalFacts } from '../facts/principal-facts.ts';
import type { CatalogueAction } from './catalogue/action-catalogue.ts';
import { expandAction } from './catalogue/expand-action.ts';
import type { CompiledStatement } from './compile-policy.ts';
import { compilePrincipal } from './compile-principal.ts';
import { hasWildcard, matchesWildcard } from './policy/wildcard.ts';
import { askQuestion } from './search/ask-question.ts';
import { accountsNamedBy, freshAccount, outsidersOf } from './strangers.ts';
import type { Answer, Given, SearchOptions, Why } from './types.ts';

/** A resource with a policy of its own. */
export type SharedResource = {
  arn: string;
  /** Owner. */
  accountId: string;
  policy: PolicyDocument;
  organisation?: Known<string>;
};

/**
 * Can somebody of an account that is neither the owner nor in `except` do anything with the resource? `named`: every account
 * that the policy names is left out, and only somebody of yet another one counts. Judged by its policy alone; the other
 * account is taken to allow everything, and to be outside the organisation. A yes names the account.
 */
export const canBeUsedFromOutside = (
  resource: SharedResource,
  except: readonly string[] | 'named',
  options: SearchOptions,
): Answer & { account?: string } => {
  const host = compilePrincipal(ownerOf(resource));
  const layer = host.resourcePolicies.byArn.get(resource.arn);
  const [hole] = layer?.holes ?? [];
  if (hole !== undefined) return unknown({ code: hole.code, detail: hole.detail });
  const statements = (layer?.policies ?? []).flatMap((policy) => policy.statements);
  const actions = actionsOn(resource.arn, statements);
  if ('why' in actions) return unknown(actions.why);
  const question = { actions: actions.names, resources: [resource.arn] };
  const named = accountsNamedBy(statements);
  const inside = [resource.accountId, ...(except === 'named' ? named : except)];
  const others = [freshAccount([...inside, ...named]), ...named].filter((account) => !inside.includes(account));
  let doubt: Answer | undefined;
  let refused: Answer | undefined;
  for (const account of others) {
    for (const caller of outsidersOf(host, statements, account)) {
      const principal = { ...caller.principal, resourcePolicies: host.resourcePolicies };
      const answer = actions.names.length === 0 ? nobody : askQuestion(principal, question, options, caller.ties);
      if (answer.answer === 'yes') return { ...answer, account };
      if (answer.answer === 'unknown') doubt ??= answer;
      else refused ??= answer;
    }
  }
  return doubt ?? refused ?? nobody;
};

const given: readonly Given[] = [
  { about: 'who asks', value: 'somebody of another account', source: 'declared' },
  { about: 'the other side', value: 'allowed everything by its own account', source: 'declared' },
];

const nobody: Answer = { given, answer: 'no', proof: { shapes: 0, branches: 0, blockedBy: [{ layer: 'resource' }] } };

const unknown = (why: Why): Answer => ({ given, answer: 'unknown', why });

/** The resource policy stands beside a principal of the owner that has nothing else. */
const ownerOf = ({ arn, accountId, policy, organisation = outOfScope }: SharedResource): PrincipalFacts => ({
  kind: 'role',
  arn: `arn:${arn.split(':')[1] ?? 'aws'}:iam::${accountId}:role/owner`,
  name: 'owner',
  path: '/',
  uniqueId: 'owner',
  accountId,
  inlinePolicies: known([]),
  attachedPolicies: known([]),
  groups: absent,
  permissionsBoundary: absent,
  trustPolicy: absent,
  tags: known({}),
  accessKeys: absent,
  serviceCredentials: absent,
  serviceControlPolicies: outOfScope,
  resourceControlPolicies: outOfScope,
  resourcePolicies: known({ [arn]: policy }),
  inManagementAccount: outOfScope,
  organisation,
  lastUsedAt: outOfScope,
});

/** What the policy allows at all, as far as it can be done to such a resource. */
const actionsOn = (
  arn: string,
  statements: readonly CompiledStatement[],
): { names: readonly string[] } | { why: Why } => {
  const service = arn.split(':')[2] ?? '';
  const patterns = statements
    .filter(({ effect }) => effect === 'Allow')
    .flatMap(({ actions }) => (actions.negated ? [`${service}:*`] : actions.entries))
    .map((pattern) => (hasWildcard(pattern.split(':')[0] ?? '') ? `${service}:*` : pattern));
  const listed = [...new Set(patterns)].flatMap((pattern) => expandAction(pattern));
  const fitting = listed.filter((action) => fits(action, arn));
  if (patterns.length > 0 && fitting.length === 0) {
    const detail = `The action list knows no action of ${[...new Set(patterns)].slice(0, 3).join(', ')} on a resource such as ${arn}.`;
    return { why: { code: 'catalogue-gap', detail } };
  }
  return { names: [...new Set(fitting.map(({ name }) => name))] };
};

const fits = ({ resourceTypes }: CatalogueAction, arn: string): boolean =>
  resourceTypes.some(({ arnTemplate }) => matchesWildcard(arnTemplate.replaceAll(/\$\{[^}]*\}/g, '*'), arn));
