import type { CompiledCondition, CompiledStatement } from './compile-policy.ts';
import { compileGlob, literalGlob, type Glob } from './glob/glob.ts';
import { hasWildcard } from './policy/wildcard.ts';
import { stranger, type Caller, type Host } from './strangers.ts';
import { untied, type Tie } from './search/tie.ts';

export type FederatedWho = {
  /** ARN of an OIDC or SAML provider, or the host of one that AWS knows itself: `cognito-identity.amazonaws.com`. */
  provider: string;
  unnamed: 'audience' | 'subject';
};

export const isSamlProvider = (provider: string): boolean => provider.includes(':saml-provider/');

/**
 * Prefix of the provider's condition keys, lower case (AWS: "Available keys for AWS OIDC federation", "Available keys for
 * SAML-based AWS STS federation").
 */
export const keyPrefixOf = (provider: string): string => {
  if (isSamlProvider(provider)) return 'saml:';
  const [, host = provider] = provider.split(':oidc-provider/');
  return `${host.toLowerCase()}:`;
};

/**
 * Somebody for whom the provider issues a token or assertion whose audience, or whose subject, is none that the policy
 * names. Everything else that the provider says may be as the policy wants it.
 */
export const federatedCaller = (host: Host, statements: readonly CompiledStatement[], who: FederatedWho): Caller => {
  const prefix = keyPrefixOf(who.provider);
  const unnamed = `${prefix}${who.unnamed === 'audience' ? 'aud' : 'sub'}`;
  const conditions = statements.flatMap((statement) => statement.conditions);
  const ties = new Map<string, Tie>(
    conditions.filter(({ key }) => key.startsWith(prefix)).map(({ key }) => [key, untied(key)]),
  );
  const read = conditions.filter(({ key }) => key === unnamed);
  ties.set(unnamed, noneOf(read.flatMap(namesOf)));
  return { principal: stranger('identity-provider', who.provider, host.accountId, host.principalArn), ties };
};

/** A value that is none of these. */
const noneOf = (names: readonly Glob[]): Tie => {
  const domain = {
    absent: false,
    emptyList: false,
    values: { kind: 'strings' as const, all: [], none: names },
  };
  return { documented: domain, likely: domain };
};

/** A value in full names somebody. A pattern does where it begins with the whole name of a tenant of the provider. */
const namesOf = ({ values, operator }: CompiledCondition): readonly Glob[] =>
  values.flatMap(({ text }) => {
    const isPattern = hasWildcard(text) && /Like$/.test(operator.base);
    if (!isPattern) return [literalGlob(text)];
    return tenants.some((tenant) => tenant.test(text)) ? [compileGlob(text)] : [];
  });

/**
 * What stands before the first wildcard of a subject that nobody of another tenant can have: an owner of GitHub, a group
 * of GitLab, an organisation of CircleCI or Terraform Cloud, a name space of Kubernetes.
 */
const tenants: readonly RegExp[] = [
  /^repo:[^*?/:]+\//,
  /^project_path:[^*?/:]+\//,
  /^org\/[^*?/]+\//,
  /^organization:[^*?:]+:/,
  /^system:serviceaccount:[^*?:]+:/,
];
