import type { CompiledCondition, CompiledPattern, CompiledStatement } from '../compile-policy.ts';
import { denyingPolicies, layersOf, type IndexedLayer } from '../layers-of.ts';
import type { ActionName } from '../match/action-name.ts';
import { statementsAbout, type StatementIndex } from '../match/statement-index.ts';
import type { Listed, PrincipalEntry } from '../policy/policy.ts';
import type { Principal } from '../principal.ts';
import { holeOf } from './asking.ts';

/**
 * Whether the same statements bear on an action in both states of a principal, layer by layer: then no request for it is
 * answered differently. False says nothing.
 */
export const sameWorlds = (a: Principal, b: Principal, action: ActionName): boolean =>
  a === b ||
  (holeOf(a) === undefined &&
    holeOf(b) === undefined &&
    sameManagement(a, b) &&
    a.resourcePolicies.scope === b.resourcePolicies.scope &&
    // Which organisation policies count differs between these two; every other reading is one of them.
    (['granting', 'denying'] as const).every((reading) => {
      const [left, right] = [layersOf(a, reading), layersOf(b, reading)];
      const about = (effect: 'Allow' | 'Deny', indexes: readonly StatementIndex[]): readonly CompiledStatement[] =>
        statementsAbout(indexes, effect, action, 'wide');
      const sameAllows = (x: IndexedLayer, y: IndexedLayer): boolean =>
        x.gap.layer === y.gap.layer && sameItems(about('Allow', x.indexes), about('Allow', y.indexes), sameStatement);
      const sameLayers = (xs: readonly IndexedLayer[], ys: readonly IndexedLayer[]): boolean =>
        xs.length === ys.length && xs.every((x, at) => sameAllows(x, ys[at] ?? x));
      const { identity: own = none } = left;
      const { identity: other = none } = right;
      return (
        (left.identity === undefined) === (right.identity === undefined) &&
        sameAllows(own, other) &&
        sameLayers(left.levels, right.levels) &&
        sameLayers(left.ceiling, right.ceiling) &&
        sameItems(
          about('Deny', denyingPolicies(left, action.key)),
          about('Deny', denyingPolicies(right, action.key)),
          sameStatement,
        ) &&
        left.resources.length === right.resources.length &&
        left.resources.every((resource, at) => {
          const counterpart = right.resources[at];
          return (
            counterpart?.arn === resource.arn &&
            sameAllows(resource, counterpart) &&
            sameItems(about('Deny', resource.indexes), about('Deny', counterpart.indexes), sameStatement)
          );
        })
      );
    }));

/** Mostly one object: a policy that did not change is compiled once. */
const sameStatement = (a: CompiledStatement, b: CompiledStatement): boolean =>
  a === b ||
  (a.effect === b.effect &&
    a.plain === b.plain &&
    sameListed(a.actions, b.actions, isEqual) &&
    sameOptional(a.principals, b.principals, samePrincipal) &&
    (a.plain ||
      (sameOptional(a.resources, b.resources, samePattern) && sameItems(a.conditions, b.conditions, sameCondition))));

type Same<T> = (a: T, b: T) => boolean;

const isEqual = <T>(a: T, b: T): boolean => a === b;

const sameItems = <T>(xs: readonly T[], ys: readonly T[], same: Same<T>): boolean =>
  xs.length === ys.length &&
  xs.every((x, at) => {
    const y = ys[at];
    return y !== undefined && same(x, y);
  });

const sameListed = <T>(a: Listed<T>, b: Listed<T>, same: Same<T>): boolean =>
  a.negated === b.negated && sameItems(a.entries, b.entries, same);

const sameOptional = <T>(a: Listed<T> | undefined, b: Listed<T> | undefined, same: Same<T>): boolean =>
  a === undefined || b === undefined ? a === b : sameListed(a, b, same);

const samePrincipal = (a: PrincipalEntry, b: PrincipalEntry): boolean =>
  a.type === 'any' || b.type === 'any' ? a.type === b.type : a.type === b.type && a.value === b.value;

/** The version of its document decides what `${…}` in a text is. */
const samePattern = (a: CompiledPattern, b: CompiledPattern): boolean =>
  a.text === b.text && (!a.text.includes('${') || JSON.stringify(a.template) === JSON.stringify(b.template));

const sameCondition = (a: CompiledCondition, b: CompiledCondition): boolean =>
  a.key === b.key &&
  a.operator.base === b.operator.base &&
  a.operator.set === b.operator.set &&
  a.operator.ifExists === b.operator.ifExists &&
  sameItems(a.values, b.values, samePattern);

const none: IndexedLayer = { gap: { layer: 'identity' }, indexes: [], holes: [] };

const sameManagement = ({ inManagementAccount: a }: Principal, { inManagementAccount: b }: Principal): boolean =>
  a.state === b.state && (a.state !== 'known' || b.state !== 'known' || a.value === b.value);
