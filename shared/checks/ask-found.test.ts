import fc from 'fast-check';
import { aPolicy, aRole, aUser } from '../../test/builders/a-principal.ts';
import { absent, known, unknown } from '../facts/known.ts';
import type { PrincipalFacts } from '../facts/principal-facts.ts';
import type { PolicyCache } from '../reasoning/compile-principal.ts';
import type { Answer } from '../reasoning/types.ts';
import { askChecks } from './ask-checks.ts';
import { checks } from './catalogue.ts';
import { viewAccount } from './escalate/reach/view-account.ts';
import { sensitiveActions } from './sensitive/sensitive-actions.ts';
import { defaultCheckSettings, type CheckSettings } from './settings.ts';

const now = '2026-11-21T21:00:00.000Z';
const guardrail = 'arn:aws:bedrock:us-east-1:111122223333:guardrail/abc';
const model = 'arn:aws:bedrock:us-east-1::foundation-model/example.model-v1';

const about = checks.flatMap((check) => ('about' in check ? (check.about ?? []) : []));
const action = fc.oneof(
  fc.constantFrom(...about, ...sensitiveActions.map(({ name }) => name)),
  fc.constantFrom('*', 'bedrock:*', 'bedrock:Invoke*', 'iam:*', 'iam:P*', 's?gemaker:*', 'sts:AssumeRole', 'lambda:*'),
  fc.constantFrom('s3:GetObject', 'sqs:*', 'logs:Put*', 'ec2:Describe*', 'bedrock:NotInTheCatalogue', 'nowhere:Do*'),
);
const actions = fc.uniqueArray(action, { minLength: 1, maxLength: 4 });
const condition = fc.constantFrom(
  { StringEquals: { 'aws:RequestedRegion': 'eu-west-1' } },
  { StringLike: { 'bedrock:GuardrailIdentifier': `${guardrail}*` } },
  { StringEquals: { 'aws:ResourceTag/team': 'ml' } },
  { StringEquals: { 'iam:PassedToService': 'bedrock.amazonaws.com' } },
  { Bool: { 'aws:MultiFactorAuthPresent': 'true' } },
);
const resource = fc.constantFrom('*', '*', model, 'arn:aws:iam::111122223333:*', 'arn:aws:bedrock:*:111122223333:*');
const statement = fc
  .record({
    effect: fc.constantFrom('Allow', 'Allow', 'Allow', 'Deny'),
    element: fc.constantFrom('Action', 'Action', 'Action', 'Action', 'NotAction'),
    actions,
    resource,
    when: fc.option(condition, { nil: undefined }),
  })
  .map(({ effect, element, actions: named, resource: on, when }) => ({
    Effect: effect,
    [element]: named,
    Resource: on,
    ...(when === undefined ? {} : { Condition: when }),
  }));
const statements = fc.array(statement, { minLength: 1, maxLength: 4 });

const who = fc.constantFrom(
  { Service: 'lambda.amazonaws.com' },
  { Service: ['Bedrock.amazonaws.com', 'ec2.amazonaws.com'] },
  { Federated: 'token.actions.githubusercontent.com' },
  { AWS: 'arn:aws:iam::111122223333:root' },
  { AWS: ['444455556666', 'arn:aws:iam::444455556666:role/other'] },
  '*',
);
const trust = fc.array(
  fc.record({
    Effect: fc.constantFrom('Allow', 'Allow', 'Deny'),
    Principal: who,
    Action: fc.constant('sts:AssumeRole'),
  }),
  { minLength: 1, maxLength: 2 },
);
const notRead = fc.constant(unknown('iam:GetRole was refused'));
const unreadable = fc.constant(known({ name: 'trust', text: '{"Statement": [' }));

const attached = fc.array(
  fc.oneof(
    statements.map((list) => aPolicy(list, { arn: 'arn:aws:iam::111122223333:policy/shared' })),
    fc
      .constantFrom('AmazonBedrockFullAccess', 'AmazonSageMakerFullAccess', 'ReadOnlyAccess')
      .map((name) =>
        aPolicy({ Effect: 'Allow', Action: 'bedrock:*', Resource: '*' }, { arn: `arn:aws:iam::aws:policy/${name}` }),
      ),
  ),
  { maxLength: 2 },
);

const optional = {
  trustPolicy: fc.oneof(
    trust.map((list) => known(aPolicy(list, { name: 'trust' }))),
    notRead,
    unreadable,
  ),
  permissionsBoundary: statements.map((list) => known(aPolicy(list, { arn: 'arn:aws:iam::111122223333:policy/edge' }))),
  serviceControlPolicies: fc.oneof(
    statements.map((list) => known([[aPolicy(list, { name: 'level' })]])),
    fc.constant(unknown('organizations:ListPolicies was refused')),
  ),
  path: fc.constantFrom('/', '/aws-service-role/bedrock.amazonaws.com/', '/aws-reserved/sso.amazonaws.com/'),
  inlinePolicies: fc.constant(unknown('iam:ListRolePolicies was refused')),
};

const principal: fc.Arbitrary<PrincipalFacts> = fc
  .record({
    user: fc.boolean(),
    own: statements,
    attached,
    facts: fc.record(optional, { requiredKeys: [] }),
  })
  .map(({ user, own, attached: managed, facts }) => {
    const make = user ? aUser : aRole;
    return make({ statements: own, attached: managed, ...facts, ...(user ? { trustPolicy: absent } : {}) });
  });

const filled: CheckSettings = {
  ...defaultCheckSettings,
  pack: 'strict',
  approvedModels: [model],
  approvedGuardrails: [guardrail],
  approvedRegions: ['us-east-1'],
  highCostModels: ['arn:aws:bedrock:*::foundation-model/example.large*'],
  organisations: ['o-exampleorgid'],
  knownAccounts: [{ accountId: '444455556666' }],
  apiKeyPrincipals: ['AROASOMEBODY'],
  classRules: [{ class: 'general', match: { name: 'ml-*' } }],
};
const settings = fc.constantFrom<CheckSettings>(
  defaultCheckSettings,
  { ...defaultCheckSettings, pack: 'strict' },
  filled,
  { ...defaultCheckSettings, administrators: ['AROAMLAPP'] },
);

const other = aRole({
  name: 'ops',
  allows: '*',
  trust: [{ Effect: 'Allow', Principal: '*', Action: 'sts:AssumeRole' }],
});

/** A no is told without what closes it. */
const shortOf = (answer: Answer): unknown =>
  answer.answer === 'no' ? { given: answer.given, answer: answer.answer } : answer;

describe('Asking for what is found alone', () => {
  it('finds exactly the judgements that asking for everything gives, but for each no', () => {
    fc.assert(
      fc.property(principal, settings, fc.boolean(), (facts, set, inAccount) => {
        const cache: PolicyCache = new Map();
        const view = { accountId: facts.accountId, principals: [facts, other], settings: set, now, cache };
        const input = { principal: facts, settings: set, now, ...(inAccount ? { account: viewAccount(view) } : {}) };
        const all = askChecks(input);
        const found = askChecks({ ...input, answers: 'found' });
        const told = all.judgements.filter(({ answer }) => answer.answer !== 'no');
        expect({ ...found, modelAccess: told }).toEqual({ ...all, judgements: told, modelAccess: told });
        expect(shortOf(found.modelAccess)).toEqual(shortOf(all.modelAccess));
      }),
      { numRuns: 100 },
    );
  });

  it('asks a role that can do nothing with AI and nothing with IAM no question of a check that says what it is about', () => {
    const plain = aRole({ allows: ['s3:GetObject', 'sqs:SendMessage'] });
    const asked: string[] = [];
    const watched = checks.map((check) =>
      check.kind === 'access' && check.about !== undefined
        ? { ...check, ask: (...input: Parameters<typeof check.ask>) => (asked.push(check.id), check.ask(...input)) }
        : check,
    );
    const input = { principal: plain, settings: defaultCheckSettings, now, checks: watched };
    expect(askChecks({ ...input, answers: 'found' }).judgements).toEqual([]);
    expect(asked).toEqual([]);
    askChecks(input);
    expect(asked).toContain('RF.SENSITIVE.1');
  });
});
