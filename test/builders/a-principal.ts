import { absent, known, outOfScope } from '../../shared/facts/known.ts';
import type { PolicyDocument, PrincipalFacts } from '../../shared/facts/principal-facts.ts';

type Statement = Readonly<Record<string, unknown>>;

/** A policy document from its statements; `arn` makes it a managed one. */
export const aPolicy = (
  statements: Statement | readonly Statement[],
  { name = 'inline:test', arn }: { name?: string; arn?: string } = {},
): PolicyDocument => ({
  name: arn ?? name,
  ...(arn === undefined ? {} : { arn, versionId: 'v1' }),
  text: JSON.stringify({ Version: '2012-10-17', Statement: [statements].flat() }),
});

type Shown = {
  name?: string;
  /** Actions of one Allow statement. */
  allows?: string | readonly string[];
  /** Its resources. Default: `*`. */
  on?: string | readonly string[];
  /** Further inline statements. */
  statements?: readonly Statement[];
  attached?: readonly PolicyDocument[];
  boundary?: PolicyDocument;
  /** Statements of the trust policy. Default: the account's own root. */
  trust?: readonly Statement[];
} & Partial<PrincipalFacts>;

const ownTrust = [{ Effect: 'Allow', Principal: { AWS: 'arn:aws:iam::111122223333:root' }, Action: 'sts:AssumeRole' }];

/** A role of a member account whose organisation policies and resource policies the input cannot hold. */
export const aRole = (shown: Shown = {}): PrincipalFacts => {
  const { name = 'ml-app', allows, on = '*', statements = [], attached = [], boundary, trust, ...facts } = shown;
  const allow = allows === undefined ? [] : [{ Sid: 'Shown', Effect: 'Allow', Action: allows, Resource: on }];
  const inline = [...allow, ...statements];
  return {
    kind: 'role',
    arn: `arn:aws:iam::111122223333:role/${name}`,
    name,
    path: '/',
    uniqueId: `AROA${name.toUpperCase().replace(/[^A-Z0-9]/g, '')}`,
    accountId: '111122223333',
    inlinePolicies: known(inline.length === 0 ? [] : [aPolicy(inline)]),
    attachedPolicies: known(attached),
    groups: absent,
    permissionsBoundary: boundary === undefined ? absent : known(boundary),
    trustPolicy: known(aPolicy(trust ?? ownTrust, { name: 'trust' })),
    tags: known({}),
    accessKeys: absent,
    serviceCredentials: absent,
    serviceControlPolicies: outOfScope,
    resourceControlPolicies: outOfScope,
    resourcePolicies: outOfScope,
    inManagementAccount: known(false),
    organisation: outOfScope,
    servicesLastUsed: outOfScope,
    lastUsedAt: outOfScope,
    ...facts,
  };
};

export const aUser = (shown: Shown = {}): PrincipalFacts => {
  const { name = 'alex', ...rest } = shown;
  return {
    ...aRole({ name, ...rest }),
    kind: 'user',
    arn: `arn:aws:iam::111122223333:user/${name}`,
    uniqueId: `AIDA${name.toUpperCase().replace(/[^A-Z0-9]/g, '')}`,
    groups: known([]),
    trustPolicy: absent,
    accessKeys: known([]),
    serviceCredentials: known([]),
    ...rest,
  };
};
