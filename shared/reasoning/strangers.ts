import { absent } from '../facts/known.ts';
import { noLayer } from './compile-principal.ts';
import type { CompiledStatement } from './compile-policy.ts';
import { globFromParts, literalGlob } from './glob/glob.ts';
import { resourceAccount } from './match/resource-account.ts';
import type { Principal } from './principal.ts';
import { partitionOf } from './search/templates.ts';
import { always, alwaysAbsent, type Tie } from './search/tie.ts';
import type { Given } from './types.ts';

/** Whose resource it is: account, organisation and partition decide who is a stranger. */
export type Host = Pick<Principal, 'principalArn' | 'accountId' | 'organisation'>;

/** Somebody who asks, and what its requests carry. */
export type Caller = { principal: Principal; ties: ReadonlyMap<string, Tie> };

/** Somebody of the account, and each principal of it that the policy names in full. */
export const outsidersOf = (
  host: Host,
  statements: readonly CompiledStatement[],
  account: string,
): readonly Caller[] => {
  const arns = statements
    .flatMap(({ principals }) => principals?.entries ?? [])
    .flatMap((entry) => (entry.type === 'AWS' && entry.value.startsWith('arn:') ? [entry.value] : []))
    .filter((arn) => resourceAccount(arn) === account && !arn.endsWith(':root'));
  return [outsider(host, account), ...[...new Set(arns)].map((arn) => outsider(host, account, arn))];
};

export const outsider = (host: Host, account: string, arn?: string): Caller => {
  const principalArn: Tie =
    arn === undefined
      ? text([
          [
            globFromParts([
              { literal: `arn:${partitionOf(host)}:` },
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
    principal: stranger('outsider', arn ?? anybodyOf(host, account), account),
    ties: new Map([
      ['aws:principalarn', principalArn],
      ['aws:principalaccount', always(account)],
      ...(account === host.accountId ? [] : outside('aws:principalorgid', host)),
    ]),
  };
};

export const serviceCaller = (host: Host, service: string, account: string): Caller => {
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
  if (account !== host.accountId) for (const [key, tie] of outside('aws:sourceorgid', host)) ties.set(key, tie);
  ties.set('aws:principalservicename', always(service));
  return {
    principal: stranger('service', service, host.accountId, `arn:${partitionOf(host)}:iam::${host.accountId}:root`),
    ties,
  };
};

/** What a service says of the resource that it acts for. */
export const sourceKeys: readonly string[] = [
  'aws:sourceaccount',
  'aws:sourcearn',
  'aws:sourceorgid',
  'aws:sourceorgpaths',
];

/**
 * The same service where it does not name the resource that it acts for: the keys are "included in the request context only
 * if" a resource led to the call, and not by every integration (AWS: "AWS global condition context keys"). `IfExists` lets it in.
 */
export const unsourcedServiceCaller = (host: Host, service: string): Caller => {
  const { principal, ties } = serviceCaller(host, service, host.accountId);
  return { principal, ties: new Map([...ties, ...sourceKeys.map((key) => [key, alwaysAbsent] as const)]) };
};

export const text = (all: readonly (readonly ReturnType<typeof literalGlob>[])[]): Tie => {
  const domain = { absent: false, emptyList: false, values: { kind: 'strings' as const, all, none: [] } };
  return { documented: domain, likely: domain };
};

/** In no organisation, or in one that nobody named: never in the role's. */
const outside = (key: string, host: Host): readonly (readonly [string, Tie])[] => {
  const { organisation } = host;
  const other =
    organisation.state === 'known' && organisation.value === 'o-example0000' ? 'o-example0001' : 'o-example0000';
  const domain = {
    absent: true,
    emptyList: false,
    values: { kind: 'strings' as const, all: [[literalGlob(other)]], none: [] },
  };
  return [[key, { documented: domain, likely: domain }]];
};

export const stranger = (
  kind: 'outsider' | 'service' | 'identity-provider',
  arn: string,
  accountId: string,
  principalArn = arn,
): Principal => ({
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
  given: strangerGiven(arn),
});

/** What every answer about somebody from elsewhere takes for granted. */
export const strangerGiven = (arn: string): readonly Given[] => [
  { about: 'who asks', value: arn, source: 'declared' },
  { about: 'the other side', value: 'allowed everything by its own account', source: 'declared' },
];

/** Stands for whoever of an account. */
export const anybodyOf = (host: Host, account: string): string =>
  `arn:${partitionOf(host)}:iam::${account}:role/example`;

/** Twelve digits in principals and condition values; a pattern such as `1111*` stands for one account that it fits. */
export const accountsNamedBy = (statements: readonly CompiledStatement[]): readonly string[] => {
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

export const freshAccount = (taken: readonly string[]): string => {
  for (let n = 0; ; n += 1) {
    const account = String(444455556666 + n);
    if (!taken.includes(account)) return account;
  }
};
