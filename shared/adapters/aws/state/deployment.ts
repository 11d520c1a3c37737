import type { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import type { LambdaClient } from '@aws-sdk/client-lambda';
import type { SSMClient } from '@aws-sdk/client-ssm';
import { compareRelease } from '../../../facts/compare-release.ts';
import type { InstalledName } from '../../../facts/installed-functions.ts';
import { wideSources } from '../../../facts/fact-sources.ts';
import type { Known } from '../../../facts/known.ts';
import type { ReleasedRule } from '../../../facts/released.ts';
import type { Deployment } from '../../../facts/wide-state.ts';
import { readDeployedFunctions } from './deployed-functions.ts';
import { readDeployedRules } from './deployed-rules.ts';
import { readReleasedFunctions } from './released-functions.ts';
import { stateFact } from './state-fact.ts';

export type DeploymentClients = { functions: LambdaClient; eventBridge: EventBridgeClient; ssm: SSMClient };

/** What runs of Ringfence in its home Region beside what was released. */
export const readDeployment = async (
  { functions, eventBridge, ssm }: DeploymentClients,
  meant: { released: readonly ReleasedRule[]; installed: readonly InstalledName[]; now: string },
): Promise<Known<Deployment>> => {
  const read = await stateFact(wideSources.deployment.what, async () => ({
    // First: a deployment that begins meanwhile is then seen by the functions' own times.
    recorded: await readReleasedFunctions(ssm),
    rules: await readDeployedRules(eventBridge),
    functions: await readDeployedFunctions(functions),
  }));
  return read.state === 'known' ? compareRelease({ ...read.value, ...meant }) : read;
};
