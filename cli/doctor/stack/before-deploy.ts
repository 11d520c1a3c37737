import { awsClients, type AwsClients } from '../../../shared/adapters/aws/aws-clients.ts';
import { readReadiness } from '../../../shared/adapters/aws/installed/read-readiness.ts';
import type { Known } from '../../../shared/facts/known.ts';
import { callerOf } from '../../stack/open-stack.ts';
import type { DoctorItem } from '../doctor-item.ts';
import { configurationFile } from '../../../shared/runtime/installation/read-configuration.ts';
import { readInstallationPlan } from './installation-file.ts';
import { ofKnown, ok } from './item-of.ts';
import { trailItems } from './trail-items.ts';

/** Where Ringfence stands, whatever the Region of the credentials: IAM's events exist there only. */
const home = 'us-east-1';
/** The first that `cdk deploy` of this CDK takes. */
const oldestBootstrap = 6;
const connection = (region: string) => awsClients({ region, requestTimeout: 10_000 });

/**
 * What would make a deployment fail, or succeed and hear nothing.
 * @param directory where ringfence.config.json stands, if there is one
 * @throws CommandError without credentials
 */
export const beforeDeploy = async (
  directory: string,
  clientsOf: (region: string) => AwsClients = connection,
): Promise<readonly DoctorItem[]> => {
  const plan = readInstallationPlan(directory);
  const clients = clientsOf(home);
  const { accountId, arn } = await callerOf(clients);
  const regions = [home, ...plan.further];
  const { trails } = await readReadiness(clients, regions);
  const bootstraps: DoctorItem[] = [];
  for (const region of plan.bootstraps ? regions : []) {
    const { bootstrap } = await readReadiness(clientsOf(region), []);
    bootstraps.push(...bootstrapItems(`aws://${accountId}/${region}`, bootstrap));
  }
  return [
    plan.account === undefined || plan.account.account === accountId
      ? ok(
          'credentials',
          `${arn}: Ringfence will stand in ${home} and watch account ${accountId} in ${regions.join(', ')}`,
        )
      : {
          about: 'credentials',
          level: 'error',
          code: 'other-account',
          at: `${configurationFile} ${plan.account.where}`,
          what: `the configuration is for account ${plan.account.account}, and the credentials are of ${accountId}`,
          fix: `choose the AWS_PROFILE of that account, or mend ${plan.account.where}`,
        },
    ...bootstraps,
    ...trailItems(trails, regions),
  ];
};

const bootstrapItems = (at: string, bootstrap: Known<number | undefined>): readonly DoctorItem[] =>
  ofKnown('bootstrap', bootstrap, (version): readonly DoctorItem[] =>
    version !== undefined && version >= oldestBootstrap
      ? [ok('bootstrap', `the CDK's bootstrap stack is in ${at}, version ${version}`)]
      : [
          {
            about: 'bootstrap',
            level: 'error',
            code: 'no-bootstrap',
            at,
            what:
              version === undefined
                ? 'the CDK was never bootstrapped here'
                : `the bootstrap stack is of version ${version}`,
            fix: `npx cdk bootstrap ${at}`,
          },
        ],
  );
