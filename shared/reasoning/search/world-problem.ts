import type { ActionWorld, AllowLayer, ResourceWorld } from '../action-world.ts';
import type { CompiledStatement } from '../compile-policy.ts';
import { globFromParts, literalGlob } from '../glob/glob.ts';
import { lacksNeededPolicies } from '../match/resource-account.ts';
import { subresourceMark } from '../match/covers-resource.ts';
import { widthFor } from '../match/width.ts';
import type { Hole } from '../principal.ts';
import type { Gap } from '../types.ts';
import { matchLiterals, missLiterals, RESOURCE, type Literal, type LiteralOptions } from './literal.ts';
import { both, nothingAsked, type Clause, type Goal, type Problem } from './problem.ts';

/** What is known about the resource before the search: decided by its ARN template. */
export type ResourceSetting = {
  /** The resource shows another account than the principal's. */
  cross: boolean;
  /** An identity policy alone does not do: a trust or key policy has to agree. */
  needsPolicy: boolean;
};

export type ProblemOptions = Omit<LiteralOptions, 'width'> & {
  setting: ResourceSetting;
  /** True: what was not read may allow anything. For proofs of no. */
  fillHoles: boolean;
};

/** `taint`: a request found here leans on something that was not read, so it is no yes. */
export type Variant = { problem: Problem; taint?: Hole };

type Context = { world: ActionWorld; options: ProblemOptions };

/** The ways in which a request can be allowed; the request is allowed exactly when one of the variants holds. */
export const allowedProblems = (world: ActionWorld, options: ProblemOptions): readonly Variant[] => {
  const context = { world, options };
  return partitions(context).flatMap((partition) => {
    const denies = clausesOf(context, [...world.denies, ...(partition.policy?.denies ?? [])]);
    return waysOf(context, partition).map(({ goals, taint }): Variant => {
      const problem = { facts: partition.facts, goals, clauses: denies };
      return taint === undefined ? { problem } : { problem, taint };
    });
  });
};

/** A part of all resources that one resource policy speaks about, or none. */
type Partition = { policy?: ResourceWorld; facts: readonly Literal[]; unread?: Hole };

const partitions = ({ world, options }: Context): readonly Partition[] => {
  const { scope, holes } = world.principal.resourcePolicies;
  const speaking = world.resourcePolicies.filter(
    ({ allows, denies, holes: own }) => allows.length + denies.length + own.length > 0 || needed({ world, options }),
  );
  const [unreadScope] = holes;
  const missing: Hole = {
    code: 'missing-facts',
    detail: 'The policy of the resource, without which this action is never allowed, was not among the facts.',
  };
  const unseen =
    (options.setting.cross && scope === 'known') ||
    (options.setting.needsPolicy && lacksNeededPolicies(world.principal, world.action));
  const unread = unreadScope ?? (unseen ? missing : undefined);
  const rest: Partition = {
    facts: speaking.length === 0 ? [] : [resourceFact([], speaking.flatMap(globsOf))],
    ...(unread === undefined ? {} : { unread }),
  };
  return [
    rest,
    ...speaking.map((policy): Partition => {
      const [hole] = policy.holes;
      return { policy, facts: [resourceFact([globsOf(policy)], [])], ...(hole === undefined ? {} : { unread: hole }) };
    }),
  ];
};

const globsOf = ({ arn }: ResourceWorld) => [
  literalGlob(arn),
  ...subresourceMark(arn).map((mark) => globFromParts([{ literal: `${arn}${mark}` }, { any: true }])),
];

const resourceFact = (
  all: readonly (readonly ReturnType<typeof literalGlob>[])[],
  none: ReturnType<typeof globsOf>,
) => ({
  key: RESOURCE,
  domain: { absent: false, emptyList: false, values: { kind: 'strings' as const, all, none } },
});

const needed = ({ world, options }: Context): boolean =>
  (options.setting.cross || options.setting.needsPolicy) && world.principal.resourcePolicies.scope !== 'declared';

type Way = { goals: readonly Goal[]; taint?: Hole };

const waysOf = (context: Context, partition: Partition): readonly Way[] => {
  const { world, options } = context;
  const levels = world.levels.flatMap((layer) => goalOf(context, layer));
  const ceiling = world.ceiling.flatMap((layer) => goalOf(context, layer));
  const identity = world.identity === undefined ? [] : goalOf(context, world.identity);
  const { policy, unread } = partition;
  const tainted = unread === undefined ? {} : { taint: unread };
  const ways: Way[] = [];
  const grant = (goals: readonly Goal[]): void => {
    ways.push({ goals, ...tainted });
  };
  const agreed = grantGoal(context, policy, () => true);
  // Where the policy that must agree was not read, it may agree.
  const agreement = !needed(context) || unread !== undefined ? [] : [agreed];
  grant([...levels, ...identity, ...ceiling, ...agreement]);
  if (!options.setting.cross) {
    const direct = grantGoal(context, policy, ({ namedAs }) => namedAs === 'direct');
    const role = grantGoal(context, policy, ({ namedAs }) => namedAs === 'role');
    if (direct.alternatives.length > 0) grant([...levels, direct]);
    if (role.alternatives.length > 0) grant([...levels, role, ...ceiling]);
  }
  if (unread !== undefined && options.fillHoles && !options.setting.cross) grant(levels);
  return ways;
};

const goalOf = ({ world, options }: Context, layer: AllowLayer): readonly Goal[] => {
  if (options.fillHoles && layer.holes.length > 0) return [];
  return [{ gap: layer.gap, alternatives: alternativesOf({ world, options }, layer.allows) }];
};

const grantGoal = (
  context: Context,
  policy: ResourceWorld | undefined,
  select: (allow: ResourceWorld['allows'][number]) => boolean,
): Goal => ({
  gap: policy?.gap ?? { layer: 'resource' },
  alternatives: alternativesOf(
    context,
    (policy?.allows ?? []).filter(select).map(({ statement }) => statement),
  ),
});

const literalOptions = ({ world, options }: Context, effect: 'Allow' | 'Deny'): LiteralOptions => ({
  binding: options.binding,
  cardinality: options.cardinality,
  ...(options.exactResource === undefined ? {} : { exactResource: options.exactResource }),
  width: widthFor(effect, world.reading),
});

const alternativesOf = (context: Context, allows: readonly CompiledStatement[]): Goal['alternatives'] =>
  allows.flatMap((statement) => {
    const literals = matchLiterals(statement, literalOptions(context, 'Allow'));
    return literals === undefined ? [] : [literals];
  });

/** One clause for each statement: it does not match. */
const clausesOf = (context: Context, statements: readonly CompiledStatement[]): readonly Clause[] => {
  const clauses: Clause[] = [];
  for (const statement of statements) {
    const literals = missLiterals(statement, literalOptions(context, statement.effect));
    if (literals !== undefined) clauses.push({ cause: statement.ref, literals });
  }
  return clauses;
};

/** The ways in which a request can be refused: some Deny matches, or every way to allow lacks a layer. */
export const refusedProblems = (world: ActionWorld, options: ProblemOptions): readonly Variant[] => {
  const context = { world, options };
  return partitions(context).flatMap((partition) => {
    const tainted = partition.unread === undefined ? {} : { taint: partition.unread };
    const wrap = (problem: Problem): Variant => ({
      problem: both({ ...nothingAsked, facts: partition.facts }, problem),
      ...tainted,
    });
    const denied = [...world.denies, ...(partition.policy?.denies ?? [])].flatMap((statement) => {
      const literals = matchLiterals(statement, literalOptions(context, 'Deny'));
      return literals === undefined ? [] : [wrap({ ...nothingAsked, facts: literals })];
    });
    return [...denied, ...failures(context, partition).map(wrap)];
  });
};

const failures = (context: Context, partition: Partition): readonly Problem[] => {
  const { world, options } = context;
  const fails = (gap: Gap, allows: readonly CompiledStatement[]): Problem => ({
    ...nothingAsked,
    clauses: clausesOf(context, allows).map(({ literals }) => ({ cause: gap, literals })),
  });
  const layerFails = ({ gap, allows }: AllowLayer): Problem => fails(gap, allows);
  const levels = world.levels.map(layerFails);
  const ceiling = world.ceiling.map(layerFails);
  const allows = partition.policy?.allows ?? [];
  const grantsFail = (select: (allow: ResourceWorld['allows'][number]) => boolean): Problem =>
    fails(
      partition.policy?.gap ?? { layer: 'resource' },
      allows.filter(select).map(({ statement }) => statement),
    );
  const ordinary = [
    ...(world.identity === undefined ? [] : [layerFails(world.identity)]),
    ...ceiling,
    ...(needed(context) ? [grantsFail(() => true)] : []),
  ];
  if (options.setting.cross) return [...levels, ...ordinary];
  const direct = grantsFail(({ namedAs }) => namedAs === 'direct');
  const role = [grantsFail(({ namedAs }) => namedAs === 'role'), ...ceiling];
  const withoutGrants = ordinary.flatMap((first) => role.map((second) => both(both(first, second), direct)));
  return [...levels, ...withoutGrants];
};
