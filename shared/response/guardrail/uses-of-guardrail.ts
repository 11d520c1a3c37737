import { absent, type Known } from '../../facts/known.ts';
import { documentText, type PolicyDocument } from '../../facts/policy-document.ts';
import type { PrincipalFacts } from '../../facts/principal-facts.ts';
import type { Ports } from '../../ports/ports.ts';
import { guardrailId, isGuardrail, namesGuardrail } from './repoint-text.ts';
import type { GuardrailUse } from './restoration.ts';

/** A policy that names the guardrail, with its text as it is now. */
export type NamingPolicy = { use: GuardrailUse; text: string };

export type GuardrailUses = {
  /** Agents, flows and enforced configurations. */
  references: readonly GuardrailUse[];
  policies: readonly NamingPolicy[];
  organisation: readonly GuardrailUse[];
  /** Where nobody could look, one clause each. */
  unread: readonly string[];
};

type UsesPorts = Pick<Ports, 'principals' | 'accountState'>;

/** Everybody who names a guardrail, as it is now. What could not be read is named: it is not nobody. */
export const usesOfGuardrail = async (
  ports: UsesPorts,
  { region, arn }: { region: string; arn: string },
): Promise<GuardrailUses> => {
  const unread: string[] = [];
  const id = guardrailId(arn);
  const principals = await ports.principals.readAccount();
  if (principals.found === 'unreadable') unread.push(`policies: ${principals.why}`);
  const state = await ports.accountState.regionState(region, {
    facts: new Set(['guardrailReferences', 'enforcedGuardrails'] as const),
    guardrails: [],
    invocationLogging: absent,
  });
  const wide = await ports.accountState.wideState({
    facts: new Set(['organisationGuardrails'] as const),
    regions: [region],
  });
  const part = <T>(what: string, fact: Known<T> | undefined): T | undefined => {
    if (fact === undefined) unread.push(`${what}: not read in ${region}`);
    // The reason names what it is about.
    else if (fact.state === 'unknown') unread.push(fact.why);
    return fact?.state === 'known' ? fact.value : undefined;
  };
  const agents = part('agents and flows', state.guardrailReferences) ?? [];
  const enforced = part('enforced configurations', state.enforcedGuardrails) ?? [];
  const organisation = part('organisation policy', wide.organisationGuardrails) ?? [];
  const policies = principals.found === 'yes' ? namingPolicies(principals.value, id) : { found: [], unreadHolders: 0 };
  if (policies.unreadHolders > 0)
    unread.push(`policies: some of ${policies.unreadHolders} principals could not be read`);
  return {
    references: [
      ...agents
        .filter((each) => isGuardrail({ identifier: each.guardrail }, id))
        .map(
          ({ by, version }): GuardrailUse => ({
            kind: by.includes(':flow/') ? 'flow' : 'agent',
            by,
            ...(version === undefined ? {} : { version }),
          }),
        ),
      ...enforced
        .filter((each) => isGuardrail({ identifier: each.guardrailArn }, id))
        .map(
          ({ configId, guardrailVersion }): GuardrailUse => ({
            kind: 'enforcement',
            by: configId,
            version: guardrailVersion,
          }),
        ),
    ],
    policies: policies.found,
    organisation: organisation
      .filter((each) => namesGuardrail(JSON.stringify(each), id))
      .map(
        (): GuardrailUse => ({
          kind: 'organisation',
          by: 'the Bedrock policy of the organisation',
        }),
      ),
    unread,
  };
};

type Naming = { found: readonly NamingPolicy[]; unreadHolders: number };

/** One entry a document: a managed policy that many have is changed once. */
const namingPolicies = (principals: readonly PrincipalFacts[], id: string): Naming => {
  const found = new Map<string, NamingPolicy>();
  const look = (holder: string, document: PolicyDocument): void => {
    const text = documentText(document);
    const by = document.arn ?? holder;
    const key = `${by} ${document.name}`;
    if (found.has(key) || !namesGuardrail(text, id)) return;
    found.set(key, { use: { kind: 'policy', by, policy: document.name }, text });
  };
  for (const principal of principals) {
    for (const { holder, document } of documentsOf(principal)) look(holder, document);
  }
  return { found: [...found.values()], unreadHolders: principals.filter(isPartlyUnread).length };
};

const valueOf = <T>(fact: Known<T>): T | undefined => (fact.state === 'known' ? fact.value : undefined);

const documentsOf = (principal: PrincipalFacts): readonly { holder: string; document: PolicyDocument }[] => {
  const boundary = valueOf(principal.permissionsBoundary);
  const held = (holder: string, ...lists: readonly Known<readonly PolicyDocument[]>[]) =>
    lists.flatMap((list) => (valueOf(list) ?? []).map((document) => ({ holder, document })));
  return [
    ...held(principal.arn, principal.inlinePolicies, principal.attachedPolicies),
    ...(valueOf(principal.groups) ?? []).flatMap((group) =>
      held(group.arn, group.inlinePolicies, group.attachedPolicies),
    ),
    ...(boundary === undefined ? [] : [{ holder: principal.arn, document: boundary }]),
  ];
};

const isPartlyUnread = (principal: PrincipalFacts): boolean =>
  [principal.inlinePolicies, principal.attachedPolicies, principal.groups, principal.permissionsBoundary].some(
    ({ state }) => state === 'unknown',
  ) || documentsOf(principal).some(({ document }) => document.unread !== undefined);

/** All of them, in the order in which a person is told. */
export const allUses = ({ references, policies, organisation }: GuardrailUses): readonly GuardrailUse[] => [
  ...references,
  ...policies.map(({ use }) => use),
  ...organisation,
];
