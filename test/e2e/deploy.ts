import { spawn } from 'node:child_process';
import { createWriteStream, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Emulator } from './emulator.ts';

export const account = '000000000000';
export const region = 'us-east-1';

/** The emulator takes any key for the root of its account; no key of the developer is ever passed on. */
export const rootCredentials = { accessKeyId: 'test', secretAccessKey: 'test' } as const;

/** Boundaries of a team of the account, which undo may put back. */
export const teamPath = '/team/';

/** Everything that can be installed is: each kind of write has a function or a role of its own. */
const choices = {
  account,
  containment: true,
  containInline: 'beside-boundaries',
  containKeys: true,
  restoreBoundaries: [`arn:aws:iam::${account}:policy${teamPath}*`],
  environment: 'e2e',
  synthesizer: 'cli',
};

/** Deploys the synthesised app with the CDK command line, as an owner would: bootstrap, then both stacks. */
export const deploy = async (input: {
  emulator: Emulator;
  root: string;
  folder: string;
  bundles: string;
}): Promise<void> => {
  const { emulator, root, folder } = input;
  const configuration = { ...choices, bundles: input.bundles };
  const environment = {
    PATH: `${join(root, 'node_modules', '.bin')}:${process.env['PATH'] ?? ''}`,
    HOME: folder,
    AWS_ENDPOINT_URL: emulator.endpoint,
    AWS_ACCESS_KEY_ID: rootCredentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: rootCredentials.secretAccessKey,
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
    AWS_EC2_METADATA_DISABLED: 'true',
    NODE_EXTRA_CA_CERTS: emulator.certificates,
    CDK_DISABLE_VERSION_CHECK: '1',
    CDK_DISABLE_CLI_TELEMETRY: 'true',
    // Synthesis was judged by npm run synth; here it is deployed.
    CDK_VALIDATION: 'false',
  };
  const log = join(folder, 'cdk.log');
  const cdk = (args: readonly string[]) => run(root, environment, log, args);
  const context = ['--context', `ringfence=${JSON.stringify(configuration)}`, '--output', join(folder, 'cdk.out')];
  // The template's own default for this list is read as one empty name by the emulator.
  const administrator = ['--cloudformation-execution-policies', 'arn:aws:iam::aws:policy/AdministratorAccess'];
  await cdk(['bootstrap', `aws://${account}/${region}`, '--no-notices', ...administrator, ...context]);
  await cdk(['deploy', '--all', '--require-approval', 'never', '--no-notices', '--concurrency', '1', ...context]);
};

const run = (root: string, env: NodeJS.ProcessEnv, logFile: string, args: readonly string[]): Promise<void> =>
  new Promise((resolve, reject) => {
    const log = createWriteStream(logFile, { flags: 'a' });
    const child = spawn(process.execPath, [join(root, 'node_modules', 'aws-cdk', 'bin', 'cdk'), ...args], {
      cwd: root,
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    child.stdout.pipe(log, { end: false });
    child.stderr.pipe(log, { end: false });
    child.once('error', reject);
    child.once('close', (code) => {
      log.end(() => {
        if (code === 0) resolve();
        else
          reject(
            new Error(
              `cdk ${args[0] ?? ''} ended with ${String(code)}:\n${readFileSync(logFile, 'utf8').slice(-3_000)}`,
            ),
          );
      });
    });
  });
