import {
  GetBrowserCommand,
  GetCodeInterpreterCommand,
  GetGatewayCommand,
  GetHarnessCommand,
  paginateListBrowsers,
  paginateListCodeInterpreters,
  type BedrockAgentCoreControlClient,
  type HarnessSummary,
} from '@aws-sdk/client-bedrock-agentcore-control';
import type { LimitFunction } from 'p-limit';
import type { Runner } from '../../../facts/runner.ts';
import { required } from '../iam-read.ts';
import { allowedBy, unlessMissing } from './state-fact.ts';

type Client = BedrockAgentCoreControlClient;

/** Harnesses with their roles (Amazon Bedrock AgentCore Control Plane API Reference, "GetHarness"). */
export const harnessRunners = async (
  client: Client,
  listed: readonly HarnessSummary[],
  limit: LimitFunction,
): Promise<readonly Runner[]> =>
  present(
    listed.map(({ harnessId }) =>
      limit(() =>
        unlessMissing([], async () => {
          const { harness } = await allowedBy('bedrock-agentcore:GetHarness', () =>
            client.send(new GetHarnessCommand({ harnessId: required(harnessId, 'harnessId') })),
          );
          const { arn, executionRoleArn } = required(harness, 'harness');
          return runnerOf('harness', required(arn, 'arn of a harness'), executionRoleArn);
        }),
      ),
    ),
  );

/** What a gateway calls, it calls as its role ("GetGateway"). */
export const gatewayRunners = async (
  client: Client,
  ids: readonly string[],
  limit: LimitFunction,
): Promise<readonly Runner[]> =>
  present(
    ids.map((gatewayIdentifier) =>
      limit(() =>
        unlessMissing([], async () => {
          const { gatewayArn, roleArn } = await allowedBy('bedrock-agentcore:GetGateway', () =>
            client.send(new GetGatewayCommand({ gatewayIdentifier })),
          );
          return runnerOf('gateway', required(gatewayArn, 'gatewayArn'), roleArn);
        }),
      ),
    ),
  );

/** Those of the account: the ones of AWS have no role ("ListCodeInterpreters"). */
export const interpreterRunners = async (client: Client, limit: LimitFunction): Promise<readonly Runner[]> => {
  const ids = await allowedBy('bedrock-agentcore:ListCodeInterpreters', async () => {
    const all: string[] = [];
    for await (const page of paginateListCodeInterpreters({ client }, { type: 'CUSTOM' }))
      for (const { codeInterpreterId } of required(page.codeInterpreterSummaries, 'codeInterpreterSummaries'))
        all.push(required(codeInterpreterId, 'codeInterpreterId'));
    return all;
  });
  return present(
    ids.map((codeInterpreterId) =>
      limit(() =>
        unlessMissing([], async () => {
          const { codeInterpreterArn, executionRoleArn } = await allowedBy('bedrock-agentcore:GetCodeInterpreter', () =>
            client.send(new GetCodeInterpreterCommand({ codeInterpreterId })),
          );
          return runnerOf('code-interpreter', required(codeInterpreterArn, 'codeInterpreterArn'), executionRoleArn);
        }),
      ),
    ),
  );
};

/** The same of browsers ("ListBrowsers"). */
export const browserRunners = async (client: Client, limit: LimitFunction): Promise<readonly Runner[]> => {
  const ids = await allowedBy('bedrock-agentcore:ListBrowsers', async () => {
    const all: string[] = [];
    for await (const page of paginateListBrowsers({ client }, { type: 'CUSTOM' }))
      for (const { browserId } of required(page.browserSummaries, 'browserSummaries'))
        all.push(required(browserId, 'browserId'));
    return all;
  });
  return present(
    ids.map((browserId) =>
      limit(() =>
        unlessMissing([], async () => {
          const { browserArn, executionRoleArn } = await allowedBy('bedrock-agentcore:GetBrowser', () =>
            client.send(new GetBrowserCommand({ browserId })),
          );
          return runnerOf('browser', required(browserArn, 'browserArn'), executionRoleArn);
        }),
      ),
    ),
  );
};

const runnerOf = (kind: Runner['kind'], arn: string, roleArn: string | undefined): Runner | undefined =>
  roleArn === undefined ? undefined : { arn, kind, roleArn };

/** Without those that have no role, or were deleted since they were listed. */
const present = async (reading: readonly Promise<Runner | undefined>[]): Promise<readonly Runner[]> =>
  (await Promise.all(reading)).filter((runner) => runner !== undefined);
