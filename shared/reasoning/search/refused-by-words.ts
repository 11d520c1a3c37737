import { catalogueAction } from '../catalogue/action-catalogue.ts';
import { bitsAt, hasAction, wordsWithBits, type ActionBits } from '../fast/action-bits.ts';
import { fastAccess } from '../fast/fast-access.ts';
import { shutOut } from '../fast/shut-out.ts';
import { allowsEverything, layersOf, type IndexedLayer } from '../layers-of.ts';
import { actionName } from '../match/action-name.ts';
import type { Principal } from '../principal.ts';
import type { Exhaustion } from '../types.ts';
import { blockers } from './explain.ts';

/** The actions of a question, as words are asked about them. */
export type AskedActions = {
  /** Places in the catalogue, and the same as bits. */
  places: readonly number[];
  bits: ActionBits;
  /** The words in which the bits stand. */
  words: readonly number[];
  /** Those that the catalogue does not list. */
  others: readonly string[];
};

export const askedActions = (actions: readonly string[]): AskedActions => {
  const places: number[] = [];
  const others: string[] = [];
  for (const action of actions) {
    const catalogued = catalogueAction(action);
    if (catalogued === undefined) others.push(action);
    else places.push(catalogued.index);
  }
  const bits = bitsAt(places);
  return { places, bits, words: wordsWithBits(bits), others };
};

/** A question about thousands of actions is explained by the first of them. */
const MOST_EXPLAINED = 32;

/** The proof that words alone give: no request for any of the actions is ever allowed. `undefined`: it takes a search. */
export const refusedByWords = (
  principal: Principal,
  { places, bits, words, others }: AskedActions,
): Exhaustion | undefined => {
  const { may } = fastAccess(principal);
  const [only, second] = places;
  if (only !== undefined && second === undefined && others.length === 0) {
    return hasAction(may, only) ? undefined : refusalAt(principal, only);
  }
  if (places.length + others.length === 0 || meet(may, bits, words)) return undefined;
  for (const action of others) if (!isUnmentioned(principal, action)) return undefined;
  if (only === undefined) return proofBy(layersOf(principal, 'granting').identity, others.length);
  const alike = others.length === 0 ? closedBy(principal, only, bits, words) : undefined;
  if (alike !== undefined) return proofBy(alike, places.length);
  const blocked = blockers();
  for (const index of places.slice(0, MOST_EXPLAINED)) refusalAt(principal, index).blockedBy.forEach(blocked.add);
  return { shapes: 0, branches: places.length + others.length, blockedBy: blocked.list() };
};

/** Whether `refusedByWords` gives a proof. */
export const isRefusedByWords = (principal: Principal, asked: AskedActions): boolean => {
  const { places, others } = asked;
  const [only] = places;
  return only !== undefined && places.length === 1 && others.length === 0
    ? !hasAction(fastAccess(principal).may, only)
    : isRefusedTogether(principal, asked);
};

const isRefusedTogether = (principal: Principal, { places, bits, words, others }: AskedActions): boolean =>
  places.length + others.length > 0 &&
  !meet(fastAccess(principal).may, bits, words) &&
  (others.length === 0 || others.every((action) => isUnmentioned(principal, action)));

/** @param words those of `asked` that hold a bit */
const meet = (bits: ActionBits, asked: ActionBits, words: readonly number[]): boolean => {
  for (let place = 0; place < words.length; place += 1) {
    const at = words[place] ?? 0;
    if (((bits[at] ?? 0) & (asked[at] ?? 0)) !== 0) return true;
  }
  return false;
};

/**
 * An action that the catalogue does not list has no bit: it is never allowed where no Allow of the identity policies is
 * about it and nothing else can grant it. Roles and keys have policies of their own, so their actions are not judged here.
 */
const isUnmentioned = (principal: Principal, action: string): boolean => {
  const { key } = actionName(action);
  const { identity, resourcePolicies } = principal;
  return (
    !allowsEverything(principal) &&
    identity.holes.length + resourcePolicies.byArn.size + resourcePolicies.holes.length === 0 &&
    !key.startsWith('sts:') &&
    !key.startsWith('kms:') &&
    !identity.policies.some((policy) => policy.mayAllow(key))
  );
};

const byLayer = new WeakMap<IndexedLayer, Exhaustion>();

/** One action that a layer cannot allow: the same proof for all such actions. */
const proofBy = (layer: IndexedLayer | undefined, branches = 1): Exhaustion => {
  const before = layer === undefined ? undefined : byLayer.get(layer);
  if (before !== undefined && before.branches === branches) return before;
  const proof = { shapes: 0, branches, blockedBy: layer === undefined ? [] : [layer.gap] };
  if (layer !== undefined) byLayer.set(layer, proof);
  return proof;
};

/** Why an action without its bit is never allowed. @param index its place in the catalogue */
export const refusalAt = (principal: Principal, index: number): Exhaustion => {
  const layer = layerWithout(principal, index);
  return layer === undefined ? (shutOut(principal, [index]) ?? proofBy(undefined)) : proofBy(layer);
};

/** The first layer in which nothing may allow the action. */
const layerWithout = (principal: Principal, index: number): IndexedLayer | undefined => {
  const { levels, identity, ceiling } = layersOf(principal, 'granting');
  for (const level of levels) if (lacks(level, index)) return level;
  if (identity !== undefined && lacks(identity, index)) return identity;
  for (const layer of ceiling) if (lacks(layer, index)) return layer;
  return undefined;
};

const lacks = ({ indexes, holes }: IndexedLayer, index: number): boolean =>
  holes.length === 0 && !indexes.some(({ mayAllow }) => hasAction(mayAllow, index));

/**
 * One proof for each of several actions alone: the same layer allows none of them. `undefined`: one of them may be
 * allowed, or different layers close them.
 */
export const refusedAlike = (principal: Principal, asked: AskedActions): Exhaustion | undefined => {
  const { places, bits, words, others } = asked;
  const [first] = places;
  if (first === undefined || others.length > 0 || meet(fastAccess(principal).may, bits, words)) return undefined;
  const layer = closedBy(principal, first, bits, words);
  return layer === undefined ? undefined : proofBy(layer);
};

/** The one layer that closes all of the actions, and nothing before it any of them. */
const closedBy = (
  principal: Principal,
  first: number,
  bits: ActionBits,
  words: readonly number[],
): IndexedLayer | undefined => {
  const layer = layerWithout(principal, first);
  return layer?.indexes.some(({ mayAllow }) => meet(mayAllow, bits, words)) === false && isFirst(principal, layer, bits)
    ? layer
    : undefined;
};

/** No earlier layer closes any of the actions: each alone would name the same layer. */
const isFirst = (principal: Principal, layer: IndexedLayer, bits: ActionBits): boolean => {
  const { levels, identity } = layersOf(principal, 'granting');
  if (layer !== identity) return false;
  return levels.every(
    ({ indexes, holes }) => holes.length > 0 || indexes.some(({ mayAllow }) => covers(mayAllow, bits)),
  );
};

const covers = (wide: ActionBits, narrow: ActionBits): boolean => {
  for (let at = 0; at < narrow.length; at += 1) if (((narrow[at] ?? 0) & ~(wide[at] ?? 0)) !== 0) return false;
  return true;
};
