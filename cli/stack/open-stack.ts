import { awsClients, type AwsClients } from '../../shared/adapters/aws/aws-clients.ts';
import {
  type Caller,
  readCaller,
  readFunctionOf,
  type ReadFromAws,
} from '../../shared/adapters/aws/installed/read-installation.ts';
import { readInstalledParts } from '../../shared/adapters/aws/installed/read-installed-parts.ts';
import { sendRequest } from '../../shared/adapters/aws/installed/sqs-requests-of-people.ts';
import { systemClock } from '../../shared/adapters/aws/system-clock.ts';
import { awsPorts } from '../../shared/runtime/aws-ports.ts';
import { type Config, ConfigInvalid, readConfig } from '../../shared/runtime/config.ts';
import { CommandError } from '../command-error.ts';
import { exitCode } from '../exit-code.ts';
import type { Deployed } from './deployed.ts';

/** IAM and Organizations events exist there only, so that is where the functions stand. */
const region = 'us-east-1';
const connection = { region, requestTimeout: 10_000 };
/** Knows the whole of detection, and is there with or without containment. */
const anyFunction = 'ringfence-sweep-account';
const containingFunction = 'ringfence-contain';

/**
 * Opens a deployed installation through the caller's own credentials. Names of tables, parameters and queues are those that the
 * stack gave its own functions.
 * @throws CommandError by name: no credentials, no such stack, another account
 */
export const openStack = async (stack: string, clients: AwsClients = awsClients(connection)): Promise<Deployed> => {
  const caller = await callerOf(clients);
  const lambda = clients.functions(region);
  const containing = await readFunctionOf(lambda, containingFunction);
  const read = containing.found === 'no' ? await readFunctionOf(lambda, anyFunction) : containing;
  const there = `account ${caller.accountId}, ${region}`;
  if (read.found === 'no') {
    throw new CommandError(`there is no Ringfence in ${there}`, {
      next: 'npx cdk deploy --all (docs/deploy.md), or choose another AWS_PROFILE',
    });
  }
  const found = got(read, `the functions in ${there}`, 'choose another AWS_PROFILE');
  needStack(stack, found.stack, containing.found === 'yes');
  const config = configOf(found.environment);
  if (config.identity.accountId !== caller.accountId) {
    throw new CommandError(`this Ringfence watches ${config.identity.accountId}, the credentials are of ${there}`);
  }
  return {
    ports: awsPorts({ ...config, connection }, clients),
    caller: caller.arn,
    containment: containing.found === 'yes',
    ask: async (worker, group, message) => {
      const queueUrl = config.sweepQueueUrl.replace(/ringfence-sweep-account$/u, `ringfence-${worker}.fifo`);
      const { sent } = await sendRequest(clients.sqs, { queueUrl, group, message });
      if (sent) return;
      throw new CommandError(`nobody can do it: the queue of ${worker} is not there`, {
        next: `ringfence doctor --stack ${stack}; where the stack that acts was taken off: docs/deploy.md, "Taking containment off again"`,
        code: exitCode.incomplete,
      });
    },
    readParts: () =>
      readInstalledParts(clients, {
        region,
        watchedRegions: config.identity.watchedRegions,
        topics: [config.urgentTopicArn, config.alertsTopicArn, config.escalationTopicArn],
        now: systemClock.now(),
      }),
  };
};

/** The stacks of one app stand for one installation: either name is right. */
const needStack = (wanted: string, actual: string | undefined, containment: boolean): void => {
  const names = new Set(['RingfenceDetection', ...(containment ? ['RingfenceContainment'] : []), actual ?? wanted]);
  if (names.has(wanted)) return;
  throw new CommandError(`there is no stack ${wanted} of Ringfence here; there is ${[...names].sort().join(' and ')}`);
};

const configOf = (environment: Readonly<Record<string, string>>): Config => {
  try {
    return readConfig({ ...environment, AWS_REGION: region });
  } catch (error) {
    if (!(error instanceof ConfigInvalid)) throw error;
    throw new CommandError('the deployed functions are of another version than this command', {
      next: `use the release that was deployed, or deploy this one: ${error.message}`,
      code: exitCode.incomplete,
      cause: error,
    });
  }
};

/** Whose credentials these are. @throws CommandError by name */
export const callerOf = async (clients: Pick<AwsClients, 'sts'>): Promise<Caller> =>
  got(await readCaller(clients.sts), 'whose credentials these are', 'sign in: aws sts get-caller-identity');

const got = <T>(read: ReadFromAws<T>, what: string, next: string): T => {
  switch (read.found) {
    case 'yes':
      return read.value;
    case 'no':
      throw new CommandError(`AWS does not say ${what}`, { next });
    case 'refused':
      throw new CommandError(`not allowed to read ${what}`, { next: `allow ${read.why}`, code: exitCode.incomplete });
    case 'failed':
      throw new CommandError(`could not read ${what}: ${read.why}`, { next, code: exitCode.incomplete });
  }
};
