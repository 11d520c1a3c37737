import { allowsEverything, scpsApply } from '../action-world.ts';
import { catalogueAction } from '../catalogue/action-catalogue.ts';
import { rcpCoverage } from '../catalogue/rcp-coverage.ts';
import type { CompiledStatement } from '../compile-policy.ts';
import { keptOf } from '../kept.ts';
import { allowNames, denyNames } from '../match/match-principal.ts';
import type { Principal } from '../principal.ts';
import type { Action } from '../types.ts';
import { allActions, bitsWhere, both, hasAction, noActions, type ActionBits } from './action-bits.ts';
import type { BitsBuilder } from './bits-builder.ts';
import { BitsRows } from './bits-rows.ts';
import { addLayer, layerBits } from './layer-bits.ts';
import { bitsOfStatements, PolicyBitsBuilder, type PolicyBits } from './policy-bits.ts';

/**
 * Every action of the catalogue at once, by words. `may`: some request may be allowed; an action without the bit is
 * denied in every request. `sure`: every request of the principal's own account is allowed, in every reading. What is in
 * `may` and not in `sure` takes a search. It never contradicts the search; it only answers sooner.
 */
export type FastAccess = { may: ActionBits; sure: ActionBits };

/** Made once for a principal. */
export const fastAccess = (principal: Principal): FastAccess =>
  (keptOf(principal).access ??= evaluateAccess(principal));

/** The catalogue's word for one action of a principal; `undefined`: the catalogue does not list the action. */
export const fastVerdict = (principal: Principal, action: Action): 'allowed' | 'conditional' | 'denied' | undefined => {
  const catalogued = catalogueAction(action);
  if (catalogued === undefined) return undefined;
  const { may, sure } = fastAccess(principal);
  if (!hasAction(may, catalogued.index)) return 'denied';
  return hasAction(sure, catalogued.index) ? 'allowed' : 'conditional';
};

/** As it is put together, layer by layer, what the identity policies say first; used again for the next principal. */
class Builder {
  readonly identity = new PolicyBitsBuilder();
  readonly may = this.identity.mayAllow;
  readonly sure = this.identity.sureAllow;
  readonly mayDeny = this.identity.mayDeny;
  readonly sureDeny = this.identity.sureDeny;

  clear(): void {
    this.identity.clear();
  }

  /** A layer that has to allow too. */
  restrict({ mayAllow, sureAllow, mayDeny, sureDeny }: PolicyBits): void {
    this.may.keep(mayAllow);
    this.sure.keep(sureAllow);
    this.mayDeny.add(mayDeny);
    this.sureDeny.add(sureDeny);
  }
}
const builder = new Builder();
const rows = new BitsRows();

/** As `fastAccess`, and nothing is kept: for a whole account, one principal after the other. */
export const evaluateAccess = (principal: Principal): FastAccess =>
  withAccess(principal, (may, sure) => ({ may: may.bitsIn(rows), sure: sure.bitsIn(rows) }));

/** As `evaluateAccess`, without sets of the principal's own: `use` takes from the builders what it needs. */
export const withAccess = <T>(principal: Principal, use: (may: BitsBuilder, sure: BitsBuilder) => T): T => {
  const { may, sure, mayDeny, sureDeny } = builder;
  builder.clear();
  addIdentity(principal);
  if (principal.boundary.present) builder.restrict(layerBits(principal.boundary));
  if (principal.session.present) builder.restrict(layerBits(principal.session));
  applyResourcePolicies(principal);
  applyOrganisation(principal);
  if (!sureDeny.isEmpty) may.remove(sureDeny.words);
  if (!mayDeny.isEmpty) sure.remove(mayDeny.words);
  // Roles and keys have a say of their own that an identity policy cannot overrule.
  sure.remove(actionsWithOwnPolicy(principal));
  return use(may, sure);
};

const addIdentity = (principal: Principal): void => {
  const { identity, may, sure } = builder;
  addLayer(identity, principal.identity);
  if (!allowsEverything(principal)) return;
  may.add(allActions);
  sure.add(allActions);
};

const applyOrganisation = (principal: Principal): void => {
  const { scps, rcps, inManagementAccount } = principal;
  const { mayDeny, sureDeny } = builder;
  if (scpsApply(principal, 'denying')) {
    const certain = scpsApply(principal, 'granting');
    for (const level of scps.levels) {
      const found = layerBits(level);
      builder.restrict(certain ? found : { ...found, mayAllow: allActions, sureDeny: noActions });
    }
    if (scps.holes.length > 0) mayDeny.add(allActions);
  }
  if (!rcps.present || principal.kind === 'service-linked-role') return;
  if (inManagementAccount.state === 'known' && inManagementAccount.value) return;
  for (const level of rcps.levels) {
    const found = layerBits(level);
    mayDeny.add(found.mayDeny);
    if (inManagementAccount.state !== 'unknown') sureDeny.add(both(found.sureDeny, coveredByRcps));
  }
  if (rcps.holes.length > 0) mayDeny.add(allActions);
};

/** A resource policy may grant what nothing else does, and may deny on its own resource. */
const applyResourcePolicies = (principal: Principal): void => {
  const { may, mayDeny } = builder;
  const { byArn, holes, scope } = principal.resourcePolicies;
  // The policy of a role or key that is not among the facts may grant by itself.
  if (scope === 'known') may.add(ownPolicy);
  if (byArn.size === 0 && holes.length === 0) return;
  const layers = [{ policies: [], holes }, ...byArn.values()];
  for (const { policies, holes: unread } of layers) {
    if (unread.length > 0) {
      may.add(allActions);
      mayDeny.add(allActions);
    }
    const naming = policies.flatMap(({ statements }) => statements).filter((statement) => names(statement, principal));
    if (naming.length === 0) continue;
    const found = bitsOfStatements(naming, ({ plain }) => plain);
    may.add(found.mayAllow);
    mayDeny.add(found.mayDeny);
  }
};

const names = (statement: CompiledStatement, principal: Principal): boolean =>
  statement.effect === 'Allow'
    ? allowNames(statement, principal, 'wide') !== undefined
    : denyNames(statement, principal, 'wide');

export const coveredByRcps = bitsWhere((_, service) => rcpCoverage(service) === 'covered');

const ownPolicy = bitsWhere((key) => key.startsWith('sts:assumerole') || key.startsWith('kms:'));
const actionsWithOwnPolicy = ({ resourcePolicies }: Principal): ActionBits =>
  resourcePolicies.scope === 'declared' ? noActions : ownPolicy;
