import { absent, known } from '../../facts/known.ts';
import type { PrincipalFacts } from '../../facts/principal-facts.ts';
import { catalogueActions, type CatalogueAction } from '../../reasoning/catalogue/action-catalogue.ts';
import { aiServices } from '../../reasoning/catalogue/ai-services.ts';
import type { Random } from '../../reasoning/oracle/random.ts';
import type { NaiveContext, NaiveStatement } from '../../reasoning/testing/naive-oracle.ts';
import type { ConditionBlock, Question } from '../../reasoning/types.ts';
import { everyAiAction } from '../quarantine-region.ts';

type Texts = readonly [string, ...string[]];

const account = '111122223333';
const ai: ReadonlySet<string> = new Set(aiServices);
const aiActions = catalogueActions().filter(({ service }) => ai.has(service));
const denyable = aiActions.filter(({ key }) => key !== 'bedrock:applyguardrail');
const guardrail = `arn:aws:bedrock:eu-west-1:${account}:guardrail/g`;

const resources: Texts = [
  '*',
  `arn:aws:bedrock:eu-west-1::foundation-model/a.model-v1`,
  `arn:aws:bedrock:us-east-1::foundation-model/b.model-v1`,
  `arn:aws:sagemaker:eu-west-1:${account}:endpoint/red`,
  guardrail,
];
const narrower: Texts = [
  'arn:aws:bedrock:*::foundation-model/*',
  'arn:aws:bedrock:*::foundation-model/a*',
  `arn:aws:sagemaker:*:${account}:endpoint/r?d`,
  `arn:aws:*:eu-west-1:*`,
];
const resourcePatterns: Texts = ['*', ...narrower];
const keys: Texts = ['bedrock:GuardrailIdentifier', 'aws:RequestedRegion', 'aws:PrincipalTag/team'];
const values: Texts = [guardrail, `${guardrail}:1`, 'eu-west-1', 'us-east-1', 'red', 'Red'];
const operators: Texts = [
  'StringEquals',
  'StringNotEquals',
  'StringEqualsIfExists',
  'StringLike',
  'StringNotLike',
  'StringNotEqualsIgnoreCase',
];

const pick = (random: Random, from: readonly CatalogueAction[]): string =>
  from[random.upTo(from.length - 1)]?.name ?? 'bedrock:InvokeModel';

const condition = (random: Random): ConditionBlock =>
  random.chance(0.25)
    ? { Null: { [random.one(keys)]: [random.one(['true', 'false'])] } }
    : { [random.one(operators)]: { [random.one(keys)]: random.some([...values, `${guardrail}*`, 'r*'], 1, 3) } };

/** Few questions as checks ask them, many as an administrator violates, or the whole of a quarantine. */
export const generateRegion = (random: Random): readonly Question[] => {
  if (random.chance(0.05)) return [everyAiAction];
  return Array.from({ length: 1 + random.upTo(2) }, (): Question => {
    const many = random.chance(0.1) ? 40 + random.upTo(200) : 1 + random.upTo(4);
    const actions = [...new Set(Array.from({ length: many }, () => pick(random, denyable)))];
    const scope: Pick<Question, 'resources' | 'exceptResources'> = random.chance(0.15)
      ? { resources: ['*'], exceptResources: random.some(narrower, 1, 2) }
      : { resources: random.some(resourcePatterns, 1, 2) };
    return { actions, ...scope, ...(random.chance(0.5) ? { condition: condition(random) } : {}) };
  });
};

const statement = (random: Random, denies: number): NaiveStatement => {
  const patterns = (): string[] =>
    Array.from({ length: 1 + random.upTo(2) }, () => {
      const action = pick(random, aiActions);
      const colon = action.indexOf(':');
      return random.one(['*', `${action.slice(0, colon)}:*`, action, `${action.slice(0, colon + 4)}*`, 's3:*']);
    });
  const block = random.chance(0.3) ? condition(random) : undefined;
  return {
    Effect: random.chance(denies) ? 'Deny' : 'Allow',
    ...(random.chance(0.1) ? { NotAction: patterns() } : { Action: patterns() }),
    ...(random.chance(0.1)
      ? { NotResource: [random.one(resourcePatterns)] }
      : { Resource: [...random.some(resourcePatterns, 1, 2)] }),
    ...(block === undefined ? {} : { Condition: listed(block) }),
  };
};

const listed = (block: ConditionBlock): NonNullable<NaiveStatement['Condition']> =>
  Object.fromEntries(
    Object.entries(block).map(([operator, tests]) => [
      operator,
      Object.fromEntries(Object.entries(tests).map(([key, wanted]) => [key, [wanted].flat()])),
    ]),
  );

const everything: NaiveStatement = { Effect: 'Allow', Action: ['*'], Resource: ['*'] };
const some = (random: Random, denies: number): NaiveStatement[] => [
  ...(random.chance(0.5) ? [everything] : []),
  ...Array.from({ length: 1 + random.upTo(2) }, () => statement(random, denies)),
];

/** What a principal has before: identity policies, perhaps a boundary, perhaps an organisation that pins boundaries. */
export type Before = {
  identity: NaiveStatement[];
  boundary?: NaiveStatement[];
  scp?: NaiveStatement[];
  facts: PrincipalFacts;
};

const pin: NaiveStatement = {
  Effect: 'Deny',
  Action: ['iam:PutRolePermissionsBoundary'],
  Resource: ['*'],
  Condition: { StringNotEquals: { 'iam:PermissionsBoundary': [`arn:aws:iam::${account}:policy/team`] } },
};

const document = (name: string, statements: readonly NaiveStatement[], arn?: string) => ({
  name,
  ...(arn === undefined ? {} : { arn, versionId: 'v1' }),
  text: JSON.stringify({ Version: '2012-10-17', Statement: statements }),
});

export const generateBefore = (random: Random): Before => {
  const identity = some(random, 0.15);
  const boundary = random.chance(0.6) ? some(random, 0.2) : undefined;
  const scp = random.chance(0.2) ? [everything, pin] : undefined;
  const team = `arn:aws:iam::${account}:policy/team`;
  return {
    identity,
    ...(boundary === undefined ? {} : { boundary }),
    ...(scp === undefined ? {} : { scp }),
    facts: {
      kind: 'role',
      arn: `arn:aws:iam::${account}:role/app`,
      name: 'app',
      path: '/',
      uniqueId: 'AROAEXAMPLE',
      accountId: account,
      inlinePolicies: known([document('inline:app', identity)]),
      attachedPolicies: known([]),
      groups: absent,
      permissionsBoundary: boundary === undefined ? absent : known(document(team, boundary, team)),
      trustPolicy: absent,
      tags: known({}),
      accessKeys: absent,
      serviceCredentials: absent,
      serviceControlPolicies: scp === undefined ? absent : known([[document('pin', scp)]]),
      resourceControlPolicies: absent,
      resourcePolicies: absent,
      inManagementAccount: known(false),
      organisation: absent,
      lastUsedAt: absent,
    },
  };
};

/** A request near the region: one of its actions as often as any other, and values that its conditions speak of. */
export const generateRequest = (
  random: Random,
  region: readonly Question[],
): { action: string; resource: string; context: NaiveContext } => {
  const asked = region.flatMap(({ actions }) => actions).filter((action) => !action.includes('*'));
  const near = asked[random.upTo(Math.max(0, asked.length - 1))];
  const action = near !== undefined && random.chance(0.6) ? near : pick(random, aiActions);
  const isWildcardOnly = aiActions.find(({ name }) => name === action)?.wildcardOnly === true;
  const context: NaiveContext = {};
  for (const key of keys) if (random.chance(0.6)) context[key] = random.one(values);
  return { action, resource: isWildcardOnly ? '*' : random.one(resources), context };
};
