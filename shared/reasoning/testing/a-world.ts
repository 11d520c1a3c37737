import { absent, known } from '../../facts/known.ts';
import type { PolicyDocument, PrincipalFacts } from '../../facts/principal-facts.ts';
import { compilePrincipal, type CompileExtras } from '../compile-principal.ts';
import type { Principal } from '../principal.ts';

export type Statement = Readonly<Record<string, unknown>>;
type Condition = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

export const allow = (
  actions: string | readonly string[],
  resources: string | readonly string[] = '*',
  Condition?: Condition,
): Statement => ({
  Effect: 'Allow',
  Action: actions,
  Resource: resources,
  ...(Condition === undefined ? {} : { Condition }),
});
export const deny = (
  actions: string | readonly string[],
  resources: string | readonly string[] = '*',
  Condition?: Condition,
): Statement => ({
  ...allow(actions, resources, Condition),
  Effect: 'Deny',
});
export const grant = (who: unknown, actions: string | readonly string[], Condition?: Condition): Statement => ({
  Effect: 'Allow',
  Principal: who,
  Action: actions,
  Resource: '*',
  ...(Condition === undefined ? {} : { Condition }),
});
export const trusts = (who: unknown, Condition?: Condition): Statement => ({
  Effect: 'Allow',
  Principal: who,
  Action: 'sts:AssumeRole',
  ...(Condition === undefined ? {} : { Condition }),
});

export const aDocument = (name: string, statements: readonly Statement[], Version = '2012-10-17'): PolicyDocument => ({
  name,
  text: JSON.stringify({ Version, Statement: statements }),
});

export const ACCOUNT = '111122223333';
export const ROLE = `arn:aws:iam::${ACCOUNT}:role/app`;
export const USER = `arn:aws:iam::${ACCOUNT}:user/alice`;
export const NOW = '2026-11-21T00:00:00Z';
export const realistic = { model: 'realistic', now: NOW } as const;

/** Everything about the principal is known, and there is nothing but what is shown. */
export const facts = (identity: readonly Statement[], shown: Partial<PrincipalFacts> = {}): PrincipalFacts => ({
  kind: 'role',
  arn: ROLE,
  name: 'app',
  path: '/',
  uniqueId: 'AROAEXAMPLE',
  accountId: ACCOUNT,
  inlinePolicies: known(identity.length === 0 ? [] : [aDocument('identity', identity)]),
  attachedPolicies: known([]),
  groups: absent,
  permissionsBoundary: absent,
  trustPolicy: absent,
  tags: known({}),
  accessKeys: absent,
  serviceCredentials: absent,
  serviceControlPolicies: absent,
  resourceControlPolicies: absent,
  resourcePolicies: absent,
  inManagementAccount: known(false),
  organisation: absent,
  lastUsedAt: absent,
  ...shown,
});

export const asUser: Partial<PrincipalFacts> = {
  kind: 'user',
  arn: USER,
  name: 'alice',
  uniqueId: 'AIDAEXAMPLE',
  groups: known([]),
};

/** As `facts`, compiled; there is no session policy unless one is shown. */
export const aPrincipal = (
  identity: readonly Statement[],
  shown: Partial<PrincipalFacts> = {},
  extras: CompileExtras = {},
): Principal => compilePrincipal(facts(identity, shown), { sessionPolicy: absent, ...extras });

export const boundary = (...statements: Statement[]): Partial<PrincipalFacts> => ({
  permissionsBoundary: known(aDocument('boundary', statements)),
});
export const scps = (...levels: Statement[][]): Partial<PrincipalFacts> => ({
  serviceControlPolicies: known(levels.map((level, at) => (level.length === 0 ? [] : [aDocument(`scp-${at}`, level)]))),
});
export const rcps = (...statements: Statement[]): Partial<PrincipalFacts> => ({
  resourceControlPolicies: known([
    [
      aDocument(
        'rcp',
        statements.map((each) => ({ Principal: '*', ...each })),
      ),
    ],
  ]),
});
export const resourcePolicy = (arn: string, ...statements: Statement[]): Partial<PrincipalFacts> => ({
  resourcePolicies: known({ [arn]: aDocument('resource', statements) }),
});
