import type { CompiledStatement } from './compile-policy.ts';
import { denyingPolicies, layersOf, type IndexedLayer, type IndexedResource } from './layers-of.ts';
import { actionName, type ActionName } from './match/action-name.ts';
import { allowNames, denyNames, type NamedAs } from './match/match-principal.ts';
import { statementsAbout } from './match/statement-index.ts';
import { widthFor } from './match/width.ts';
import type { Hole, Principal } from './principal.ts';
import type { Arn, Gap, Reading } from './types.ts';

/** Statements that can bear on one action of one principal, layer by layer. What the searches work on. */
export type ActionWorld = {
  principal: Principal;
  /** Lower case. */
  action: string;
  reading: Reading;
  /** Layers that must each allow, whoever grants: the organisation's levels. */
  levels: readonly AllowLayer[];
  /** Allows of the principal's own and group policies. `undefined`: all actions (root, outsiders). */
  identity: AllowLayer | undefined;
  /** Boundary and session policy, where there are. */
  ceiling: readonly AllowLayer[];
  /** Denies of all layers but resource policies, in layer order. */
  denies: readonly CompiledStatement[];
  resourcePolicies: readonly ResourceWorld[];
};

/** A layer that has to allow. */
export type AllowLayer = { gap: Gap; allows: readonly CompiledStatement[]; holes: readonly Hole[] };

export type NamingStatement = { statement: CompiledStatement; namedAs: NamedAs };

export type ResourceWorld = {
  arn: Arn;
  gap: Gap;
  allows: readonly NamingStatement[];
  denies: readonly CompiledStatement[];
  holes: readonly Hole[];
};

export const actionWorld = (principal: Principal, action: string, reading: Reading): ActionWorld => {
  const name = actionName(action);
  const layers = layersOf(principal, reading);
  const { levels, identity, ceiling, resources } = layers;
  const allowLayer = ({ gap, indexes, holes }: IndexedLayer): AllowLayer => ({
    gap,
    allows: statementsAbout(indexes, 'Allow', name, widthFor('Allow', reading)),
    holes,
  });
  return {
    principal,
    action: name.key,
    reading,
    levels: levels.map(allowLayer),
    identity: identity === undefined ? undefined : allowLayer(identity),
    ceiling: ceiling.map(allowLayer),
    denies: statementsAbout(denyingPolicies(layers, name.key), 'Deny', name, widthFor('Deny', reading)),
    resourcePolicies: resources.map((resource) => ({
      arn: resource.arn,
      gap: resource.gap,
      allows: grantsTo(principal, resource, name, reading),
      denies: deniesTo(principal, resource, name, reading),
      holes: resource.holes,
    })),
  };
};

/** Allows of a resource's policy that name the principal. */
export const grantsTo = (
  principal: Principal,
  { indexes }: IndexedResource,
  action: ActionName,
  reading: Reading,
): readonly NamingStatement[] => {
  const width = widthFor('Allow', reading);
  return statementsAbout(indexes, 'Allow', action, width).flatMap((statement) => {
    const namedAs = allowNames(statement, principal, width);
    return namedAs === undefined ? [] : [{ statement, namedAs }];
  });
};

/** Denies of a resource's policy that name the principal. */
export const deniesTo = (
  principal: Principal,
  { indexes }: IndexedResource,
  action: ActionName,
  reading: Reading,
): readonly CompiledStatement[] => {
  const width = widthFor('Deny', reading);
  return statementsAbout(indexes, 'Deny', action, width).filter((statement) => denyNames(statement, principal, width));
};

export { allowsEverything, scpsApply } from './layers-of.ts';
