import { aRole } from '../../../../test/builders/a-principal.ts';
import { askOne, named, sentences } from '../../../../test/builders/ask-one.ts';
import { catalogueAction } from '../../../reasoning/catalogue/action-catalogue.ts';
import { aiServicePrincipals } from '../../sensitive/passed-to-ai-services.ts';
import { aiRunActions } from '../run-actions.ts';
import { passRoleAndRun } from './check.ts';

const trusting = (service: string, source?: string) =>
  aRole({
    name: 'strong',
    allows: ['bedrock:DeleteGuardrail', 'iam:CreateUser'],
    trust: [
      {
        Effect: 'Allow',
        Principal: { Service: service },
        Action: 'sts:AssumeRole',
        ...(source === undefined ? {} : { Condition: { ArnLike: { 'aws:SourceArn': source } } }),
      },
    ],
  });
const pass = { Effect: 'Allow', Action: 'iam:PassRole', Resource: '*' };
const running = (action: string | readonly string[]) => aRole({ allows: action, statements: [pass] });

describe('RF.ESCALATE.2 PassRole plus run', () => {
  it.each(aiRunActions.map((row) => [row.action, row] as const))(
    'answers yes for PassRole and %s on a role that can do more',
    (action, { service, source }) => {
      const judged = askOne(passRoleAndRun, running(action), { others: [trusting(service)] });
      expect(named(judged, 'yes')).toEqual([source === undefined ? service : action]);
      expect(sentences(judged)[0]).toMatch(new RegExp(` by ${action}$`));
      expect(judged[0]).toMatchObject({ severity: 'critical', containment: 'deny' });
      expect(judged[0]?.because.map(({ source }) => source.layer)).toContain('identity');
    },
  );

  it('lists actions that the catalogue holds, and services that are asked about for PassRole alone too', () => {
    expect(aiRunActions.filter(({ action }) => catalogueAction(action)?.name !== action)).toEqual([]);
    const services: readonly string[] = aiServicePrincipals;
    expect(aiRunActions.filter(({ service }) => !services.includes(service))).toEqual([]);
  });

  it('tells running code from acting by instructions', () => {
    const code = running('sagemaker:CreateTrainingJob');
    expect(sentences(askOne(passRoleAndRun, code, { others: [trusting('sagemaker.amazonaws.com')] }))).toEqual([
      'ml-app can run code as strong by sagemaker:CreateTrainingJob',
    ]);
    const agent = running('bedrock:CreateAgent');
    expect(sentences(askOne(passRoleAndRun, agent, { others: [trusting('bedrock.amazonaws.com')] }))).toEqual([
      'ml-app can act as strong by bedrock:CreateAgent',
    ]);
  });

  it.each([
    ['it may not pass the role', aRole({ allows: 'sagemaker:CreateTrainingJob' }), trusting('sagemaker.amazonaws.com')],
    ['it may not run anything', aRole({ statements: [pass] }), trusting('sagemaker.amazonaws.com')],
    ['the role trusts another service', running('sagemaker:CreateTrainingJob'), trusting('bedrock.amazonaws.com')],
    [
      'the role is for batch jobs and it may create agents',
      running('bedrock:CreateAgent'),
      trusting('bedrock.amazonaws.com', 'arn:aws:bedrock:us-east-1:111122223333:model-invocation-job/*'),
    ],
    [
      'a boundary takes PassRole away',
      {
        ...running('sagemaker:CreateTrainingJob'),
        permissionsBoundary: {
          state: 'known' as const,
          value: {
            name: 'b',
            text: JSON.stringify({
              Version: '2012-10-17',
              Statement: [{ Effect: 'Allow', Action: 'sagemaker:*', Resource: '*' }],
            }),
          },
        },
      },
      trusting('sagemaker.amazonaws.com'),
    ],
  ])('answers no where %s', (_name, principal, other) => {
    const judged = askOne(passRoleAndRun, principal, { others: [other] });
    expect([...named(judged, 'yes'), ...named(judged, 'unknown')]).toEqual([]);
  });

  it('answers yes where the trust policy tells the kind apart and it may create that kind', () => {
    const agents = trusting('bedrock.amazonaws.com', 'arn:aws:bedrock:us-east-1:111122223333:agent/*');
    expect(named(askOne(passRoleAndRun, running('bedrock:CreateAgent'), { others: [agents] }), 'yes')).toEqual([
      'bedrock:CreateAgent',
    ]);
  });

  it('is contained by either half: the other one alone runs nothing', () => {
    const [judged] = askOne(passRoleAndRun, running('sagemaker:CreateTrainingJob'), {
      others: [trusting('sagemaker.amazonaws.com')],
    });
    expect(judged?.ask).toMatchObject({
      all: [
        { actions: ['iam:PassRole'] },
        { actions: expect.arrayContaining(['sagemaker:CreateTrainingJob']) as string[] },
      ],
    });
  });

  it('says once that the other principals are missing where one is judged by itself', () => {
    const judged = askOne(passRoleAndRun, running(['sagemaker:CreateTrainingJob', 'bedrock:CreateAgent']));
    const reasons = judged.map(({ answer }) =>
      answer.answer === 'unknown' && 'why' in answer ? answer.why.detail : '',
    );
    expect(new Set(reasons).size).toBe(1);
    expect(reasons[0]).toContain('iam:GetAccountAuthorizationDetails');
  });
});
