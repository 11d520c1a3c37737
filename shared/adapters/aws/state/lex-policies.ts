import {
  DescribeResourcePolicyCommand,
  paginateListBotAliases,
  paginateListBots,
  type LexModelsV2Client,
} from '@aws-sdk/client-lex-models-v2';
import type { LimitFunction } from 'p-limit';
import { required } from '../iam-read.ts';
import { policiesOf, type PolicyEntry } from './policies-of.ts';
import { allowedBy, unlessMissing } from './state-fact.ts';

/** Policies of the bots of Lex V2 and of their aliases (Amazon Lex Model Building V2 API Reference, "DescribeResourcePolicy"). */
export const botPolicies = async (
  client: LexModelsV2Client,
  limit: LimitFunction,
  { accountId, partition, region }: { accountId: string; partition: string; region: string },
): Promise<readonly PolicyEntry[]> => {
  const ids = await allowedBy('lex:ListBots', async () => {
    const all: string[] = [];
    for await (const page of paginateListBots({ client }, {}))
      all.push(...(page.botSummaries ?? []).map(({ botId }) => required(botId, 'botId')));
    return all;
  });
  const lex = `arn:${partition}:lex:${region}:${accountId}`;
  // The lists give ids alone.
  const arns = await Promise.all(
    ids.map((botId) =>
      limit(async () => [
        `${lex}:bot/${botId}`,
        // A bot that was deleted since it was listed has no aliases.
        ...((await unlessMissing([], () => aliasesOf(client, botId))) ?? []).map(
          (aliasId) => `${lex}:bot-alias/${botId}/${aliasId}`,
        ),
      ]),
    ),
  );
  return policiesOf(
    arns.flat(),
    (resourceArn) =>
      allowedBy(
        'lex:DescribeResourcePolicy',
        async () => (await client.send(new DescribeResourcePolicyCommand({ resourceArn }))).policy,
      ),
    limit,
  );
};

const aliasesOf = (client: LexModelsV2Client, botId: string): Promise<readonly string[]> =>
  allowedBy('lex:ListBotAliases', async () => {
    const all: string[] = [];
    for await (const page of paginateListBotAliases({ client }, { botId }))
      all.push(...(page.botAliasSummaries ?? []).map(({ botAliasId }) => required(botAliasId, 'botAliasId')));
    return all;
  });
