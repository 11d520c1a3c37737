import {
  DescribeResourcePolicyCommand,
  LexModelsV2Client,
  ListBotAliasesCommand,
  ListBotsCommand,
} from '@aws-sdk/client-lex-models-v2';
import { GetPolicyCommand, ListApplicationsCommand, QBusinessClient } from '@aws-sdk/client-qbusiness';
import { mockClient } from 'aws-sdk-client-mock';
import pLimit from 'p-limit';
import { awsError } from '../../../../test/builders/aws-error.ts';
import { botPolicies } from './lex-policies.ts';
import { applicationPolicies, listApplications } from './q-business.ts';
import { stateFact } from './state-fact.ts';

const lex = mockClient(LexModelsV2Client);
const q = mockClient(QBusinessClient);
const own = { accountId: '111122223333', partition: 'aws', region: 'eu-west-1' };
const limit = pLimit(2);
const qClient = new QBusinessClient({ region: 'eu-west-1' });
const bots = () => botPolicies(new LexModelsV2Client({ region: 'eu-west-1' }), limit, own);
const applications = () => listApplications(qClient, own);
const policies = async () => applicationPolicies(qClient, await applications(), limit);
const arnOf = (rest: string) => `arn:aws:lex:eu-west-1:111122223333:${rest}`;
const application = 'arn:aws:qbusiness:eu-west-1:111122223333:application/a-1';
const denied = awsError('AccessDeniedException', 403);
const gone = awsError('ResourceNotFoundException', 404);

beforeEach(() => {
  lex.reset();
  q.reset();
  lex.on(ListBotsCommand).resolves({ botSummaries: [{ botId: 'BOT1' }] });
  lex.on(ListBotAliasesCommand, { botId: 'BOT1' }).resolves({ botAliasSummaries: [{ botAliasId: 'LIVE' }] });
  lex.on(DescribeResourcePolicyCommand).rejects(gone);
  q.on(ListApplicationsCommand).resolves({ applications: [{ applicationId: 'a-1', displayName: 'Handbook' }] });
  q.on(GetPolicyCommand, { applicationId: 'a-1' }).resolves({ policy: '{"Id":"a"}' });
});

describe('reading policies of bots', () => {
  it.each(['bot/BOT1', 'bot-alias/BOT1/LIVE'])('gives the one of %s', async (rest) => {
    lex.on(DescribeResourcePolicyCommand, { resourceArn: arnOf(rest) }).resolves({ policy: '{"Id":"b"}' });
    expect(await bots()).toEqual([[arnOf(rest), '{"Id":"b"}']]);
  });

  it('gives nothing of bots without a policy, and of one that was deleted meanwhile', async () => {
    expect(await bots()).toEqual([]);
    expect(lex.commandCalls(DescribeResourcePolicyCommand)).toHaveLength(2);
    lex.on(ListBotAliasesCommand).rejects(gone);
    expect(await bots()).toEqual([]);
  });

  it.each([
    [ListBotsCommand, 'ListBots'],
    [ListBotAliasesCommand, 'ListBotAliases'],
    [DescribeResourcePolicyCommand, 'DescribeResourcePolicy'],
  ] as const)('names the permission that was refused (%#: %s)', async (command, permission) => {
    lex.on(command as typeof ListBotsCommand).rejects(denied);
    expect(await stateFact('they', bots)).toEqual({
      state: 'unknown',
      why: `they were not read: allow lex:${permission}`,
    });
  });
});

describe('reading applications of Q Business', () => {
  it('gives those of every page by ARN and name', async () => {
    q.on(ListApplicationsCommand)
      .resolvesOnce({ applications: [{ applicationId: 'a-1', displayName: 'Handbook' }], nextToken: 'more' })
      .resolves({ applications: [{ applicationId: 'a-2' }] });
    expect(await applications()).toEqual([
      { arn: application, name: 'Handbook' },
      { arn: application.replace('a-1', 'a-2') },
    ]);
  });

  it('gives their policies, and nothing of one without', async () => {
    expect(await policies()).toEqual([[application, '{"Id":"a"}']]);
    q.on(GetPolicyCommand).resolves({});
    expect(await policies()).toEqual([]);
  });

  it.each([
    [ListApplicationsCommand, 'ListApplications'],
    [GetPolicyCommand, 'GetPolicy'],
  ] as const)('names the permission that was refused (%#: %s)', async (command, permission) => {
    q.on(command as typeof ListApplicationsCommand).rejects(denied);
    expect(await stateFact('they', policies)).toEqual({
      state: 'unknown',
      why: `they were not read: allow qbusiness:${permission}`,
    });
  });
});
