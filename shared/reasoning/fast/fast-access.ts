import { allowsEverything, scpsApply } from '../action-world.ts';
import { catalogueAction, catalogueActions } from '../catalogue/action-catalogue.ts';
import { rcpCoverage } from '../catalogue/rcp-coverage.ts';
import type { CompiledStatement } from '../compile-policy.ts';
import { allowNames, denyNames } from '../match/match-principal.ts';
import type { PolicyLayer, Principal } from '../principal.ts';
import type { Action } from '../types.ts';
import { addAll, allActions, hasAction, keepCommon, noActions, removeAll, type ActionBits } from './action-bits.ts';
import { bitsOfStatements, policyBits } from './policy-bits.ts';

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
  const access = accessOf(principal);
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

type LayerBits = { may: ActionBits; sure: ActionBits; sureDeny: ActionBits; mayDeny: ActionBits };

const layerBits = ({ policies, holes }: PolicyLayer): LayerBits => {
  // A hole may hold anything: it allows perhaps everything, and perhaps denies everything.
  const open = holes.length > 0;
  const bits = {
    may: open ? allActions() : noActions(),
    sure: noActions(),
    sureDeny: noActions(),
    mayDeny: open ? allActions() : noActions(),
  };
  for (const policy of policies) {
    const { mayAllow, sureAllow, mayDeny, sureDeny } = policyBits(policy);
    addAll(bits.may, mayAllow);
    addAll(bits.sure, sureAllow);
    addAll(bits.mayDeny, mayDeny);
    addAll(bits.sureDeny, sureDeny);
  }
  return bits;
};

const accessOf = (principal: Principal): FastAccess => {
  const identity = layerBits(principal.identity);
  const may = allowsEverything(principal) ? allActions() : identity.may;
  const sure = allowsEverything(principal) ? allActions() : identity.sure;
  const mayDeny = identity.mayDeny;
  const sureDeny = identity.sureDeny;
  const applyDenies = (layer: LayerBits): void => {
    addAll(mayDeny, layer.mayDeny);
    addAll(sureDeny, layer.sureDeny);
  };
  for (const layer of [principal.boundary, principal.session].filter(({ present }) => present)) {
    const bits = layerBits(layer);
    keepCommon(may, bits.may);
    keepCommon(sure, bits.sure);
    applyDenies(bits);
  }
  applyResourcePolicies(principal, { may, sure, mayDeny, sureDeny });
  applyOrganisation(principal, { may, sure, mayDeny, sureDeny });
  removeAll(may, sureDeny);
  removeAll(sure, mayDeny);
  // Roles and keys have a say of their own that an identity policy cannot overrule.
  removeAll(sure, actionsWithOwnPolicy(principal));
  return { may, sure };
};

const applyOrganisation = (principal: Principal, bits: LayerBits): void => {
  const levels = scpsApply(principal, 'denying') ? principal.scps : undefined;
  if (levels !== undefined) {
    const certain = scpsApply(principal, 'granting');
    for (const level of levels.levels.map(layerBits)) {
      keepCommon(bits.sure, level.sure);
      addAll(bits.mayDeny, level.mayDeny);
      if (!certain) continue;
      keepCommon(bits.may, level.may);
      addAll(bits.sureDeny, level.sureDeny);
    }
    if (levels.holes.length > 0) addAll(bits.mayDeny, allActions());
  }
  if (!principal.rcps.present || principal.kind === 'service-linked-role') return;
  const { inManagementAccount } = principal;
  if (inManagementAccount.state === 'known' && inManagementAccount.value) return;
  for (const level of principal.rcps.levels.map(layerBits)) {
    addAll(bits.mayDeny, level.mayDeny);
    if (inManagementAccount.state === 'unknown') continue;
    keepCommon(level.sureDeny, coveredByRcps);
    addAll(bits.sureDeny, level.sureDeny);
  }
  if (principal.rcps.holes.length > 0) addAll(bits.mayDeny, allActions());
};

/** A resource policy may grant what nothing else does, and may deny on its own resource. */
const applyResourcePolicies = (principal: Principal, bits: LayerBits): void => {
  const { byArn, holes } = principal.resourcePolicies;
  if (holes.length > 0) {
    addAll(bits.may, allActions());
    addAll(bits.mayDeny, allActions());
  }
  for (const { policies, holes: own } of byArn.values()) {
    if (own.length > 0) {
      addAll(bits.may, allActions());
      addAll(bits.mayDeny, allActions());
    }
    const naming = policies.flatMap(({ statements }) => statements).filter((statement) => names(statement, principal));
    const found = bitsOfStatements(naming);
    addAll(bits.may, found.mayAllow);
    addAll(bits.mayDeny, found.mayDeny);
  }
};

const names = (statement: CompiledStatement, principal: Principal): boolean =>
  statement.effect === 'Allow'
    ? allowNames(statement, principal, 'wide') !== undefined
    : denyNames(statement, principal, 'wide');

const bitsWhere = (test: (key: string) => boolean): ActionBits => {
  const bits = noActions();
  for (const { key, index } of catalogueActions()) {
    if (test(key)) bits[index >>> 5] = (bits[index >>> 5] ?? 0) | (1 << (index & 31));
  }
  return bits;
};

const serviceOf = (key: string): string => key.slice(0, key.indexOf(':'));
const coveredByRcps = bitsWhere((key) => rcpCoverage(serviceOf(key)) === 'covered');

const ownPolicy = bitsWhere((key) => key.startsWith('sts:assumerole') || key.startsWith('kms:'));
const actionsWithOwnPolicy = ({ resourcePolicies }: Principal): ActionBits =>
  resourcePolicies.scope === 'declared' ? noActions() : ownPolicy;
