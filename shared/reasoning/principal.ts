import type { Known } from '../facts/known.ts';
import type { CompiledPolicy } from './compile-policy.ts';
import type { Arn, Given, Why } from './types.ts';

export type PrincipalKind =
  | 'user'
  | 'role'
  | 'role-session'
  | 'service-linked-role'
  | 'root'
  | 'federated-user'
  /** An AWS service, for questions about trust. */
  | 'service'
  /** Whoever an identity provider vouches for, for questions about trust; its `arn` is that of the provider. */
  | 'identity-provider'
  /** Somebody in an account that is not known, allowed everything there. */
  | 'outsider';

/**
 * A part of a layer that was not read or cannot be read. Anything may stand in it, so it is not a list without
 * entries: a yes that depends on the layer is no yes, and a no only survives where the layer can but restrict.
 */
export type Hole = Why & { code: 'missing-facts' | 'unreadable-policy' };

export type PolicyLayer = {
  /** False: there is no such layer (no boundary, no session policy). */
  present: boolean;
  policies: readonly CompiledPolicy[];
  holes: readonly Hole[];
};

export type LevelsLayer = {
  present: boolean;
  /** Root first. An empty level allows nothing. */
  levels: readonly PolicyLayer[];
  holes: readonly Hole[];
};

export type ResourcePolicies = {
  /** Lower-case service text is not needed here: ARNs compare with letter case. */
  byArn: ReadonlyMap<Arn, PolicyLayer>;
  /** `known`: byArn is complete. `declared`: out of scope, answers are "through identity policies". `none`: there is none. */
  scope: 'known' | 'declared' | 'none' | 'unknown';
  holes: readonly Hole[];
};

/** What `decide` and the searches work on. Made once by `compilePrincipal`; opaque to other folders. */
export type Principal = {
  /** Role ARN for a role, assumed-role ARN for a session. */
  arn: Arn;
  kind: PrincipalKind;
  accountId: string;
  /** The value of `aws:PrincipalArn`: the role ARN for its sessions. Absent for a service. */
  principalArn: Arn;
  uniqueId?: string;
  /** Users: the value of `aws:username`. */
  userName?: string;
  tags: Known<Readonly<Record<string, string>>>;
  organisation: Known<string>;
  inManagementAccount: Known<boolean>;
  identity: PolicyLayer;
  boundary: PolicyLayer;
  session: PolicyLayer;
  scps: LevelsLayer;
  rcps: LevelsLayer;
  resourcePolicies: ResourcePolicies;
  given: readonly Given[];
};
