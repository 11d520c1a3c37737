import type { Known } from './known.ts';
import type { ServicesLastUsed } from './services-last-used.ts';
import type { PolicyDocument } from './policy-document.ts';

export type { PolicyDocument };

export type GroupFacts = {
  name: string;
  arn: string;
  inlinePolicies: Known<readonly PolicyDocument[]>;
  attachedPolicies: Known<readonly PolicyDocument[]>;
};

export type AccessKeyFacts = { id: string; status: 'Active' | 'Inactive'; createdAt: string };

export type ServiceCredentialFacts = {
  id: string;
  serviceName: string;
  status: 'Active' | 'Inactive';
  createdAt: string;
  /** Absent: it never ends. */
  expiresAt?: string;
};

/** Everything about one principal that an answer can depend on. Plain data; JSON in, JSON out. */
export type PrincipalFacts = {
  kind: 'role' | 'user';
  arn: string;
  name: string;
  /** IAM path, begins and ends with `/`. */
  path: string;
  /** `AROA…` or `AIDA…`: a re-created principal has another one and is another subject. */
  uniqueId: string;
  accountId: string;
  createdAt?: string;
  inlinePolicies: Known<readonly PolicyDocument[]>;
  attachedPolicies: Known<readonly PolicyDocument[]>;
  /** Users only; `absent` for roles. */
  groups: Known<readonly GroupFacts[]>;
  permissionsBoundary: Known<PolicyDocument>;
  /** Roles only; `absent` for users. */
  trustPolicy: Known<PolicyDocument>;
  tags: Known<Readonly<Record<string, string>>>;
  /** Users only; `absent` for roles. */
  accessKeys: Known<readonly AccessKeyFacts[]>;
  serviceCredentials: Known<readonly ServiceCredentialFacts[]>;
  /** Users only: whether there is a password for the console. Left out: not read. */
  signInProfile?: Known<boolean>;
  /** Roles only: the longest session that may be asked for, in seconds. Left out: not read. */
  maxSessionSeconds?: Known<number>;
  /** Levels from the root to the account; each level is the list of policies attached there. */
  serviceControlPolicies: Known<readonly (readonly PolicyDocument[])[]>;
  resourceControlPolicies: Known<readonly (readonly PolicyDocument[])[]>;
  /** By resource ARN. */
  resourcePolicies: Known<Readonly<Record<string, PolicyDocument>>>;
  inManagementAccount: Known<boolean>;
  /** Organisation id `o-…`. */
  organisation: Known<string>;
  /** When the principal last used each service. Left out: not read. */
  servicesLastUsed?: Known<ServicesLastUsed>;
  /** ISO 8601; last use of the principal by anybody. */
  lastUsedAt: Known<string>;
};
