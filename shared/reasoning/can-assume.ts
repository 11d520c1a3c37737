import { absent } from '../facts/known.ts';
import type { PrincipalFacts } from '../facts/principal-facts.ts';
import type { CompiledStatement } from './compile-policy.ts';
import { compilePrincipal } from './compile-principal.ts';
import { federatedCaller, isSamlProvider } from './federated-caller.ts';
import type { Principal } from './principal.ts';
import { askQuestion } from './search/ask-question.ts';
import { catalogueGiven, resourcesGiven } from './search/asking.ts';
import {
  accountsNamedBy,
  anybodyOf,
  freshAccount,
  outsider,
  outsidersOf,
  serviceCaller,
  sourceKeys,
  strangerGiven,
  unsourcedServiceCaller,
  type Caller,
} from './strangers.ts';
import { mayName } from './trust-names.ts';
import type { Answer, ConditionBlock, Exhaustion, SearchOptions } from './types.ts';

/**
 * `anyone`: any AWS principal of any account, allowed everything on its own side. `another-account`: somebody of an
 * account that is not the role's and not in `except`. `account`: somebody of this account. `service`: an AWS service such
 * as `bedrock.amazonaws.com`; `forAnotherAccount`: acting for an account that is not the role's (the confused deputy).
 * `federated`: whoever an identity provider (ARN, or the host of a built-in one) vouches for, under an audience or a
 * subject that the policy does not name. Whoever is not of the role's account is taken for outside its organisation.
 */
export type AssumeWho =
  | { kind: 'anyone' }
  | { kind: 'another-account'; except?: readonly string[] }
  | { kind: 'account'; accountId: string }
  | { kind: 'service'; service: string; forAnotherAccount: boolean }
  | { kind: 'federated'; provider: string; unnamed: 'audience' | 'subject' };

/**
 * Can somebody of this kind ever assume the role? Judged by its trust policy and the resource control policies of its
 * account. `condition` narrows the requests that count, as in a question: `{Null: {'sts:ExternalId': 'true'}}`.
 * A yes carries the request; its context names who asks under `aws:PrincipalArn` where the policy reads it.
 */
export const canAssume = (
  role: PrincipalFacts,
  who: AssumeWho,
  options: SearchOptions,
  condition?: ConditionBlock,
): Answer => {
  const trust = trustOf(role);
  const { host, statements } = trust;
  if (
    host.resourcePolicies.holes.length + trust.holes === 0 &&
    !statements.some(({ effect, principals }) => effect === 'Allow' && mayName(principals, who))
  ) {
    return namesNobody(host, who, options);
  }
  const question = {
    actions: [actionOf(who)],
    resources: [role.arn],
    ...(condition === undefined ? {} : { condition }),
  };
  let doubt: Answer | undefined;
  let refused: Answer | undefined;
  for (const caller of callersOf(who, trust)) {
    const { rcps, inManagementAccount, resourcePolicies } = host;
    const principal = { ...caller.principal, rcps, inManagementAccount, resourcePolicies };
    const answer = askQuestion(principal, question, options, caller.ties);
    if (answer.answer === 'yes') return answer;
    if (answer.answer === 'unknown') doubt ??= answer;
    else refused ??= answer;
  }
  return doubt ?? refused ?? { given: [], answer: 'no', proof: blockedByTrust };
};

const blockedByTrust: Exhaustion = { shapes: 0, branches: 0, blockedBy: [{ layer: 'trust' }] };

/** A role as others see it: its trust policy is the one resource policy there is. */
type Trust = {
  host: Principal;
  statements: readonly CompiledStatement[];
  named: () => readonly string[];
  holes: number;
};

const made = new WeakMap<PrincipalFacts, Trust>();

/** Made once for a role: checks ask about many callers of it. What the role itself may do has no part in it. */
const trustOf = (role: PrincipalFacts): Trust => {
  const before = made.get(role);
  if (before !== undefined) return before;
  const { trustPolicy } = role;
  const resourcePolicies =
    trustPolicy.state === 'known'
      ? ({ state: 'known', value: { [role.arn]: trustPolicy.value } } as const)
      : trustPolicy.state === 'unknown'
        ? trustPolicy
        : absent;
  const host = compilePrincipal({
    ...role,
    inlinePolicies: absent,
    attachedPolicies: absent,
    groups: absent,
    permissionsBoundary: absent,
    serviceControlPolicies: absent,
    resourcePolicies,
  });
  const layers = [...host.resourcePolicies.byArn.values()];
  const statements = layers.flatMap(({ policies }) => policies.flatMap((policy) => policy.statements));
  let named: readonly string[] | undefined;
  const trust: Trust = {
    host,
    statements,
    named: () => (named ??= accountsNamedBy(statements)),
    holes: layers.reduce((sum, layer) => sum + layer.holes.length, 0),
  };
  made.set(role, trust);
  return trust;
};

/** No Allow of a trust policy that was read whole names anybody of the kind, so nobody of it is let in. */
const namesNobody = (host: Principal, who: AssumeWho, options: SearchOptions): Answer => {
  const asks = (asker: string, accountId: string): Answer => ({
    given: [
      ...strangerGiven(asker),
      ...(options.model === 'realistic' ? [resourcesGiven({ accountId })] : []),
      catalogueGiven,
    ],
    answer: 'no',
    proof: blockedByTrust,
  });
  switch (who.kind) {
    case 'service':
      return asks(who.service, host.accountId);
    case 'federated':
      return asks(who.provider, host.accountId);
    case 'anyone':
    case 'account':
    case 'another-account': {
      const account = who.kind === 'account' ? who.accountId : freshAccount([host.accountId]);
      return asks(anybodyOf(host, account), account);
    }
  }
};

const actionOf = (who: AssumeWho): string => {
  if (who.kind !== 'federated') return 'sts:AssumeRole';
  return isSamlProvider(who.provider) ? 'sts:AssumeRoleWithSAML' : 'sts:AssumeRoleWithWebIdentity';
};

const callersOf = (who: AssumeWho, { host, statements, named }: Trust): readonly Caller[] => {
  const accounts = named();
  const except = who.kind === 'another-account' ? (who.except ?? []) : [];
  const fresh = freshAccount([host.accountId, ...accounts, ...except]);
  const others = [fresh, ...accounts].filter((account) => account !== host.accountId);
  switch (who.kind) {
    case 'anyone':
      return [outsider(host, fresh)];
    case 'account':
      return outsidersOf(host, statements, who.accountId);
    case 'another-account':
      return others
        .filter((account) => !except.includes(account))
        .flatMap((account) => outsidersOf(host, statements, account));
    case 'service':
      return who.forAnotherAccount
        ? [
            ...others.map((account) => serviceCaller(host, who.service, account)),
            ...(limitsSource(host) ? [] : [unsourcedServiceCaller(host, who.service)]),
          ]
        : [serviceCaller(host, who.service, host.accountId)];
    case 'federated':
      return [federatedCaller(host, statements, who)];
  }
};

/**
 * Whether a resource control policy tests the source of services. AWS's own form lets calls that name none alone, as they
 * belong to integrations without one ("The confused deputy problem"), so such calls tell nothing about the role there.
 */
const limitsSource = ({ rcps }: Principal): boolean =>
  rcps.levels
    .flatMap(({ policies }) => policies)
    .flatMap(({ statements }) => statements)
    .some(({ conditions }) => conditions.some(({ key }) => sourceKeys.includes(key.toLowerCase())));
