import { rm } from 'node:fs/promises';
import type { EventEnvelope } from '../../shared/adapters/local/iam/iam-record.ts';
import { manualClock } from '../../shared/adapters/local/local-clock.ts';
import { localWorld, type LocalWorld } from '../../shared/adapters/local/local-world.ts';
import { defaultCheckSettings } from '../../shared/checks/settings.ts';
import { readAuthorizationDetails } from '../../shared/facts/authorization-details.ts';
import { verifyHistory } from '../../shared/history/verify.ts';
import { replayReport } from '../../shared/response/replay-report.ts';
import { approveRestoration } from '../../shared/response/guardrail/approve-restoration.ts';
import { setMode } from '../../shared/response/set-mode.ts';
import { defaultSettings } from '../../shared/response/settings.ts';
import type { Notice } from '../../shared/response/notice.ts';
import { wrapText } from '../wrap-text.ts';
import { drainOutbox } from '../../shared/runtime/drain-outbox.ts';
import { describeVerification } from '../describe-verification.ts';
import { localPipeline, type LocalPipeline } from '../local/local-pipeline.ts';
import type { Terminal } from '../terminal.ts';
import { demoAccount, type DemoAccount } from './demo-account.ts';
import { readDemoAccount, readDemoDay, type DemoDay, type DemoStep } from './demo-day.ts';
import { lookAtAccount } from './look-at-account.ts';
import { teller, type Look, type Teller } from './tell-notice.ts';

type Stage = {
  world: LocalWorld;
  account: DemoAccount;
  pipeline: LocalPipeline;
  terminal: Terminal;
  tell: Teller;
  seen: number;
};

/** Plays the demo day into a fresh local state. @returns whether all of it came out as it should. */
export const playDemo = async (terminal: Terminal, directory: string): Promise<boolean> => {
  const day = await readDemoDay();
  const { principals } = readAuthorizationDetails(await readDemoAccount());
  await rm(directory, { recursive: true, force: true });
  const clock = manualClock(day.begins, 'demo');
  const world = localWorld({ directory, principals, clock, identity: { environment: 'demo' } });
  try {
    await prepare(world, day);
    const stage: Stage = {
      world,
      terminal,
      account: demoAccount(world),
      pipeline: localPipeline(world),
      tell: teller((severity, text) =>
        terminal.paint(severity === 'CRITICAL' || severity === 'HIGH' ? 'red' : 'yellow', text),
      ),
      seen: 0,
    };
    terminal.out(opening(principals.length));
    for (const step of day.steps) {
      clock.set(`${day.begins.slice(0, 11)}${step.at}:00.000Z`);
      await play(stage, step);
    }
    return await close(stage);
  } finally {
    world.close();
  }
};

const prepare = async (world: LocalWorld, day: DemoDay): Promise<void> => {
  const { administrators, resourcePoliciesReviewed, approvers } = day.settings;
  const settings = defaultSettings({ ...defaultCheckSettings, administrators });
  await world.settings.write({ ...settings, resourcePoliciesReviewed, approvers, version: 1 });
  for (const guardrail of day.guardrails) world.bedrock.setGuardrail(guardrail);
  for (const reference of day.guardrailReferences) world.guardrailReferences.set(reference);
  for (const [region, logging] of Object.entries(day.invocationLogging))
    world.bedrock.setInvocationLogging(region, logging);
};

const opening = (principals: number): string =>
  [
    'Ringfence demo: a small account, a day of changes, on this machine only.',
    `Account 111122223333 with ${principals} roles and users. Each change is made in a local IAM, becomes a CloudTrail event,`,
    'passes the rules that the CDK app deploys, and starts the real Lambda handlers.',
  ].join('\n');

const play = async (stage: Stage, step: DemoStep): Promise<void> => {
  const { terminal, world, pipeline } = stage;
  terminal.out(`\n${terminal.paint('bold', `${step.at}  ${step.title}`)}`);
  switch (step.do) {
    case 'sweep':
      await pipeline.sweep(`demo-sweep-${step.at}`);
      break;
    case 'mode': {
      const { to, actor, approver, reason } = step;
      const report = await replayReport(world)({ to });
      await setMode(world)({ to, actor, approver, reason, ...(report === undefined ? {} : { report: report.id }) });
      break;
    }
    case 'undo':
      await takeBack(stage, step);
      break;
    case 'approve-restoration':
      await approveWaiting(stage, step);
      break;
    case 'iam':
    case 'hollow':
    case 'refused':
    case 'delete-guardrail':
    case 'update-guardrail':
      terminal.out(`       ${callOf(step)} by ${step.actor}`);
      stage.account.perform(step);
      break;
  }
  await deliverAll(stage);
  await tellNew(stage);
};

const callOf = (step: Parameters<DemoAccount['perform']>[0]): string => {
  switch (step.do) {
    case 'delete-guardrail':
      return 'bedrock:DeleteGuardrail';
    case 'update-guardrail':
      return 'bedrock:UpdateGuardrail';
    case 'iam':
    case 'hollow':
    case 'refused':
      return `iam:${step.eventName}`;
  }
};

/** Ringfence's own calls come back as events like everybody else's. */
const deliverAll = async (stage: Stage): Promise<void> => {
  const { account, pipeline, world } = stage;
  const echoes: string[] = [];
  for (let events = account.takeEvents(); events.length > 0; events = account.takeEvents()) {
    for (const event of events) {
      const delivered = await pipeline.deliver(event, event.id);
      await tellNew(stage);
      if (delivered.failed.length > 0) say(stage, `DEAD LETTER  ${delivered.failed.join(', ')} gave ${event.id} back`);
      const own = isOwn(event, world);
      if (delivered.access?.did === 'nothing' && !own) {
        const why = delivered.access.refused ? ' for want of permission' : '';
        say(stage, `SIGNAL  the call failed${why}: nothing was granted, nothing is contained`);
      }
      if (delivered.access?.did === 'evaluated' && delivered.access.echo === 'ours') {
        echoes.push(String(event.detail['eventName']));
      }
    }
  }
  if (echoes.length > 0) {
    say(
      stage,
      `ECHO  ${echoes.join(' and ')} came back as events: Ringfence's own recorded calls, so no finding and no loop`,
    );
  }
};

/** A call of one of Ringfence's own roles. */
const isOwn = (event: EventEnvelope, { identity }: LocalWorld): boolean => {
  const caller = JSON.stringify(event.detail['userIdentity']);
  return identity.ownRoleArns.some((arn) => caller.includes(`/${arn.split('/').at(-1) ?? arn}/`));
};

/** What a person does who has read the alert: one approval for the guardrail and whoever may be repointed. */
const approveWaiting = async (stage: Stage, step: DemoStep & { do: 'approve-restoration' }): Promise<void> => {
  const { world, pipeline } = stage;
  const waiting = (await world.restorations.list()).find(({ state }) => state === 'WAITING');
  if (waiting === undefined) {
    say(stage, 'there is no guardrail that waits');
    return;
  }
  const { id, plan } = waiting;
  say(stage, `ringfence approve ${id} --as ${step.actor}`);
  await approveRestoration(world)({ id, planHash: plan.planHash, approver: step.actor });
  await pipeline.restore({ restorationId: id, eventId: `demo-approve-${step.at}` });
};

const takeBack = async (stage: Stage, step: DemoStep & { do: 'undo' }): Promise<void> => {
  const { world, pipeline } = stage;
  const name = step.principal.split('/')[1] ?? '';
  const sagas = await world.sagas.list();
  const saga = sagas.find(({ plan, state }) => plan.subject.arn.endsWith(`/${name}`) && state === 'CONTAINED');
  if (saga === undefined) {
    say(stage, `there is no containment of ${step.principal}`);
    return;
  }
  say(stage, `ringfence undo ${saga.id} --as ${step.actor} --reason "${step.reason}"`);
  await pipeline.undo({ sagaId: saga.id, requestedBy: step.actor, reason: step.reason, requestId: 'demo-undo' });
};

/** Under the step it belongs to, broken between words. */
const say = ({ terminal }: Pick<Stage, 'terminal'>, line: string): void => {
  for (const part of wrapText(line, terminal.width - indent.length)) terminal.out(`${indent}${part}`);
};
const indent = '       ';

const nobody: Look = { witnessNow: () => '', unrelatedNow: () => undefined };

const tellNew = async (stage: Stage): Promise<void> => {
  const { world, tell } = stage;
  await drainOutbox(world);
  const fresh = world.notifier.sent.slice(stage.seen);
  stage.seen = world.notifier.sent.length;
  for (const notice of fresh) {
    for (const line of tell(notice, await lookFor(world, notice))) say(stage, line);
  }
};

const lookFor = async (world: LocalWorld, notice: Notice): Promise<Look> =>
  notice.kind === 'containment' ? lookAtAccount(world.principals, notice.saga, world.clock.now()) : nobody;

const close = async ({ world, terminal }: Stage): Promise<boolean> => {
  const verification = await verifyHistory({
    lines: world.history.read(),
    document: (hash) => world.documents.get(hash),
    head: await world.history.head(),
  });
  const undone = (await world.sagas.list()).some(({ state }) => state === 'UNDONE');
  terminal.out(`\n${terminal.paint('bold', 'The history of the day, verified from its bytes')}`);
  for (const line of describeVerification(verification).split('\n')) say({ terminal }, line);
  terminal.out(
    [
      '',
      'Where a line above says "ringfence", type "npm run -s ringfence --" here: nothing is installed beyond this folder.',
      'Look around in what this left (nothing outside .ringfence/ was touched):',
      '  npm run -s ringfence -- history list        every step, with who and why',
      '  npm run -s ringfence -- history verify      the same verification, any time',
      '  npm run -s ringfence -- explain role/SupportBot   why, with the statements quoted',
      '  npm run -s ringfence -- contain role/SupportBot   the plan and its proof; nothing is written without --yes',
      'Your own account, read-only and offline:',
      '  aws iam get-account-authorization-details > account.json && npm run -s ringfence -- scan account.json',
    ].join('\n'),
  );
  return verification.faults.length === 0 && undone;
};
