import { aRole } from '../../../../test/builders/a-principal.ts';
import { askOne, named, sentences } from '../../../../test/builders/ask-one.ts';
import { agentRoleAssumedByOthers } from './check.ts';

const bedrock = 'bedrock.amazonaws.com';
const agentcore = 'bedrock-agentcore.amazonaws.com';
const agent = 'arn:aws:bedrock:us-east-1:111122223333:agent/ABCDEFGHIJ';
const runtime = 'arn:aws:bedrock-agentcore:us-east-1:111122223333:runtime/helper-1';
const statement = (service: string | readonly string[], source?: string) => ({
  Effect: 'Allow',
  Principal: { Service: service },
  Action: 'sts:AssumeRole',
  Condition: {
    StringEquals: { 'aws:SourceAccount': '111122223333' },
    ...(source === undefined ? {} : { ArnLike: { 'aws:SourceArn': source } }),
  },
});
const everybodyHere = {
  Effect: 'Allow',
  Principal: { AWS: 'arn:aws:iam::111122223333:root' },
  Action: 'sts:AssumeRole',
};
const role = (...trust: readonly object[]) => aRole({ trust: trust as never });
const yes = (...args: Parameters<typeof askOne> extends [unknown, ...infer Rest] ? Rest : never) =>
  named(askOne(agentRoleAssumedByOthers, ...args), 'yes');

describe('RF.TRUST.6 An agent role is assumed by its agents only', () => {
  it.each([
    [
      'any agent of the account',
      role(statement(bedrock, 'arn:aws:bedrock:us-east-1:111122223333:agent/*')),
      [`any-agent ${bedrock}`],
    ],
    ['any runtime of the account', role(statement(agentcore)), [`any-agent ${agentcore}`]],
    ['principals of the account too', role(statement(bedrock, agent), everybodyHere), ['another-principal']],
    [
      'another service too',
      role(statement(bedrock, agent), statement('lambda.amazonaws.com')),
      ['service lambda.amazonaws.com'],
    ],
  ])('answers yes for an agent role that trusts %s', (_name, principal, names) => {
    const judged = askOne(agentRoleAssumedByOthers, principal);
    expect(named(judged, 'yes')).toEqual(names);
    expect(judged[0]).toMatchObject({ severity: 'high', containment: 'ask' });
  });

  it.each([
    ['one agent', role(statement(bedrock, agent))],
    ['one runtime', role(statement(agentcore, runtime))],
  ])('answers no for an agent role that trusts %s', (_name, principal) => {
    const judged = askOne(agentRoleAssumedByOthers, principal);
    expect(judged.length).toBeGreaterThan(0);
    expect([...named(judged, 'yes'), ...named(judged, 'unknown')]).toEqual([]);
  });

  it('holds the trust policy against the agents of the settings, and of what runs', () => {
    const two = role(statement(bedrock, agent));
    const agentRoles = (agents: readonly string[]) => ({ settings: { agentRoles: [{ roleArn: two.arn, agents }] } });
    expect(yes(two, agentRoles([agent]))).toEqual([]);
    expect(yes(two, agentRoles([`${agent}X`]))).toEqual([`any-agent ${bedrock}`]);
    const open = role(statement(bedrock));
    expect(yes(open)).toEqual([]);
    expect(yes(open, { others: [], runners: [{ arn: agent, kind: 'agent', roleArn: open.arn }] })).toEqual([
      `any-agent ${bedrock}`,
    ]);
  });

  it('knows the roles that the console makes for agents', () => {
    const made = aRole({ name: 'AmazonBedrockExecutionRoleForAgents_ABC', trust: [statement(bedrock)] });
    expect(sentences(askOne(agentRoleAssumedByOthers, made))).toEqual([
      'bedrock.amazonaws.com can use agent role AmazonBedrockExecutionRoleForAgents_ABC for other agents than its own',
    ]);
  });

  it('asks nothing about roles of batch jobs and of other services', () => {
    expect(
      askOne(
        agentRoleAssumedByOthers,
        role(statement(bedrock, 'arn:aws:bedrock:us-east-1:111122223333:model-invocation-job/*')),
      ),
    ).toEqual([]);
    expect(askOne(agentRoleAssumedByOthers, role(statement('lambda.amazonaws.com'), everybodyHere))).toEqual([]);
  });
});
