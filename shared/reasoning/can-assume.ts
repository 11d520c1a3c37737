import { absent, outOfScope } from '../facts/known.ts';
import type { PrincipalFacts } from '../facts/principal-facts.ts';
import { noLayer, compilePrincipal } from './compile-principal.ts';
import { globFromParts, literalGlob } from './glob/glob.ts';
import { resourceAccount } from './match/resource-account.ts';
import type { CompiledStatement } from './compile-policy.ts';
import type { Principal } from './principal.ts';
import { askQuestion } from './search/ask-question.ts';
import { partitionOf } from './search/templates.ts';
import { always, type Tie } from './search/tie.ts';
import type { Answer, ConditionBlock, SearchOptions } from './types.ts';

/**
 * `anyone`: any AWS principal of any account, allowed everything on its own side. `another-account`: somebody of an
 * account that is not the role's and not in `except`. `account`: somebody of this account. `service`: an AWS service such
 * as `bedrock.amazonaws.com`; `forAnotherAccount`: acting for an account that is not the role's (the confused deputy).
 * Whoever is not of the role's account is taken for outside its organisation.
 */
export type AssumeWho =
  | { kind: 'anyone' }
  | { kind: 'another-account'; except?: readonly string[] }
  | { kind: 'account'; accountId: string }
  | { kind: 'service'; service: string; forAnotherAccount: boolean };

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
    actions: ['sts:AssumeRole'],
    resources: [role.arn],
    ...(condition === undefined ? {} : { condition }),
  };
  let doubt: Answer | undefined;
  let refused: Answer | undefined;
  for (const caller of callersOf(who, role, trust)) {
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

type Caller = { principal: Principal; ties: ReadonlyMap<string, Tie> };

const callersOf = (who: AssumeWho, role: PrincipalFacts, trust: Principal): readonly Caller[] => {
  const statements = [...trust.resourcePolicies.byArn.values()].flatMap(({ policies }) =>
    policies.flatMap((policy) => policy.statements),
  );
  const named = accountsNamedBy(statements);
  const fresh = freshAccount([role.accountId, ...named]);
  const others = [fresh, ...named].filter((account) => account !== role.accountId);
  switch (who.kind) {
    case 'anyone':
      return [outsider(role, trust, fresh)];
    case 'account':
      return [who.accountId].flatMap((account) => outsidersOf(role, trust, statements, account));
    case 'another-account':
      return others
        .filter((account) => who.except?.includes(account) !== true)
        .flatMap((account) => outsidersOf(role, trust, statements, account));
    case 'service':
      return (who.forAnotherAccount ? others : [role.accountId]).map((account) =>
        serviceCaller(role, trust, who.service, account),
      );
  }
};

/** Somebody of the account, and each principal of it that the policy names in full. */
const outsidersOf = (
  role: PrincipalFacts,
  trust: Principal,
  statements: readonly CompiledStatement[],
  account: string,
): readonly Caller[] => {
  const arns = statements
    .flatMap(({ principals }) => principals?.entries ?? [])
    .flatMap((entry) => (entry.type === 'AWS' && entry.value.startsWith('arn:') ? [entry.value] : []))
    .filter((arn) => resourceAccount(arn) === account && !arn.endsWith(':root'));
  return [outsider(role, trust, account), ...[...new Set(arns)].map((arn) => outsider(role, trust, account, arn))];
};

const outsider = (role: PrincipalFacts, trust: Principal, account: string, arn?: string): Caller => {
  const anybody = `arn:${partitionOf(trust)}:iam::${account}:role/example`;
  const principalArn: Tie =
    arn === undefined
      ? text([
          [
            globFromParts([
              { literal: `arn:${partitionOf(trust)}:` },
              { one: true },
              { any: true },
              { literal: `::${account}:` },
              { one: true },
              { any: true },
            ]),
          ],
        ])
      : always(arn);
  return {
    principal: stranger('outsider', arn ?? anybody, account),
    ties: new Map([
      ['aws:principalarn', principalArn],
      ['aws:principalaccount', always(account)],
      ...(account === role.accountId ? [] : outside('aws:principalorgid', trust)),
    ]),
  };
};

const serviceCaller = (role: PrincipalFacts, trust: Principal, service: string, account: string): Caller => {
  const ties = new Map<string, Tie>();
  // Services name the resource and account that they act for (AWS: "The confused deputy problem").
  ties.set('aws:sourceaccount', always(account));
  ties.set(
    'aws:sourcearn',
    text([
      [
        globFromParts([
          { literal: 'arn:' },
          { any: true, within: 'segment' },
          { literal: ':' },
          { any: true, within: 'segment' },
          { literal: ':' },
          { any: true, within: 'segment' },
          { literal: `:${account}:` },
          { one: true },
          { any: true },
        ]),
      ],
    ]),
  );
  if (account !== role.accountId) for (const [key, tie] of outside('aws:sourceorgid', trust)) ties.set(key, tie);
  ties.set('aws:principalservicename', always(service));
  return {
    principal: stranger('service', service, role.accountId, `arn:${partitionOf(trust)}:iam::${role.accountId}:root`),
    ties,
  };
};

const text = (all: readonly (readonly ReturnType<typeof literalGlob>[])[]): Tie => {
  const domain = { absent: false, emptyList: false, values: { kind: 'strings' as const, all, none: [] } };
  return { documented: domain, likely: domain };
};

/** In no organisation, or in one that nobody named: never in the role's. */
const outside = (key: string, trust: Principal): readonly (readonly [string, Tie])[] => {
  const { organisation } = trust;
  const other =
    organisation.state === 'known' && organisation.value === 'o-example0000' ? 'o-example0001' : 'o-example0000';
  const domain = {
    absent: true,
    emptyList: false,
    values: { kind: 'strings' as const, all: [[literalGlob(other)]], none: [] },
  };
  return [[key, { documented: domain, likely: domain }]];
};

const stranger = (kind: 'outsider' | 'service', arn: string, accountId: string, principalArn = arn): Principal => ({
  arn,
  kind,
  accountId,
  principalArn,
  tags: absent,
  organisation: absent,
  inManagementAccount: { state: 'known', value: false },
  identity: noLayer,
  boundary: noLayer,
  session: noLayer,
  scps: { present: false, levels: [], holes: [] },
  rcps: { present: false, levels: [], holes: [] },
  resourcePolicies: { byArn: new Map(), scope: 'none', holes: [] },
  given: [
    { about: 'who asks', value: arn, source: 'declared' },
    { about: 'the other side', value: 'allowed everything by its own account', source: 'declared' },
  ],
});

/** Twelve digits in principals and condition values; a pattern such as `1111*` stands for one account that it fits. */
const accountsNamedBy = (statements: readonly CompiledStatement[]): readonly string[] => {
  const texts = statements.flatMap(({ principals, conditions }) => [
    ...(principals?.entries ?? []).flatMap((entry) => (entry.type === 'AWS' ? [entry.value] : [])),
    ...conditions.flatMap(({ values }) => values.map((value) => value.text)),
  ]);
  return [
    ...new Set(
      texts.flatMap((value) => {
        const account = resourceAccount(value) ?? value;
        if (/^[0-9]{12}$/.test(account)) return [account];
        const field = value.includes(':') ? (value.split(':')[4] ?? '') : value;
        if (!/^[0-9?]*\*?[0-9?]*$/.test(field) || !/[0-9]/.test(field)) return [];
        const digits = field.replaceAll('?', '0');
        const [head = '', tail = ''] = digits.split('*');
        const filled = head + '0'.repeat(Math.max(0, 12 - head.length - tail.length)) + tail;
        return filled.length === 12 ? [filled] : [];
      }),
    ),
  ];
};

const freshAccount = (taken: readonly string[]): string => {
  for (let n = 0; ; n += 1) {
    const account = String(444455556666 + n);
    if (!taken.includes(account)) return account;
  }
};
