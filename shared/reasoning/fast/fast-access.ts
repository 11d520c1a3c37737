import { allowsEverything, scpsApply } from '../action-world.ts';
import { catalogueAction } from '../catalogue/action-catalogue.ts';
import { rcpCoverage } from '../catalogue/rcp-coverage.ts';
import type { CompiledStatement } from '../compile-policy.ts';
import { allowNames, denyNames } from '../match/match-principal.ts';
import type { PolicyLayer, Principal } from '../principal.ts';
import type { Action, Gap, StatementRef } from '../types.ts';
import {
  allActions,
  anyOf,
  bitsWhere,
  both,
  either,
  hasAction,
  noActions,
  without,
  type ActionBits,
} from './action-bits.ts';
import { bitsOfStatements, policyBits } from './policy-bits.ts';

/**
 * Every action of the catalogue at once, by words. `may`: some request may be allowed; an action without the bit is
 * denied in every request. `sure`: every request of the principal's own account is allowed, in every reading. What is in
 * `may` and not in `sure` takes a search. It never contradicts the search; it only answers sooner.
 */
export type FastAccess = { may: ActionBits; sure: ActionBits };

/** What shuts actions out: a layer for all that it cannot allow, a Deny for all that it surely denies. */
type Barrier = { cause: Gap | StatementRef; shutsOut: (index: number) => boolean };

type Made = FastAccess & { barriers: readonly Barrier[] };

const made = new WeakMap<Principal, Made>();

/** Made once for a principal. */
export const fastAccess = (principal: Principal): FastAccess => accessOf(principal);

/** The catalogue's word for one action of a principal; `undefined`: the catalogue does not list the action. */
export const fastVerdict = (principal: Principal, action: Action): 'allowed' | 'conditional' | 'denied' | undefined => {
  const catalogued = catalogueAction(action);
  if (catalogued === undefined) return undefined;
  const { may, sure } = accessOf(principal);
  if (!hasAction(may, catalogued.index)) return 'denied';
  return hasAction(sure, catalogued.index) ? 'allowed' : 'conditional';
};

/**
 * Why an action is denied by words: the first layer that cannot allow it, or else the Denies that always match it. Empty
 * when it is not so denied.
 */
export const fastBarriers = (principal: Principal, action: Action): readonly (Gap | StatementRef)[] => {
  const catalogued = catalogueAction(action);
  return catalogued === undefined ? [] : barriersAt(principal, catalogued.index);
};

/** The same by the action's place in the catalogue. */
export const barriersAt = (principal: Principal, index: number): readonly (Gap | StatementRef)[] => {
  const { may, barriers } = accessOf(principal);
  if (hasAction(may, index)) return [];
  const gap = barriers.find(({ cause, shutsOut }) => 'layer' in cause && shutsOut(index));
  if (gap !== undefined) return [gap.cause];
  return barriers.flatMap(({ cause, shutsOut }) => (shutsOut(index) ? [cause] : [])).slice(0, MOST_SHOWN);
};

/** As many as a proof lists. */
const MOST_SHOWN = 20;

/** As it is put together, layer by layer. */
type Bits = { may: ActionBits; sure: ActionBits; sureDeny: ActionBits; mayDeny: ActionBits };
type LayerBits = Bits & { denies: readonly { ref: StatementRef; actions: ActionBits }[] };

const accessOf = (principal: Principal): Made => {
  const before = made.get(principal);
  if (before !== undefined) return before;
  const access = build(principal);
  made.set(principal, access);
  return access;
};

const layerBits = ({ policies, holes }: PolicyLayer): LayerBits => {
  // A hole may hold anything: it allows perhaps everything, and perhaps denies everything.
  const open = holes.length > 0 ? allActions : noActions;
  const read = policies.map(policyBits);
  return {
    may: anyOf([open, ...read.map(({ mayAllow }) => mayAllow)]),
    sure: anyOf(read.map(({ sureAllow }) => sureAllow)),
    sureDeny: anyOf(read.map(({ sureDeny }) => sureDeny)),
    mayDeny: anyOf([open, ...read.map(({ mayDeny }) => mayDeny)]),
    denies: read.flatMap(({ sureDenies }) => sureDenies),
  };
};

const build = (principal: Principal): Made => {
  const barriers: Barrier[] = [];
  const shut = (gap: Gap | undefined, { may, denies }: LayerBits): void => {
    if (gap !== undefined) barriers.push({ cause: gap, shutsOut: (index) => !hasAction(may, index) });
    for (const { ref, actions } of denies)
      barriers.push({ cause: ref, shutsOut: (index) => hasAction(actions, index) });
  };
  const identity = layerBits(principal.identity);
  const open = allowsEverything(principal);
  const bits: Bits = {
    may: open ? allActions : identity.may,
    sure: open ? allActions : identity.sure,
    mayDeny: identity.mayDeny,
    sureDeny: identity.sureDeny,
  };
  const organisation: Bits = { may: allActions, sure: allActions, mayDeny: noActions, sureDeny: noActions };
  applyOrganisation(principal, organisation, shut);
  shut(open ? undefined : { layer: 'identity' }, identity);
  for (const layer of ['boundary', 'session'] as const) {
    if (!principal[layer].present) continue;
    const ceiling = layerBits(principal[layer]);
    restrict(bits, ceiling);
    shut({ layer }, ceiling);
  }
  applyResourcePolicies(principal, bits);
  restrict(bits, organisation);
  // Roles and keys have a say of their own that an identity policy cannot overrule.
  const sure = without(without(bits.sure, bits.mayDeny), actionsWithOwnPolicy(principal));
  return { may: without(bits.may, bits.sureDeny), sure, barriers };
};

/** A layer that has to allow too. */
const restrict = (bits: Bits, layer: Bits): void => {
  bits.may = both(bits.may, layer.may);
  bits.sure = both(bits.sure, layer.sure);
  bits.mayDeny = either(bits.mayDeny, layer.mayDeny);
  bits.sureDeny = either(bits.sureDeny, layer.sureDeny);
};

const applyOrganisation = (
  principal: Principal,
  bits: Bits,
  shut: (gap: Gap | undefined, layer: LayerBits) => void,
): void => {
  if (scpsApply(principal, 'denying')) {
    const certain = scpsApply(principal, 'granting');
    for (const [at, level] of principal.scps.levels.map(layerBits).entries()) {
      restrict(bits, certain ? level : { ...level, may: allActions, sureDeny: noActions });
      if (certain) shut({ layer: 'scp', level: at }, level);
    }
    if (principal.scps.holes.length > 0) bits.mayDeny = allActions;
  }
  if (!principal.rcps.present || principal.kind === 'service-linked-role') return;
  const { inManagementAccount } = principal;
  if (inManagementAccount.state === 'known' && inManagementAccount.value) return;
  for (const level of principal.rcps.levels.map(layerBits)) {
    bits.mayDeny = either(bits.mayDeny, level.mayDeny);
    if (inManagementAccount.state === 'unknown') continue;
    bits.sureDeny = either(bits.sureDeny, both(level.sureDeny, coveredByRcps));
    const denies = level.denies.map(({ ref, actions }) => ({ ref, actions: both(actions, coveredByRcps) }));
    shut(undefined, { ...level, denies });
  }
  if (principal.rcps.holes.length > 0) bits.mayDeny = allActions;
};

/** A resource policy may grant what nothing else does, and may deny on its own resource. */
const applyResourcePolicies = (principal: Principal, bits: Bits): void => {
  const { byArn, holes, scope } = principal.resourcePolicies;
  // The policy of a role or key that is not among the facts may grant by itself.
  if (scope === 'known') bits.may = either(bits.may, ownPolicy);
  const layers = [{ policies: [], holes }, ...byArn.values()];
  for (const { policies, holes: unread } of layers) {
    if (unread.length > 0) {
      bits.may = allActions;
      bits.mayDeny = allActions;
    }
    const naming = policies.flatMap(({ statements }) => statements).filter((statement) => names(statement, principal));
    if (naming.length === 0) continue;
    const found = bitsOfStatements(naming);
    bits.may = either(bits.may, found.mayAllow);
    bits.mayDeny = either(bits.mayDeny, found.mayDeny);
  }
};

const names = (statement: CompiledStatement, principal: Principal): boolean =>
  statement.effect === 'Allow'
    ? allowNames(statement, principal, 'wide') !== undefined
    : denyNames(statement, principal, 'wide');

const coveredByRcps = bitsWhere((_, service) => rcpCoverage(service) === 'covered');

const ownPolicy = bitsWhere((key) => key.startsWith('sts:assumerole') || key.startsWith('kms:'));
const actionsWithOwnPolicy = ({ resourcePolicies }: Principal): ActionBits =>
  resourcePolicies.scope === 'declared' ? noActions : ownPolicy;
