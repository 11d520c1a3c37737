import { awsClients, type AwsClients } from '../../../shared/adapters/aws/aws-clients.ts';
import { readCaller } from '../../../shared/adapters/aws/installed/read-installation.ts';
import { readReadiness } from '../../../shared/adapters/aws/installed/read-readiness.ts';
import { CommandError } from '../../command-error.ts';
import type { DoctorItem } from '../doctor-item.ts';
import { ofKnown, ok } from './item-of.ts';
import { trailItems } from './trail-items.ts';

/** Where Ringfence stands, whatever the Region of the credentials: IAM's events exist there only. */
const region = 'us-east-1';
/** The first that `cdk deploy` of this CDK takes. */
const oldestBootstrap = 6;

/** What would make a deployment fail, or succeed and hear nothing. @throws CommandError without credentials */
export const beforeDeploy = async (
  clients: AwsClients = awsClients({ region, requestTimeout: 10_000 }),
): Promise<readonly DoctorItem[]> => {
  const caller = await readCaller(clients.sts);
  if (caller.found !== 'yes') {
    throw new CommandError('AWS does not say whose credentials these are', {
      next: 'sign in: aws sts get-caller-identity',
    });
  }
  const { accountId, arn } = caller.value;
  const { trails, bootstrap } = await readReadiness(clients, region);
  return [
    ok('credentials', `${arn}: Ringfence will watch account ${accountId} from ${region}`),
    ...ofKnown('bootstrap', bootstrap, (version): readonly DoctorItem[] =>
      version !== undefined && version >= oldestBootstrap
        ? [ok('bootstrap', `the CDK's bootstrap stack is there, version ${version}`)]
        : [
            {
              about: 'bootstrap',
              level: 'error',
              code: 'no-bootstrap',
              at: `aws://${accountId}/${region}`,
              what:
                version === undefined
                  ? 'the CDK was never bootstrapped here'
                  : `the bootstrap stack is of version ${version}`,
              fix: `npx cdk bootstrap aws://${accountId}/${region}`,
            },
          ],
    ),
    ...trailItems(trails),
  ];
};
