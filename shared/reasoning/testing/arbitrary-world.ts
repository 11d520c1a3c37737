import fc from 'fast-check';
import { absent, known } from '../../facts/known.ts';
import type { PrincipalFacts } from '../../facts/principal-facts.ts';
import { compilePrincipal } from '../compile-principal.ts';
import type { Principal } from '../principal.ts';
import type { NaiveStatement, NaiveWorld } from './naive-oracle.ts';

/** Small worlds over few letters, so that all contexts that matter can be listed. */
export const RESOURCE = 'arn:aws:s3:::ab';
export const ACTION = 's3:GetObject';
const ACCOUNT = '111122223333';

const value = fc.constantFrom('a', 'b', 'ab', 'A');
const pattern = fc.constantFrom('a*', '*b', '?', '*', 'a', 'a?b');
const variable = fc.constantFrom('${k:one}', '${k:two}');
const values = (item: fc.Arbitrary<string>) => fc.uniqueArray(item, { minLength: 1, maxLength: 2 });

const operatorsOf = (withVariables: boolean) => {
  const equal = fc.constantFrom('StringEquals', 'StringNotEquals', 'StringEqualsIfExists', 'StringNotEqualsIfExists');
  const like = fc.constantFrom('StringLike', 'StringNotLike', 'StringLikeIfExists');
  const blind = fc.constantFrom('StringEqualsIgnoreCase', 'StringNotEqualsIgnoreCase');
  const wanted = withVariables ? fc.oneof({ weight: 2, arbitrary: value }, { weight: 1, arbitrary: variable }) : value;
  return { equal, like, blind, wanted };
};

type Condition = Record<string, Record<string, string[]>>;
const single = (operator: string, key: string, wanted: string[]): Condition => ({ [operator]: { [key]: wanted } });

const condition = (withVariables: boolean): fc.Arbitrary<Condition> => {
  const { equal, like, blind, wanted } = operatorsOf(withVariables);
  const key = fc.constantFrom('k:one', 'k:two');
  return fc.oneof(
    fc.tuple(equal, key, values(wanted)).map(([o, k, v]) => single(o, k, v)),
    fc.tuple(like, key, values(pattern)).map(([o, k, v]) => single(o, k, v)),
    fc.tuple(blind, key, values(value)).map(([o, k, v]) => single(o, k, v)),
    fc.tuple(key, fc.constantFrom('true', 'false')).map(([k, v]) => single('Null', k, [v])),
    fc
      .tuple(fc.constantFrom('ForAnyValue:StringNotLike', 'ForAllValues:StringLikeIfExists'), values(pattern))
      .map(([o, v]) => single(o, 'k:list', v)),
    fc
      .tuple(fc.constantFrom('ForAllValues:StringEquals', 'ForAnyValue:StringEquals'), values(value))
      .map(([o, v]) => single(o, 'k:list', v)),
  );
};

const merge = (blocks: readonly Condition[]): Condition => {
  const merged: Condition = {};
  for (const block of blocks) {
    for (const [operator, keys] of Object.entries(block)) merged[operator] = { ...merged[operator], ...keys };
  }
  return merged;
};

/** One statement of a principal's policy. */
export const statement = (withVariables: boolean): fc.Arbitrary<NaiveStatement> => {
  const resource = fc.constantFrom(
    '*',
    '*',
    RESOURCE,
    RESOURCE,
    'arn:aws:s3:::a*',
    'arn:aws:s3:::b',
    ...(withVariables ? ['arn:aws:s3:::${k:one}'] : []),
  );
  return fc
    .record({
      Effect: fc.constantFrom('Allow' as const, 'Allow' as const, 'Allow' as const, 'Deny' as const),
      actions: fc.constantFrom<Pick<NaiveStatement, 'Action' | 'NotAction'>>(
        { Action: ['s3:*'] },
        { Action: ['*'] },
        { Action: ['*'] },
        { Action: ['s3:GetObject'] },
        { Action: ['s3:Get?bject'] },
        { NotAction: ['s3:Put*'] },
        { Action: ['s3:PutObject'] },
      ),
      resources: fc.oneof(
        fc
          .uniqueArray(resource, { minLength: 1, maxLength: 2 })
          .map((Resource): Pick<NaiveStatement, 'Resource' | 'NotResource'> => ({ Resource })),
        resource.map((one): Pick<NaiveStatement, 'Resource' | 'NotResource'> => ({ NotResource: [one] })),
      ),
      conditions: fc.array(condition(withVariables), { maxLength: 2 }),
    })
    .map(
      ({ Effect, actions, resources, conditions }): NaiveStatement => ({
        Effect,
        ...actions,
        ...resources,
        ...(conditions.length === 0 ? {} : { Condition: merge(conditions) }),
      }),
    );
};

export const arbitraryWorld = (withVariables: boolean): fc.Arbitrary<NaiveWorld> => {
  const everything: NaiveStatement = { Effect: 'Allow', Action: ['*'], Resource: ['*'] };
  const some = fc.array(statement(withVariables), { minLength: 1, maxLength: 3 });
  const statements = fc.oneof(
    some,
    some.map((list) => [everything, ...list]),
  );
  const named = fc.constantFrom('*' as const, 'self' as const, 'root' as const);
  return fc
    .record(
      {
        kind: fc.constantFrom('user' as const, 'role' as const),
        identity: statements,
        boundary: statements,
        session: statements,
        scps: fc.array(statements, { maxLength: 2 }),
        rcps: fc.array(
          statement(withVariables).map((one): NaiveStatement => ({ ...one, Effect: 'Deny', Principal: '*' })),
          { minLength: 1, maxLength: 2 },
        ),
        resource: fc.array(fc.tuple(named, statement(withVariables)), { minLength: 1, maxLength: 2 }),
      },
      { requiredKeys: ['kind', 'identity', 'scps'] },
    )
    .map(({ resource, ...world }) => {
      const principalArn = `arn:aws:iam::${ACCOUNT}:${world.kind}/app`;
      const arnOf = { self: principalArn, root: `arn:aws:iam::${ACCOUNT}:root` };
      return {
        ...world,
        principalArn,
        ...(resource === undefined
          ? {}
          : {
              resource: resource.map(([who, s]) => ({
                ...s,
                Principal: who === '*' ? ('*' as const) : { AWS: arnOf[who] },
              })),
            }),
      };
    });
};

export const factsOf = (world: NaiveWorld): PrincipalFacts => {
  const document = (name: string, statements: readonly NaiveStatement[]) => ({
    name,
    text: JSON.stringify({ Version: '2012-10-17', Statement: statements }),
  });
  return {
    kind: world.kind,
    arn: world.principalArn,
    name: 'app',
    path: '/',
    uniqueId: 'AROAEXAMPLE',
    accountId: ACCOUNT,
    inlinePolicies: known([document('identity', world.identity)]),
    attachedPolicies: known([]),
    groups: world.kind === 'user' ? known([]) : absent,
    permissionsBoundary: world.boundary === undefined ? absent : known(document('boundary', world.boundary)),
    trustPolicy: absent,
    tags: known({}),
    accessKeys: absent,
    serviceCredentials: absent,
    serviceControlPolicies:
      world.scps.length === 0 ? absent : known(world.scps.map((level, at) => [document(`scp-${at}`, level)])),
    resourceControlPolicies: world.rcps === undefined ? absent : known([[document('rcp', world.rcps)]]),
    resourcePolicies:
      world.resource === undefined ? absent : known({ [RESOURCE]: document('resource', world.resource) }),
    inManagementAccount: known(false),
    organisation: absent,
    lastUsedAt: absent,
  };
};

export const principalOf = (world: NaiveWorld): Principal =>
  compilePrincipal(factsOf(world), {
    sessionPolicy:
      world.session === undefined
        ? absent
        : known({ name: 'session', text: JSON.stringify({ Version: '2012-10-17', Statement: world.session }) }),
  });

const texts = ['a', 'b', 'ab', 'A', 'c', 'aab', 'cb', 'd'];
const listed = ['a', 'b', 'A', 'ab', 'cb', 'ac'];
/** Every context over few values of three keys. Two fresh texts, so that values may differ from all and each other. */
export const contexts = (): Record<string, string | string[]>[] => {
  const one = [undefined, ...texts];
  const lists = [undefined, ...listed.flatMap((x, at) => [[x], ...listed.slice(at + 1).map((y) => [x, y])])];
  return one.flatMap((first) =>
    one.flatMap((second) =>
      lists.map((list) => ({
        ...(first === undefined ? {} : { 'k:one': first }),
        ...(second === undefined ? {} : { 'k:two': second }),
        ...(list === undefined ? {} : { 'k:list': list }),
      })),
    ),
  );
};
