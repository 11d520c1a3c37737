import { absent, outOfScope } from '../facts/known.ts';
import type { PrincipalFacts } from '../facts/principal-facts.ts';
import type { CompiledStatement } from './compile-policy.ts';
import { compilePrincipal } from './compile-principal.ts';
import { federatedCaller, isSamlProvider } from './federated-caller.ts';
import type { Principal } from './principal.ts';
import { askQuestion } from './search/ask-question.ts';
import {
  accountsNamedBy,
  freshAccount,
  outsider,
  outsidersOf,
  serviceCaller,
  type Caller,
  type Host,
} from './strangers.ts';
import type { Answer, ConditionBlock, SearchOptions } from './types.ts';

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
  const host = compilePrincipal({ ...role, resourcePolicies: outOfScope });
  const trust = trustOf(role);
  const question = {
    actions: [actionOf(who)],
    resources: [role.arn],
    ...(condition === undefined ? {} : { condition }),
  };
  let doubt: Answer | undefined;
  let refused: Answer | undefined;
  for (const caller of callersOf(who, host, trust)) {
    const principal = {
      ...caller.principal,
      rcps: host.rcps,
      inManagementAccount: host.inManagementAccount,
      resourcePolicies: trust.resourcePolicies,
    };
    const answer = askQuestion(principal, question, options, caller.ties);
    if (answer.answer === 'yes') return answer;
    if (answer.answer === 'unknown') doubt ??= answer;
    else refused ??= answer;
  }
  return (
    doubt ?? refused ?? { given: [], answer: 'no', proof: { shapes: 0, branches: 0, blockedBy: [{ layer: 'trust' }] } }
  );
};

/** The trust policy as the one resource policy there is. */
const trustOf = (role: PrincipalFacts): Principal => {
  const { trustPolicy } = role;
  const policies =
    trustPolicy.state === 'known'
      ? ({ state: 'known', value: { [role.arn]: trustPolicy.value } } as const)
      : trustPolicy.state === 'unknown'
        ? trustPolicy
        : absent;
  return compilePrincipal({ ...role, resourcePolicies: policies });
};

const actionOf = (who: AssumeWho): string => {
  if (who.kind !== 'federated') return 'sts:AssumeRole';
  return isSamlProvider(who.provider) ? 'sts:AssumeRoleWithSAML' : 'sts:AssumeRoleWithWebIdentity';
};

const statementsOf = (trust: Principal): readonly CompiledStatement[] =>
  [...trust.resourcePolicies.byArn.values()].flatMap(({ policies }) =>
    policies.flatMap(({ statements }) => statements),
  );

const callersOf = (who: AssumeWho, host: Host, trust: Principal): readonly Caller[] => {
  const statements = statementsOf(trust);
  const named = accountsNamedBy(statements);
  const fresh = freshAccount([host.accountId, ...named]);
  const others = [fresh, ...named].filter((account) => account !== host.accountId);
  switch (who.kind) {
    case 'anyone':
      return [outsider(host, fresh)];
    case 'account':
      return outsidersOf(host, statements, who.accountId);
    case 'another-account':
      return others
        .filter((account) => who.except?.includes(account) !== true)
        .flatMap((account) => outsidersOf(host, statements, account));
    case 'service':
      return (who.forAnotherAccount ? others : [host.accountId]).map((account) =>
        serviceCaller(host, who.service, account),
      );
    case 'federated':
      return [federatedCaller(host, statements, who)];
  }
};
