import { allowsEverything, scpsApply } from '../action-world.ts';
import { catalogueAction } from '../catalogue/action-catalogue.ts';
import type { PolicyLayer, Principal } from '../principal.ts';
import type { Action, Gap, StatementRef } from '../types.ts';
import { both, hasAction, noActions, type ActionBits } from './action-bits.ts';
import { bitsOf } from './bits-of.ts';
import { coveredByRcps, fastAccess } from './fast-access.ts';
import { layerBits } from './layer-bits.ts';

/** What shuts actions out: a layer for all that it cannot allow, a Deny for all that it surely denies. */
type Barrier = { gap: Gap; may: ActionBits } | { deny: StatementRef; actions: ActionBits };

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
  if (hasAction(fastAccess(principal).may, index)) return [];
  const barriers = barriersOf(principal);
  for (const barrier of barriers) if ('gap' in barrier && !hasAction(barrier.may, index)) return [barrier.gap];
  const denies = barriers.flatMap((barrier) =>
    'deny' in barrier && hasAction(barrier.actions, index) ? [barrier.deny] : [],
  );
  return denies.slice(0, MOST_SHOWN);
};

/** As many as a proof lists. */
const MOST_SHOWN = 20;

/** Made when somebody first asks why: what is allowed does not need them. */
const made = new WeakMap<Principal, readonly Barrier[]>();

const barriersOf = (principal: Principal): readonly Barrier[] => {
  const before = made.get(principal);
  if (before !== undefined) return before;
  const barriers = build(principal);
  made.set(principal, barriers);
  return barriers;
};

/** The organisation first: what it shuts out, no one in the account can open. */
const build = (principal: Principal): readonly Barrier[] => {
  const { identity, scps } = principal;
  const barriers: Barrier[] = [];
  const shut = (gap: Gap | undefined, layer: PolicyLayer): void => {
    if (gap !== undefined) barriers.push({ gap, may: layerBits(layer).mayAllow });
    barriers.push(...sureDenies(layer));
  };
  if (scpsApply(principal, 'denying') && scpsApply(principal, 'granting')) {
    for (const [level, layer] of scps.levels.entries()) shut({ layer: 'scp', level }, layer);
  }
  if (rcpsSurelyApply(principal)) {
    for (const { deny, actions } of principal.rcps.levels.flatMap(sureDenies))
      barriers.push({ deny, actions: both(actions, coveredByRcps) });
  }
  shut(allowsEverything(principal) ? undefined : { layer: 'identity' }, identity);
  for (const layer of ['boundary', 'session'] as const) {
    if (principal[layer].present) shut({ layer }, principal[layer]);
  }
  return barriers;
};

const rcpsSurelyApply = ({ rcps, kind, inManagementAccount }: Principal): boolean =>
  rcps.present &&
  kind !== 'service-linked-role' &&
  inManagementAccount.state !== 'unknown' &&
  !(inManagementAccount.state === 'known' && inManagementAccount.value);

const sureDenies = ({ policies }: PolicyLayer): readonly { deny: StatementRef; actions: ActionBits }[] =>
  policies
    .filter(({ bits }) => bits.sureDeny !== noActions)
    .flatMap(({ statements }) => statements)
    .filter(({ effect, plain }) => effect === 'Deny' && plain)
    .map(({ ref, actions }) => ({ deny: ref, actions: bitsOf(actions, 'narrow') }));
