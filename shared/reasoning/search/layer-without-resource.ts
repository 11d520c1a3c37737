import { catalogueAction } from '../catalogue/action-catalogue.ts';
import type { CompiledStatement } from '../compile-policy.ts';
import { mayMeet } from '../glob/glob-meet.ts';
import type { Glob } from '../glob/glob.ts';
import { layersOf, type IndexedLayer } from '../layers-of.ts';
import { actionName, type ActionName } from '../match/action-name.ts';
import { statementsAbout } from '../match/statement-index.ts';
import type { Principal } from '../principal.ts';
import type { Asking } from './asking.ts';
import { foreignAccounts } from './asking.ts';
import { resourceForms } from './templates.ts';

/**
 * The first layer that has to allow and whose Allows about the action all name resources of other kinds: no request for
 * the action is ever allowed. Most of what words leave open is of this kind. `undefined`: it takes a search. Only where
 * nothing but the layers can grant; the formal model knows of no kinds of resources.
 */
export const layerWithoutResource = (asking: Asking, action: string): IndexedLayer | undefined => {
  const { principal, question, options } = asking;
  const catalogued = catalogueAction(action);
  if (options.model === 'formal' || catalogued === undefined) return undefined;
  const name = actionName(action);
  const { levels, identity, ceiling, resources } = layersOf(principal, 'granting');
  if (resources.length + principal.resourcePolicies.holes.length > 0 || mayBeGranted(principal, name)) return undefined;
  let forms: readonly (Glob | undefined)[] | undefined;
  const isClosed = ({ indexes, holes }: IndexedLayer): boolean => {
    if (holes.length > 0) return false;
    const allows = statementsAbout(indexes, 'Allow', name, 'wide');
    if (allows.some(({ plain }) => plain)) return false;
    forms ??= resourceForms(catalogued, principal, foreignAccounts(question, principal)).map(({ glob }) => glob);
    return allows.every((statement) => missesAll(statement, forms ?? []));
  };
  for (const layers of [levels, identity === undefined ? [] : [identity], ceiling]) {
    for (const layer of layers) if (isClosed(layer)) return layer;
  }
  return undefined;
};

/** The policy of a role or key may grant what no layer does, unless such policies are out of scope or there are none. */
const mayBeGranted = ({ resourcePolicies }: Principal, { key }: ActionName): boolean =>
  resourcePolicies.scope === 'known' && (key.startsWith('sts:') || key.startsWith('kms:'));

/** Surely; false says nothing. A pattern with a variable may be anything, and so is a form without a glob. */
const missesAll = ({ resources }: CompiledStatement, forms: readonly (Glob | undefined)[]): boolean =>
  resources !== undefined &&
  !resources.negated &&
  resources.entries.every(
    ({ globs }) => globs !== undefined && forms.every((form) => form !== undefined && !mayMeet(form, globs.wide)),
  );
