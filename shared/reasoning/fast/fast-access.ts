import { allowsEverything, scpsApply } from '../action-world.ts';
import { catalogueAction } from '../catalogue/action-catalogue.ts';
import { rcpCoverage } from '../catalogue/rcp-coverage.ts';
import type { CompiledStatement } from '../compile-policy.ts';
import { allowNames, denyNames } from '../match/match-principal.ts';
import type { Principal } from '../principal.ts';
import type { Action } from '../types.ts';
import { allActions, bitsWhere, both, either, hasAction, noActions, without, type ActionBits } from './action-bits.ts';
import { layerBits } from './layer-bits.ts';
import { bitsOfStatements, type PolicyBits } from './policy-bits.ts';

/**
 * Every action of the catalogue at once, by words. `may`: some request may be allowed; an action without the bit is
 * denied in every request. `sure`: every request of the principal's own account is allowed, in every reading. What is in
 * `may` and not in `sure` takes a search. It never contradicts the search; it only answers sooner.
 */
export type FastAccess = { may: ActionBits; sure: ActionBits };

const made = new WeakMap<Principal, FastAccess>();

/** Made once for a principal. */
export const fastAccess = (principal: Principal): FastAccess => {
  const before = made.get(principal);
  if (before !== undefined) return before;
  const access = evaluateAccess(principal);
  made.set(principal, access);
  return access;
};

/** The catalogue's word for one action of a principal; `undefined`: the catalogue does not list the action. */
export const fastVerdict = (principal: Principal, action: Action): 'allowed' | 'conditional' | 'denied' | undefined => {
  const catalogued = catalogueAction(action);
  if (catalogued === undefined) return undefined;
  const { may, sure } = fastAccess(principal);
  if (!hasAction(may, catalogued.index)) return 'denied';
  return hasAction(sure, catalogued.index) ? 'allowed' : 'conditional';
};

/** As it is put together, layer by layer. */
type Bits = { may: ActionBits; sure: ActionBits; sureDeny: ActionBits; mayDeny: ActionBits };

/** As `fastAccess`, and nothing is kept: for a whole account, one principal after the other. */
export const evaluateAccess = (principal: Principal): FastAccess => {
  const identity = layerBits(principal.identity);
  const open = allowsEverything(principal);
  const bits: Bits = {
    may: open ? allActions : identity.mayAllow,
    sure: open ? allActions : identity.sureAllow,
    mayDeny: identity.mayDeny,
    sureDeny: identity.sureDeny,
  };
  if (principal.boundary.present) restrict(bits, layerBits(principal.boundary));
  if (principal.session.present) restrict(bits, layerBits(principal.session));
  applyResourcePolicies(principal, bits);
  applyOrganisation(principal, bits);
  // Roles and keys have a say of their own that an identity policy cannot overrule.
  const sure = without(without(bits.sure, bits.mayDeny), actionsWithOwnPolicy(principal));
  return { may: without(bits.may, bits.sureDeny), sure };
};

/** A layer that has to allow too. */
const restrict = (bits: Bits, layer: PolicyBits): void => {
  bits.may = both(bits.may, layer.mayAllow);
  bits.sure = both(bits.sure, layer.sureAllow);
  bits.mayDeny = either(bits.mayDeny, layer.mayDeny);
  bits.sureDeny = either(bits.sureDeny, layer.sureDeny);
};

const applyOrganisation = (principal: Principal, bits: Bits): void => {
  const { scps, rcps, inManagementAccount } = principal;
  if (scpsApply(principal, 'denying')) {
    const certain = scpsApply(principal, 'granting');
    for (const level of scps.levels) {
      const found = layerBits(level);
      restrict(bits, certain ? found : { ...found, mayAllow: allActions, sureDeny: noActions });
    }
    if (scps.holes.length > 0) bits.mayDeny = allActions;
  }
  if (!rcps.present || principal.kind === 'service-linked-role') return;
  if (inManagementAccount.state === 'known' && inManagementAccount.value) return;
  for (const level of rcps.levels) {
    const { mayDeny, sureDeny } = layerBits(level);
    bits.mayDeny = either(bits.mayDeny, mayDeny);
    if (inManagementAccount.state !== 'unknown') bits.sureDeny = either(bits.sureDeny, both(sureDeny, coveredByRcps));
  }
  if (rcps.holes.length > 0) bits.mayDeny = allActions;
};

/** A resource policy may grant what nothing else does, and may deny on its own resource. */
const applyResourcePolicies = (principal: Principal, bits: Bits): void => {
  const { byArn, holes, scope } = principal.resourcePolicies;
  // The policy of a role or key that is not among the facts may grant by itself.
  if (scope === 'known') bits.may = either(bits.may, ownPolicy);
  if (byArn.size === 0 && holes.length === 0) return;
  const layers = [{ policies: [], holes }, ...byArn.values()];
  for (const { policies, holes: unread } of layers) {
    if (unread.length > 0) {
      bits.may = allActions;
      bits.mayDeny = allActions;
    }
    const naming = policies.flatMap(({ statements }) => statements).filter((statement) => names(statement, principal));
    if (naming.length === 0) continue;
    const found = bitsOfStatements(naming, ({ plain }) => plain);
    bits.may = either(bits.may, found.mayAllow);
    bits.mayDeny = either(bits.mayDeny, found.mayDeny);
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
