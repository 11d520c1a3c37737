import type { Principal } from '../principal.ts';
import type { Action } from '../types.ts';
import { allActions, without, type ActionBits } from './action-bits.ts';
import { fastAccess, fastVerdict } from './fast-access.ts';

/** Each action of the catalogue is in exactly one of them. `conditional`: words do not settle it, a search does. */
export type ActionWords = { denied: ActionBits; conditional: ActionBits; sure: ActionBits };

/** What words alone say about every action of a principal. */
export const actionWords = (principal: Principal): ActionWords => {
  const { may, sure } = fastAccess(principal);
  return { denied: without(allActions, may), conditional: without(may, sure), sure };
};

/** False only where no request for the action is ever allowed; an action that the catalogue does not list may always be. */
export const mayEver = (principal: Principal, action: Action): boolean => fastVerdict(principal, action) !== 'denied';
