import { GetParameterCommand } from '@aws-sdk/client-ssm';
import type { Known } from '../../../facts/known.ts';
import type { Trail } from '../../../facts/wide-state.ts';
import type { AwsClients } from '../aws-clients.ts';
import { allowedBy, stateFact, unlessMissing } from '../state/state-fact.ts';
import { readTrails } from '../state/trails.ts';

/** What an account must have before anything is deployed into it. */
export type Readiness = {
  trails: Known<readonly Trail[]>;
  /** Version of the CDK's bootstrap stack; `undefined`: none. */
  bootstrap: Known<number | undefined>;
};

/** AWS CDK Developer Guide, "Bootstrap template": the parameter by which a deployment finds it. */
const bootstrapParameter = '/cdk-bootstrap/hnb659fds/version';

/** @param trailsOf Regions whose trails are looked for. The bootstrap is that of the clients' own Region. */
export const readReadiness = async (
  clients: Pick<AwsClients, 'cloudTrail' | 'ssm'>,
  trailsOf: readonly string[],
): Promise<Readiness> => ({
  trails: await stateFact('trails', () => readTrails(clients.cloudTrail, trailsOf)),
  bootstrap: await stateFact('parameters of the CDK', async () => {
    const read = await unlessMissing([], () =>
      allowedBy('ssm:GetParameter', () => clients.ssm.send(new GetParameterCommand({ Name: bootstrapParameter }))),
    );
    return read?.Parameter?.Value === undefined ? undefined : Number(read.Parameter.Value);
  }),
});
