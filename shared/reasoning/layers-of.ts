import { rcpCoverage } from './catalogue/rcp-coverage.ts';
import { keptOf } from './kept.ts';
import type { StatementIndex } from './match/statement-index.ts';
import type { Hole, PolicyLayer, Principal } from './principal.ts';
import type { Arn, Gap, Layer, Reading } from './types.ts';

/** A layer that has to allow, whatever the action. */
export type IndexedLayer = { gap: Gap; indexes: readonly StatementIndex[]; holes: readonly Hole[] };

/** The policy of one resource. */
export type IndexedResource = { arn: Arn } & IndexedLayer;

/** The layers of a principal that count in one reading. What they say about an action is selected from them. */
export type Layers = {
  principal: Principal;
  reading: Reading;
  /** Layers that must each allow, whoever grants: the organisation's levels. */
  levels: readonly IndexedLayer[];
  /** The principal's own and group policies. `undefined`: all actions (root, outsiders). */
  identity: IndexedLayer | undefined;
  /** Boundary and session policy, where there are. */
  ceiling: readonly IndexedLayer[];
  /** Policies whose Denies count, but for resource policies and RCPs, in layer order. */
  denying: readonly StatementIndex[];
  /** Policies whose Denies count for services that RCPs cover. */
  rcps: readonly StatementIndex[];
  resources: readonly IndexedResource[];
};

/** Made once for a principal and a reading. */
export const layersOf = (principal: Principal, reading: Reading): Layers => {
  const { layers } = keptOf(principal);
  return (layers[reading] ??= alike(principal, reading, layers) ?? build(principal, reading));
};

/** Readings differ only in which policies of an organisation count. */
const alike = (
  { scps, rcps }: Principal,
  reading: Reading,
  { documented, granting, denying }: Readonly<Record<Reading, Layers | undefined>>,
): Layers | undefined => {
  const other = documented ?? granting ?? denying;
  return other === undefined || scps.present || rcps.present ? undefined : { ...other, reading };
};

const build = (principal: Principal, reading: Reading): Layers => {
  const { identity, boundary, session, scps, rcps, resourcePolicies } = principal;
  const bound = scpsApply(principal, reading);
  const levels = bound ? scps.levels.map((level, at) => indexed({ layer: 'scp', level: at }, level)) : [];
  const own = indexed({ layer: 'identity' }, identity);
  const ceiling = [
    ...(boundary.present ? [indexed({ layer: 'boundary' }, boundary)] : []),
    ...(session.present ? [indexed({ layer: 'session' }, session)] : []),
  ];
  return {
    principal,
    reading,
    levels: [...levels, ...(bound ? unreadLevels(scps.holes) : [])],
    identity: allowsEverything(principal) ? undefined : own,
    ceiling,
    denying:
      ceiling.length + levels.length === 0
        ? own.indexes
        : [own, ...ceiling, ...levels].flatMap(({ indexes }) => indexes),
    rcps: rcpsApply(principal, reading)
      ? rcps.levels.flatMap(({ policies }) => policies.map(({ index }) => index))
      : [],
    resources:
      resourcePolicies.byArn.size === 0
        ? noResources
        : [...resourcePolicies.byArn].map(([arn, layer]) => ({
            arn,
            ...indexed({ layer: layerName(layer) }, layer),
          })),
  };
};

const noResources: readonly IndexedResource[] = [];

const indexed = (gap: Gap, { policies, holes }: PolicyLayer): IndexedLayer => ({
  gap,
  indexes: policies.map(({ index }) => index),
  holes,
});

const unreadLevels = (holes: readonly Hole[]): readonly IndexedLayer[] =>
  holes.length === 0 ? [] : [{ gap: { layer: 'scp' }, indexes: [], holes }];

const layerName = (layer: PolicyLayer): Layer => layer.policies[0]?.source.layer ?? 'resource';

/** The root user has no identity layer, an outsider is allowed everything at home, a service asks nobody. */
export const allowsEverything = ({ kind }: Principal): boolean =>
  kind === 'root' || kind === 'outsider' || kind === 'service' || kind === 'identity-provider';

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
const rcpsApply = (principal: Principal, reading: Reading): boolean => {
  if (!principal.rcps.present || principal.kind === 'service-linked-role') return false;
  const { inManagementAccount } = principal;
  if (inManagementAccount.state === 'known' && inManagementAccount.value) return false;
  return inManagementAccount.state !== 'unknown' || reading !== 'granting';
};

/**
 * Policies whose Denies count for the action.
 * @param action lower case
 */
export const denyingPolicies = ({ denying, rcps, reading }: Layers, action: string): readonly StatementIndex[] =>
  rcps.length > 0 && rcpsReach(action, reading) ? [...denying, ...rcps] : denying;

const rcpsReach = (action: string, reading: Reading): boolean => {
  switch (rcpCoverage(action.slice(0, action.indexOf(':')))) {
    case 'covered':
      return true;
    case 'uncertain':
      return reading !== 'granting';
    case 'not-covered':
      return false;
  }
};
