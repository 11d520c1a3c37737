import { rcpCoverage } from './catalogue/rcp-coverage.ts';
import type { CompiledPolicy, CompiledStatement } from './compile-policy.ts';
import { matchesAction } from './match/match-action.ts';
import { allowNames, denyNames, type NamedAs } from './match/match-principal.ts';
import { widthFor } from './match/width.ts';
import type { Hole, PolicyLayer, Principal } from './principal.ts';
import type { Arn, Gap, Layer, Reading } from './types.ts';

/** Statements that can bear on one action of one principal, layer by layer. Both `decide` and the searches use it. */
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

export type ResourceWorld = {
  arn: Arn;
  gap: Gap;
  allows: readonly { statement: CompiledStatement; namedAs: NamedAs }[];
  denies: readonly CompiledStatement[];
  holes: readonly Hole[];
};

export const actionWorld = (principal: Principal, action: string, reading: Reading): ActionWorld => {
  const select = selector(action, reading);
  const scpLevels = scpsApply(principal, reading) ? principal.scps.levels : [];
  const ceiling = [
    { layer: 'boundary' as const, policies: principal.boundary },
    { layer: 'session' as const, policies: principal.session },
  ].filter(({ policies }) => policies.present);
  const deniesOf = (layers: readonly PolicyLayer[]): readonly CompiledStatement[] =>
    layers.flatMap((layer) => select(layer.policies, 'Deny'));
  return {
    principal,
    action,
    reading,
    levels: [
      ...scpLevels.map((level, at) => allowLayer({ layer: 'scp', level: at }, level, select)),
      ...(scpsApply(principal, reading) ? unreadLevels(principal.scps.holes) : []),
    ],
    identity: allowsEverything(principal) ? undefined : allowLayer({ layer: 'identity' }, principal.identity, select),
    ceiling: ceiling.map(({ layer, policies }) => allowLayer({ layer }, policies, select)),
    denies: [
      ...deniesOf([principal.identity, ...ceiling.map(({ policies }) => policies), ...scpLevels]),
      ...(rcpsApply(principal, action, reading) ? deniesOf(principal.rcps.levels) : []),
    ],
    resourcePolicies: [...principal.resourcePolicies.byArn].map(([arn, layer]) =>
      resourceWorld(principal, arn, layer, reading, select),
    ),
  };
};

type Select = (policies: readonly CompiledPolicy[], effect: 'Allow' | 'Deny') => readonly CompiledStatement[];

const selector =
  (action: string, reading: Reading): Select =>
  (policies, effect) => {
    const width = widthFor(effect, reading);
    const found: CompiledStatement[] = [];
    for (const policy of policies) {
      for (const statement of policy.statements) {
        if (statement.effect === effect && matchesAction(statement.actions, action, width)) found.push(statement);
      }
    }
    return found;
  };

const allowLayer = (gap: Gap, layer: PolicyLayer, select: Select): AllowLayer => ({
  gap,
  allows: select(layer.policies, 'Allow'),
  holes: layer.holes,
});

const unreadLevels = (holes: readonly Hole[]): readonly AllowLayer[] =>
  holes.length === 0 ? [] : [{ gap: { layer: 'scp' }, allows: [], holes }];

const resourceWorld = (
  principal: Principal,
  arn: Arn,
  layer: PolicyLayer,
  reading: Reading,
  select: Select,
): ResourceWorld => {
  const allowWidth = widthFor('Allow', reading);
  const denyWidth = widthFor('Deny', reading);
  return {
    arn,
    gap: { layer: layerName(layer) },
    allows: select(layer.policies, 'Allow').flatMap((statement) => {
      const namedAs = allowNames(statement, principal, allowWidth);
      return namedAs === undefined ? [] : [{ statement, namedAs }];
    }),
    denies: select(layer.policies, 'Deny').filter((statement) => denyNames(statement, principal, denyWidth)),
    holes: layer.holes,
  };
};

const layerName = (layer: PolicyLayer): Layer => layer.policies[0]?.source.layer ?? 'resource';

/** The root user has no identity layer, an outsider is allowed everything at home, a service asks nobody. */
export const allowsEverything = ({ kind }: Principal): boolean =>
  kind === 'root' || kind === 'outsider' || kind === 'service';

/**
 * SCPs bind neither the management account nor service-linked roles, Deny included (AWS: "Service control policies
 * (SCPs)"). Where it is not known whether the account is the management account, the reading decides.
 */
export const scpsApply = (principal: Principal, reading: Reading): boolean => {
  if (!principal.scps.present || principal.kind === 'service-linked-role') return false;
  const { inManagementAccount } = principal;
  if (inManagementAccount.state === 'known') return !inManagementAccount.value;
  return inManagementAccount.state === 'absent' || reading !== 'granting';
};

/** RCPs spare service-linked roles and resources of the management account (AWS: "Resource control policies (RCPs)"). */
const rcpsApply = (principal: Principal, action: string, reading: Reading): boolean => {
  if (!principal.rcps.present || principal.kind === 'service-linked-role') return false;
  const { inManagementAccount } = principal;
  if (inManagementAccount.state === 'known' && inManagementAccount.value) return false;
  if (inManagementAccount.state === 'unknown' && reading === 'granting') return false;
  switch (rcpCoverage(action.slice(0, action.indexOf(':')))) {
    case 'covered':
      return true;
    case 'uncertain':
      return reading !== 'granting';
    case 'not-covered':
      return false;
  }
};
