import { rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { deploy, account, region } from './deploy.ts';
import { emulatedAccount } from './emulated-account.ts';
import { type Emulator, startEmulator } from './emulator.ts';
import { type FaultProxy, startFaultProxy } from './fault-proxy.ts';
import { mailbox, subscribed } from './mailbox.ts';
import { hirePeople } from './people.ts';
import { PutRuleCommand, PutTargetsCommand } from '@aws-sdk/client-eventbridge';
import { buildFunctions } from '../../scripts/build-functions.ts';
import { ringfence } from './ringfence.ts';
import { pythonEnvironment, PythonUnusable } from './python-environment.ts';
import { refusedCalls, sensitiveCalls } from './stories/ai-activity.ts';
import { bridge } from './stories/bridge.ts';
import { doubled, enforceAndUndo, observe, stopped } from './stories/containment.ts';
import { contracts } from './stories/contracts.ts';
import { brokenConnections } from './stories/broken-connections.ts';
import { doctorLooks } from './stories/doctor.ts';
import { guardrailLife, loggingLife } from './stories/guardrails.ts';
import { restoration } from './stories/restoration.ts';
import { history } from './stories/history.ts';
import { latency } from './stories/latency.ts';
import { baseline, lostEvents } from './stories/lost-events.ts';
import { mechanisms } from './stories/mechanisms.ts';
import { cannotRead, cannotWrite } from './stories/missing-permission.ts';
import { approval, exemption } from './stories/people-decide.ts';
import { guardrails, takesItsBoundaryOff, tampering } from './stories/tampering.ts';
import { unreadable } from './stories/unreadable.ts';
import { boundaryRemoved, defaultVersion, twoChanges } from './stories/ways-to-gain.ts';
import { scenarios } from './scenarios.ts';
import { scenarioLines, type Story, tell } from './story.ts';
import type { RunReport } from './repeat-runs.ts';
import type { World } from './world.ts';

/** Told in every run, whatever is chosen. */
const first = baseline();
const stories: readonly Story<World>[] = [
  first,
  bridge,
  observe(),
  latency(),
  doctorLooks(),
  enforceAndUndo(),
  approval(),
  exemption(),
  doubled(),
  twoChanges(),
  stopped(),
  ...mechanisms(),
  defaultVersion(),
  boundaryRemoved(),
  takesItsBoundaryOff(),
  tampering(),
  cannotWrite(),
  cannotRead(),
  brokenConnections(),
  sensitiveCalls(),
  refusedCalls(),
  guardrails(),
  guardrailLife(),
  loggingLife(),
  restoration(),
  lostEvents(),
  unreadable(),
  history(),
  contracts(),
];

/**
 * The whole of Ringfence against an emulated account: the synthesised stacks are deployed by the CDK command line, and every
 * step is an ordinary AWS call by somebody who does not know of Ringfence.
 * @returns the exit code: 0 all passed, 1 some failed, 2 it could not be tried.
 */
export const runEndToEnd = async (args: readonly string[]): Promise<number> => {
  const chosen = chosenStories(args);
  if (chosen.length === 0) {
    console.error(`No story has ${JSON.stringify(args.join(' '))} in its title. Titles:\n${titles()}`);
    return 2;
  }
  const started = performance.now();
  const root = join(import.meta.dirname, '..', '..');
  let emulator: Emulator | undefined;
  let faults: FaultProxy | undefined;
  const stop = () => Promise.all([faults?.stop(), emulator?.stop()]);
  // Ctrl-C must not leave an emulator behind.
  process.once('SIGINT', () => void stop().finally(() => process.exit(130)));
  process.once('SIGTERM', () => void stop().finally(() => process.exit(143)));
  try {
    const python = pythonEnvironment(root);
    emulator = await startEmulator({ python, root, auth: true });
    const folder = dirname(emulator.logFile);
    console.log(`Emulated account ${account} at ${emulator.endpoint}; logs in ${folder}`);
    // A folder of its own: whoever builds at the same time does not take the bundles away.
    const bundles = join(folder, 'functions');
    await buildFunctions(bundles);
    const people = await hirePeople(emulatedAccount(emulator.endpoint));
    await deploy({ emulator, root, folder, bundles });
    console.log(`Both stacks are deployed (${elapsed(started)}).`);
    faults = await startFaultProxy(python, emulator);
    const world = await makeWorld(root, folder, { emulator, faults, people });
    const { passed, failed, failures, shown } = await tell(chosen, world);
    const isWhole = chosen.length === stories.length;
    console.log(`\nWhat was asked for, and what showed it${isWhole ? '' : ' in the stories that were chosen'}:`);
    console.log(scenarioLines(shown).join('\n'));
    const missing = isWhole && shown.size < Object.keys(scenarios).length;
    console.log(
      `\nNot proved here, because the emulator cannot show it:\n${notProved.map((gap) => `  - ${gap}`).join('\n')}\n`,
    );
    await stop();
    if (failed === 0 && !missing) rmSync(folder, { recursive: true, force: true });
    else console.log(`Logs of the emulator, the functions and the deployment: ${folder}`);
    console.log(`${elapsed(started)} in all.`);
    console.log(`${passed} passed, ${failed} failed${missing ? '; not everything that was asked for was shown' : ''}`);
    process.send?.({ passed, failed, failures } satisfies RunReport);
    return failed === 0 && !missing ? 0 : 1;
  } catch (error) {
    if (error instanceof PythonUnusable) console.error(error.message);
    else console.error(error);
    console.log('0 passed, 1 failed');
    return 2;
  } finally {
    await stop();
  }
};

const notProved: readonly string[] = [
  'timing: IAM agrees with itself at once, and events arrive within milliseconds',
  'service and resource control policies: there is no Organizations',
  'service-specific credentials and the revocation of sessions: the emulator knows neither them nor aws:TokenIssueTime',
  'boundaries in a bulk read: GetAccountAuthorizationDetails leaves them out, so a sweep sees contained roles without theirs',
  'read-only model calls: rules in the state that lets them through are never matched',
  'rules whose queue is gone: nothing comes to the dead-letter queue of a rule',
  'reserved concurrency, alarms on queue depth and on errors, delivery between Regions: asserted on the templates',
  'what the condition keys iam:PermissionsBoundary and iam:PolicyARN hold, and SetDefaultPolicyVersion: as test/e2e/ministack says',
];

const titles = (): string => stories.map(({ title }) => `  ${title}`).join('\n');

/** `npm run e2e -- guardrail` runs the stories with that word in their title; `"guardrail|by hand"` those with one or the other. */
const chosenStories = (args: readonly string[]): readonly Story<World>[] => {
  const words = args.join(' ').toLowerCase().split('|');
  const named = stories.filter(({ title }) => words.some((each) => title.toLowerCase().includes(each)));
  return named.length === 0 || named.includes(first) ? named : [first, ...named];
};

const elapsed = (started: number): string => `${((performance.now() - started) / 1000).toFixed(0)} s`;

const makeWorld = async (
  root: string,
  folder: string,
  { emulator, faults, people }: Pick<World, 'emulator' | 'faults' | 'people'>,
): Promise<World> => {
  const emulated = emulatedAccount(emulator.endpoint);
  const clients = emulated.asRoot;
  const trail = await mailbox(clients, 'e2e-trail', 'events.amazonaws.com');
  await clients.eventBridge.send(
    new PutRuleCommand({
      Name: 'e2e-trail',
      EventPattern: JSON.stringify({ 'detail-type': ['AWS API Call via CloudTrail'] }),
    }),
  );
  await clients.eventBridge.send(
    new PutTargetsCommand({ Rule: 'e2e-trail', Targets: [{ Id: 'box', Arn: trail.arn }] }),
  );
  // What the owners of this account decided. The emulator agrees at once, so two agreeing reads need not be ten seconds apart, and in
  // a few minutes more is contained here than in most accounts in a year.
  const often = 1_000;
  await ringfence(clients).decide({
    agreeAfter: 200,
    resourcePoliciesReviewed: true,
    levels: ['surgical', 'sensitive', 'quarantine'],
    blast: {
      perAccountTenMinutes: often,
      perAccountDay: often,
      perOrganisationDay: often,
      perCheckHour: often,
      percentOfPrincipalsDay: 100,
    },
  });
  const topic = (name: string) => `arn:aws:sns:${region}:${account}:ringfence-${name}`;
  return {
    root,
    folder,
    emulator,
    faults,
    account: emulated,
    people,
    trail,
    alerts: await subscribed(clients, 'e2e-alerts', topic('alerts')),
    urgent: await subscribed(clients, 'e2e-urgent', topic('alerts-urgent')),
    escalations: await subscribed(clients, 'e2e-escalations', topic('escalations')),
    events: await subscribed(clients, 'e2e-events', topic('events')),
  };
};
