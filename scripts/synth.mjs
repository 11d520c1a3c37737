/** Bundles the functions, then synthesises the CDK app into a folder of its own. Usage: npm run synth [-- --output DIR]. */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const given = process.argv.slice(2);
const output = given.includes('--output') ? [] : ['--output', 'cdk.out'];
const quiet = { CDK_DISABLE_VERSION_CHECK: '1', CDK_DISABLE_CLI_TELEMETRY: 'true', AWS_EC2_METADATA_DISABLED: 'true' };

const run = (name, args) => {
  const ran = spawnSync(process.execPath, args, { cwd: root, stdio: 'inherit', env: { ...process.env, ...quiet } });
  if (ran.status !== 0) {
    console.error(`synth: ${name} failed (exit code ${ran.status ?? ran.signal})`);
    process.exit(ran.status ?? 1);
  }
};

run('the build of the functions', ['scripts/build-functions.ts']);
run('cdk synth', ['node_modules/aws-cdk/bin/cdk', 'synth', '--quiet', '--no-notices', ...output, ...given]);
