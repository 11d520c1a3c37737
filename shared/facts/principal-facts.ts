import type { Known } from './known.ts';

/** A policy document as IAM holds it. Text, not an object: duplicate keys and size are judged by reasoning/. */
export type PolicyDocument = {
  /** How a person finds it: `inline:ml`, or the ARN of a managed policy. */
  name: string;
  /** Managed policies only. */
  arn?: string;
  /** Default version of a managed policy, for example `v3`. */
  versionId?: string;
  /** Decoded JSON text (never URL-encoded here). Empty where `unread` says why. */
  text: string;
  /** The document exists and its text could not be read: why, and what would settle it. Never a policy without statements. */
  unread?: string;
};

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
  /** Levels from the root to the account; each level is the list of policies attached there. */
  serviceControlPolicies: Known<readonly (readonly PolicyDocument[])[]>;
  resourceControlPolicies: Known<readonly (readonly PolicyDocument[])[]>;
  /** By resource ARN. */
  resourcePolicies: Known<Readonly<Record<string, PolicyDocument>>>;
  inManagementAccount: Known<boolean>;
  /** Organisation id `o-…`. */
  organisation: Known<string>;
  /** ISO 8601; last use of the principal by anybody. */
  lastUsedAt: Known<string>;
};
