import type { OwnIdentity } from '../../ports/ports.ts';
import { compilePrincipal } from '../../reasoning/compile-principal.ts';
import { decide } from '../../reasoning/decide.ts';
import { random, type Random } from '../../reasoning/oracle/random.ts';
import { naiveAllowed, type NaiveStatement, type NaiveWorld } from '../../reasoning/testing/naive-oracle.ts';
import type { Question } from '../../reasoning/types.ts';
import { mechanismsFor, type Placement } from '../choose-mechanism.ts';
import { containedFacts } from '../contained-facts.ts';
import { holdsOnlyDenies } from '../own-inline.ts';
import { shieldOf } from '../shield.ts';
import { generateBefore, generateRegion, generateRequest, type Before } from './generate-containment.ts';

/** What a run over composed policies found. `differences` has to be empty. */
export type ComposedProof = {
  /** Documents that were composed and looked at, by mechanism. */
  composed: Readonly<Record<string, number>>;
  /** Placements that were refused by name: no document, nothing to compare. */
  refused: Readonly<Record<string, number>>;
  /** Requests decided, each by two evaluators that share no code. */
  requests: number;
  differences: readonly { seed: number; mechanism: string; what: string }[];
};

const requestsEach = 8;

/**
 * Composes documents for random principals and regions until `count` are there, and decides random requests with each in
 * force: allowed afterwards exactly where it was allowed before and the region does not cover it,
 * `allow(M) = allow(P) and not D`. The region is matched by the naive evaluator, which reads questions as statements and
 * knows nothing of how documents are composed; the engine has to agree with it.
 */
export const proveComposed = (
  identity: OwnIdentity,
  { seed, count }: { seed: number; count: number },
): ComposedProof => {
  const composed: Record<string, number> = {};
  const refused: Record<string, number> = {};
  const differences: { seed: number; mechanism: string; what: string }[] = [];
  let [requests, made] = [0, 0];
  for (let turn = 0; made < count; turn += 1) {
    const here = seed + turn;
    const chance = random(here);
    const before = generateBefore(chance);
    const region = generateRegion(chance);
    const shield = shieldOf(before.facts, identity);
    const settings = chance.chance(0.5) ? { mergeBoundaries: true as const } : {};
    for (const { mechanism, place } of mechanismsFor({ facts: before.facts, identity, settings, region, shield })
      .attempts) {
      const placement = place();
      if (!('document' in placement)) {
        refused[placement.outcome] = (refused[placement.outcome] ?? 0) + 1;
        continue;
      }
      made += 1;
      composed[mechanism] = (composed[mechanism] ?? 0) + 1;
      const found = differencesIn(chance, before, placement, [...region, ...shield]);
      requests += requestsEach;
      differences.push(...found.map((what) => ({ seed: here, mechanism, what })));
    }
  }
  return { composed, refused, requests, differences };
};

const differencesIn = (
  chance: Random,
  before: Before,
  placement: Placement,
  region: readonly Question[],
): readonly string[] => {
  const found: string[] = [];
  if (placement.mechanism !== 'boundary' && placement.mechanism !== 'merged' && !holdsOnlyDenies(placement.document)) {
    found.push('a policy that stands beside others holds something else than Deny');
  }
  const worldBefore = worldOf(before, undefined);
  const worldAfter = worldOf(before, placement);
  const after = compilePrincipal(containedFacts(before.facts, placement));
  for (const { detail } of [...after.identity.holes, ...after.boundary.holes]) {
    found.push(`the document cannot be read back: ${detail}`);
  }
  if (found.length > 0) return found;
  const asDenies = region.map(asStatement);
  for (let n = 0; n < requestsEach; n += 1) {
    const { action, resource, context } = generateRequest(chance, region);
    const given = { 'aws:PrincipalArn': before.facts.arn, ...context };
    const was = naiveAllowed(worldBefore, action, resource, given);
    const isAsked = !naiveAllowed({ ...everything, identity: [allowAll, ...asDenies] }, action, resource, given);
    const wanted = was && !isAsked;
    const naive = naiveAllowed(worldAfter, action, resource, given);
    const engine = decide(after, { action, resource, context: given }, { derive: false }).decision === 'Allowed';
    const request = `${action} on ${resource} with ${JSON.stringify(context)}`;
    if (naive !== wanted) found.push(`${request}: ${String(naive)} by the naive evaluator, wanted ${String(wanted)}`);
    if (engine !== wanted) found.push(`${request}: ${String(engine)} by the engine, wanted ${String(wanted)}`);
  }
  return found;
};

const allowAll: NaiveStatement = { Effect: 'Allow', Action: ['*'], Resource: ['*'] };
const everything: NaiveWorld = {
  kind: 'role',
  principalArn: 'arn:aws:iam::111122223333:role/app',
  identity: [],
  scps: [],
};

/** A question has the shape of a Deny: the naive evaluator reads it as one, apart from how documents are composed. */
const asStatement = ({ actions, resources, exceptResources, condition }: Question): NaiveStatement => ({
  Effect: 'Deny',
  Action: [...actions],
  ...(exceptResources === undefined ? { Resource: [...resources] } : { NotResource: [...exceptResources] }),
  ...(condition === undefined ? {} : { Condition: testsOf(condition) }),
});

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const textsOf = (value: unknown): string[] => [value].flat().map(String);

/** The statements of a document, each element as a list: the naive evaluator knows no other form. */
const statementsOf = (text: string): NaiveStatement[] => {
  const policy: unknown = JSON.parse(text);
  const statements = isObject(policy) ? [policy['Statement']].flat().filter(isObject) : [];
  return statements.map((statement): NaiveStatement => {
    const { Effect, Action, NotAction, Resource, NotResource, Condition } = statement;
    return {
      Effect: Effect === 'Deny' ? 'Deny' : 'Allow',
      ...(Action === undefined ? {} : { Action: textsOf(Action) }),
      ...(NotAction === undefined ? {} : { NotAction: textsOf(NotAction) }),
      ...(Resource === undefined ? {} : { Resource: textsOf(Resource) }),
      ...(NotResource === undefined ? {} : { NotResource: textsOf(NotResource) }),
      ...(isObject(Condition) ? { Condition: testsOf(Condition) } : {}),
    };
  });
};

const testsOf = (block: Readonly<Record<string, unknown>>): NonNullable<NaiveStatement['Condition']> =>
  Object.fromEntries(
    Object.entries(block).map(([operator, tests]) => [
      operator,
      Object.fromEntries(Object.entries(isObject(tests) ? tests : {}).map(([key, wanted]) => [key, textsOf(wanted)])),
    ]),
  );

const worldOf = ({ identity, boundary, scp, facts }: Before, placement: Placement | undefined): NaiveWorld => {
  const document = placement === undefined ? [] : statementsOf(placement.document);
  const isBoundary = placement?.mechanism === 'boundary' || placement?.mechanism === 'merged';
  const limit = isBoundary ? document : boundary;
  return {
    kind: 'role',
    principalArn: facts.arn,
    identity: isBoundary ? identity : [...identity, ...document],
    ...(limit === undefined ? {} : { boundary: limit }),
    scps: scp === undefined ? [] : [scp],
  };
};
