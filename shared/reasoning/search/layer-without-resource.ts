import { catalogueAction, catalogueActions, type CatalogueAction } from '../catalogue/action-catalogue.ts';
import type { CompiledStatement } from '../compile-policy.ts';
import { mayMeet } from '../glob/glob-meet.ts';
import type { Glob } from '../glob/glob.ts';
import { layersOf, type IndexedLayer } from '../layers-of.ts';
import { listedName, type ActionName } from '../match/action-name.ts';
import { everyAbout } from '../match/statement-index.ts';
import type { Principal } from '../principal.ts';
import type { Asking } from './asking.ts';
import { foreignAccounts } from './asking.ts';
import { formGlobs } from './templates.ts';

/**
 * The first layer that has to allow and whose Allows about the action all name resources of other kinds: no request for
 * the action is ever allowed. Most of what words leave open is of this kind. `undefined`: it takes a search. Only where
 * nothing but the layers can grant; the formal model knows of no kinds of resources.
 */
export const layerWithoutResource = (asking: Asking, action: string): IndexedLayer | undefined => {
  const { principal, question, options } = asking;
  const catalogued = catalogueAction(action);
  if (options.model === 'formal' || catalogued === undefined) return undefined;
  return closedLayer(principal, catalogued, foreignAccounts(question, principal));
};

/**
 * The same in the realistic model, for any question that names no account but the principal's.
 * @param index place in the catalogue
 */
export const isOfOtherKinds = (principal: Principal, index: number): boolean => {
  const catalogued = catalogueActions()[index];
  return catalogued !== undefined && closedLayer(principal, catalogued, nobodyElse) !== undefined;
};

const nobodyElse: readonly string[] = [];

const closedLayer = (
  principal: Principal,
  catalogued: CatalogueAction,
  foreign: readonly string[],
): IndexedLayer | undefined => {
  const { levels, identity, ceiling, resources } = layersOf(principal, 'granting');
  const name = listedName(catalogued);
  if (resources.length + principal.resourcePolicies.holes.length > 0 || mayBeGranted(principal, name)) return undefined;
  const forms: Forms = { principal, catalogued, foreign, globs: undefined };
  for (const layer of levels) if (isClosed(layer, name, forms)) return layer;
  if (identity !== undefined && isClosed(identity, name, forms)) return identity;
  for (const layer of ceiling) if (isClosed(layer, name, forms)) return layer;
  return undefined;
};

/** The forms of resources of one action; their globs are made when a statement asks for them. */
type Forms = {
  principal: Principal;
  catalogued: CatalogueAction;
  foreign: readonly string[];
  globs: readonly (Glob | undefined)[] | undefined;
};

const isClosed = ({ indexes, holes }: IndexedLayer, name: ActionName, forms: Forms): boolean =>
  holes.length === 0 && everyAbout(indexes, 'Allow', name, 'wide', missesForms, forms);

const missesForms = (statement: CompiledStatement, forms: Forms): boolean =>
  !statement.plain &&
  missesAll(statement, (forms.globs ??= formGlobs(forms.catalogued, forms.principal, forms.foreign)));

/** The policy of a role or key may grant what no layer does, unless such policies are out of scope or there are none. */
const mayBeGranted = ({ resourcePolicies }: Principal, { key }: ActionName): boolean =>
  resourcePolicies.scope === 'known' && (key.startsWith('sts:') || key.startsWith('kms:'));

/** Surely; false says nothing. A pattern with a variable may be anything, and so is a form without a glob. */
const missesAll = ({ resources }: CompiledStatement, forms: readonly (Glob | undefined)[]): boolean => {
  if (resources === undefined || resources.negated) return false;
  const { entries } = resources;
  // Counted: it is asked of every statement of an account that names resources.
  for (let at = 0; at < entries.length; at += 1) {
    const globs = entries[at]?.globs;
    if (globs === undefined) return false;
    for (let place = 0; place < forms.length; place += 1) {
      const form = forms[place];
      if (form === undefined || mayMeet(form, globs.wide)) return false;
    }
  }
  return true;
};
