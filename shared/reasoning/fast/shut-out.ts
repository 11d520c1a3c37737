import { catalogueAction } from '../catalogue/action-catalogue.ts';
import type { Principal } from '../principal.ts';
import type { Exhaustion } from '../types.ts';
import { blockers } from '../search/explain.ts';
import { hasAction } from './action-bits.ts';
import { barriersAt } from './barriers.ts';
import { fastAccess } from './fast-access.ts';

/** Places in the catalogue; `undefined`: the catalogue does not list all of the actions, so words cannot tell. */
export type Places = readonly number[] | undefined;

export const placesInCatalogue = (actions: readonly string[]): Places => {
  const places: number[] = [];
  for (const action of actions) {
    const catalogued = catalogueAction(action);
    if (catalogued === undefined) return undefined;
    places.push(catalogued.index);
  }
  return places;
};

/** A question about thousands of actions is explained by the first of them. */
const MOST_EXPLAINED = 32;

/** The proof that words alone give: no request for any of the actions is ever allowed. `undefined`: it takes a search. */
export const shutOut = (principal: Principal, places: Places): Exhaustion | undefined => {
  if (places === undefined || places.length === 0) return undefined;
  const { may } = fastAccess(principal);
  if (places.some((index) => hasAction(may, index))) return undefined;
  const [only, ...more] = places;
  // Most questions are about one action: what is common to all of them is made once, with the principal.
  if (only !== undefined && more.length === 0)
    return { shapes: 0, branches: 1, blockedBy: barriersAt(principal, only) };
  const blocked = blockers();
  for (const index of places.slice(0, MOST_EXPLAINED)) barriersAt(principal, index).forEach(blocked.add);
  return { shapes: 0, branches: places.length, blockedBy: blocked.list() };
};
