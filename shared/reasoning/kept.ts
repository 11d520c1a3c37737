import type { FastAccess } from './fast/fast-access.ts';
import type { Layers } from './layers-of.ts';
import type { KeyFact } from './principal-context.ts';
import type { Hole, Principal } from './principal.ts';
import type { Canonical } from './search/canonical-principal.ts';
import type { SharedByAnswers } from './search/ask-question.ts';
import type { Reading } from './types.ts';

/** What is worked out about one principal, each when it is first asked for. */
export class Kept {
  access: FastAccess | undefined = undefined;
  readonly layers: Record<Reading, Layers | undefined> = {
    documented: undefined,
    granting: undefined,
    denying: undefined,
  };
  facts: ReadonlyMap<string, KeyFact> | undefined = undefined;
  ordinaryFacts: ReadonlyMap<string, KeyFact> | undefined = undefined;
  hole: { first: Hole | undefined } | undefined = undefined;
  /** No Allow that counts for it reads a condition key. */
  keyless: boolean | undefined = undefined;
  canonical: Canonical | undefined = undefined;
  readonly answers: Record<'realistic' | 'formal', SharedByAnswers | undefined> = {
    realistic: undefined,
    formal: undefined,
  };
}

/**
 * A compiled principal that holds what is worked out about it. A weak map from each principal of an account would cost the
 * garbage collector more than the work that it saves. A copy with other members holds nothing.
 */
export class KeepingPrincipal implements Principal {
  readonly arn: Principal['arn'];
  readonly kind: Principal['kind'];
  readonly accountId: Principal['accountId'];
  readonly principalArn: Principal['principalArn'];
  readonly uniqueId?: string;
  readonly userName?: string;
  readonly tags: Principal['tags'];
  readonly organisation: Principal['organisation'];
  readonly inManagementAccount: Principal['inManagementAccount'];
  readonly identity: Principal['identity'];
  readonly boundary: Principal['boundary'];
  readonly session: Principal['session'];
  readonly scps: Principal['scps'];
  readonly rcps: Principal['rcps'];
  readonly resourcePolicies: Principal['resourcePolicies'];
  readonly given: Principal['given'];
  #kept: Kept | undefined;

  constructor(principal: Principal) {
    this.arn = principal.arn;
    this.kind = principal.kind;
    this.accountId = principal.accountId;
    this.principalArn = principal.principalArn;
    if (principal.uniqueId !== undefined) this.uniqueId = principal.uniqueId;
    if (principal.userName !== undefined) this.userName = principal.userName;
    this.tags = principal.tags;
    this.organisation = principal.organisation;
    this.inManagementAccount = principal.inManagementAccount;
    this.identity = principal.identity;
    this.boundary = principal.boundary;
    this.session = principal.session;
    this.scps = principal.scps;
    this.rcps = principal.rcps;
    this.resourcePolicies = principal.resourcePolicies;
    this.given = principal.given;
  }

  static keptBy(principal: Principal): Kept | undefined {
    return #kept in principal ? (principal.#kept ??= new Kept()) : undefined;
  }
}

const byOthers = new WeakMap<Principal, Kept>();

export const keptOf = (principal: Principal): Kept => {
  const own = KeepingPrincipal.keptBy(principal) ?? byOthers.get(principal);
  if (own !== undefined) return own;
  const made = new Kept();
  byOthers.set(principal, made);
  return made;
};
