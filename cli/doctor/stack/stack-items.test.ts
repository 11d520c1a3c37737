import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { InstalledParts } from '../../../shared/adapters/aws/installed/installed-parts.ts';
import type { DeployedRule } from '../../../shared/facts/deployed.ts';
import type { DeployedPart } from '../../../shared/facts/wide-state.ts';
import { known, knownInPart, unknown } from '../../../shared/facts/known.ts';
import { checks } from '../../../shared/checks/catalogue.ts';
import { changeRules } from '../../../shared/runtime/event-rules/change-patterns.ts';
import { heardEvents, listeners, orphanTriggers } from '../../../shared/runtime/event-rules/heard-events.ts';
import { shapeHash } from '../../../shared/facts/released-policy.ts';
import { aPolicy, aRole } from '../../../test/builders/a-principal.ts';
import { aWorld } from '../../../test/builders/a-world.ts';
import { run } from '../../run.ts';
import type { Deployed } from '../../stack/deployed.ts';
import { recordingTerminal } from '../../terminal.ts';

const now = '2026-11-21T21:00:00.000Z';
const account = '111122223333';
const quiet = { inference: false, dataEvents: false };
const rules: readonly DeployedRule[] = listeners.flatMap((listener) =>
  changeRules(
    heardEvents(listener, quiet, listener === 'evaluate-access-change' ? orphanTriggers(checks, listeners, quiet) : []),
    [account],
  ).map(({ name, pattern }) => ({
    name: `ringfence-${listener}-${name}`,
    enabled: true,
    pattern,
    targets: [{ arn: `arn:aws:sqs:us-east-1:${account}:ringfence-${listener}`, deadLetters: true }],
  })),
);
const clocks: readonly DeployedRule[] = [
  ['ringfence-sweep', 'ringfence-sweep-account'],
  ['ringfence-notify', 'ringfence-notify'],
  ['ringfence-heartbeat', 'ringfence-heartbeat'],
  ['ringfence-tend-contain', 'ringfence-contain.fifo'],
  ['ringfence-tend-restore-guardrail', 'ringfence-restore-guardrail.fifo'],
  ['ringfence-tend-undo', 'ringfence-undo.fifo'],
].map(([name = '', queue = '']) => ({
  name,
  enabled: true,
  targets: [{ arn: `arn:aws:sqs:us-east-1:${account}:${queue}`, deadLetters: true }],
}));
const names = [...listeners, 'notify', 'sweep-account', 'heartbeat', 'contain', 'undo', 'restore-guardrail'];
const functions = names.map((name) => ({
  name: `ringfence-${name}`,
  runtime: 'nodejs24.x',
  mappings: [{ id: `mapping-of-${name}`, state: 'Enabled' }],
  lastRunAt: '2026-11-21T20:30:00.000Z',
}));
const functionsWith = (state: string, changedAt?: string) =>
  known(
    functions.map((each) => ({
      ...each,
      mappings: [{ id: 'm-1', state, ...(changedAt === undefined ? {} : { changedAt }) }],
    })),
  );
const queues = [
  ...names.flatMap((name) => {
    const suffix = ['contain', 'undo', 'restore-guardrail'].includes(name) ? '.fifo' : '';
    return [
      { name: `ringfence-${name}${suffix}`, waiting: 0, deadLetters: true },
      { name: `ringfence-${name}-dead${suffix}`, waiting: 0, deadLetters: false },
    ];
  }),
  { name: 'ringfence-undelivered', waiting: 0, deadLetters: false },
  { name: 'ringfence-undelivered-containment', waiting: 0, deadLetters: false },
];
const queuesWhere = (name: string, given: Partial<(typeof queues)[number]>) =>
  known(queues.map((queue) => (queue.name === name ? { ...queue, ...given } : queue)));
const trail = {
  arn: `arn:aws:cloudtrail:us-east-1:${account}:trail/all`,
  homeRegion: 'us-east-1',
  everyRegion: true,
  logging: true,
  managementWrites: true,
  managementReads: true,
  dataEvents: [],
};
const topics = ['alerts-urgent', 'alerts', 'escalations'].map((name) => ({
  arn: `arn:aws:sns:us-east-1:${account}:ringfence-${name}`,
  there: true,
  confirmed: 1,
  waiting: 0,
}));
const topicsWhere = (name: string, given: Partial<(typeof topics)[number]>) => ({
  parts: { topics: known(topics.map((each) => (each.arn.endsWith(`-${name}`) ? { ...each, ...given } : each))) },
});
const lambda = { Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' };
const readRoles = { Sid: 'Read', Effect: 'Allow', Action: 'iam:GetRole', Resource: '*' };
const ownRole = {
  schemaVersion: '1' as const,
  role: 'ringfence-notify',
  policy: 'own',
  statements: [{ sid: 'Read', hash: shapeHash(readRoles, () => false), texts: [] }],
  trust: [{ sid: 'statement 1', hash: shapeHash(lambda, () => false), texts: [] }],
  boundary: 'none',
};
const ownRoleInIam = aRole({
  name: ownRole.role,
  trust: [lambda],
  inlinePolicies: known([aPolicy(readRoles, { name: 'inline:own' })]),
});
const same = { deployed: 'code one=', released: 'code one=' };
const sound = {
  functions: known(functions),
  rules: known([...rules, ...clocks]),
  deployment: known({ release: '0.1.0', parts: [{ kind: 'function', name: 'ringfence-notify', ...same }] }),
  queues: known(queues),
  trails: known([trail]),
  topics: known(topics),
  policies: known([ownRole]),
} satisfies InstalledParts;

const noMode = (held: string) =>
  Promise.resolve({ found: 'unreadable' as const, why: `/ringfence/mode holds ${held}, which is no mode`, held });

type Shown = {
  parts?: Partial<InstalledParts>;
  containment?: boolean;
  sweptAt?: string | null;
  stopped?: boolean;
  held?: string;
};
const doctor = async (
  { parts = {}, containment = true, sweptAt = '2026-11-21T18:00:00.000Z', stopped = false, held }: Shown,
  ...argv: string[]
) => {
  const world = await aWorld({ principals: [ownRoleInIam] });
  if (sweptAt !== null) await world.sweepLog.remember({ accountId: account, completedAt: sweptAt });
  if (stopped) await world.modeSwitch.setKillSwitch({ killSwitch: true });
  const deployed: Deployed = {
    ports: held === undefined ? world : { ...world, modeSwitch: { ...world.modeSwitch, read: () => noMode(held) } },
    caller: 'arn:aws:iam::111122223333:user/alice',
    containment,
    ask: () => Promise.reject(new Error('the doctor asks nobody to act')),
    readParts: () => Promise.resolve({ ...sound, ...parts }),
  };
  const terminal = recordingTerminal();
  const code = await run(['doctor', '--stack', 'RingfenceDetection', ...argv], {
    terminal,
    directory: '/nowhere',
    now: () => now,
    openStack: () => Promise.resolve(deployed),
  });
  return { code, ...terminal.written() };
};
const [first, ...others] = [...rules, ...clocks] as [DeployedRule, ...DeployedRule[]];
const elsewhere = { arn: `arn:aws:lambda:us-east-1:${account}:function:evil`, deadLetters: true };

describe('ringfence doctor --stack', () => {
  it('exits 0 where everything stands as it was released, and says what it looked at', async () => {
    const { code, out } = await doctor({});
    expect(out).not.toMatch(/error|warning/u);
    expect(code).toBe(0);
    for (const about of ['trail', 'rules', 'functions', 'last event|worked on', 'queues', 'mode observe', 'ended at'])
      expect(out).toMatch(new RegExp(about, 'u'));
  });

  it('gives each item as data', async () => {
    const { out } = await doctor({}, '--json');
    const { items } = JSON.parse(out) as { items: { about: string; level: string }[] };
    expect(items.map(({ about, level }) => `${about} ${level}`)).toEqual([
      'trail ok',
      'rules ok',
      'functions ok',
      'last event ok',
      'release ok',
      'roles ok',
      'queues ok',
      'topics ok',
      'mode ok',
      'last sweep ok',
    ]);
  });

  it('gives one document where settings are looked at too', async () => {
    const settings = path.join(mkdtempSync(path.join(tmpdir(), 'ringfence-doctor-')), 'settings.json');
    writeFileSync(settings, '{}');
    const { out } = await doctor({}, '--settings', settings, '--json');
    const { items } = JSON.parse(out) as { items: { about: string }[] };
    expect(items.map(({ about }) => about)).toEqual(expect.arrayContaining(['trail', 'settings']));
    rmSync(path.dirname(settings), { recursive: true });
  });

  it.each<[string, Shown, string]>([
    ['a rule that is gone', { parts: { rules: known(others) } }, 'rule-missing'],
    [
      'a rule that is disabled',
      { parts: { rules: known([{ ...first, enabled: false }, ...others]) } },
      'rule-disabled',
    ],
    [
      'a rule without target',
      { parts: { rules: known([{ ...first, targets: [] }, ...others]) } },
      'rule-without-target',
    ],
    [
      'a rule that loses what it cannot deliver',
      { parts: { rules: known([{ ...first, targets: [{ arn: 'a', deadLetters: false }] }, ...others]) } },
      'rule-without-dead-letters',
    ],
    [
      'a rule whose pattern hears less than was released',
      { parts: { rules: known([{ ...first, pattern: { source: ['aws.nothing'] } }, ...others]) } },
      'rule-drift',
    ],
    [
      'a rule that goes elsewhere too',
      { parts: { rules: known([{ ...first, targets: [...first.targets, elsewhere] }, ...others]) } },
      'rule-elsewhere',
    ],
    [
      'a rule that the clock starts no more',
      { parts: { rules: known(sound.rules.value.filter(({ name }) => name !== 'ringfence-sweep')) } },
      'rule-missing',
    ],
    [
      'a rule that no release made',
      { parts: { rules: known([first, ...others, { ...first, name: 'ringfence-extra' }]) } },
      'rule-unknown',
    ],
    [
      'a function whose code was changed by hand',
      {
        parts: {
          deployment: known({
            release: '0.1.0',
            parts: [{ kind: 'function', name: 'ringfence-notify', ...same, deployed: 'code two=' }],
          }),
        },
      },
      'release-drift',
    ],
    ['a function that is gone', { parts: { functions: known(functions.slice(1)) } }, 'function-missing'],
    [
      'a function that was stopped by its concurrency',
      { parts: { functions: known(functions.map((each) => ({ ...each, reservedConcurrency: 0 }))) } },
      'function-stopped',
    ],
    [
      'a queue that does not start its function',
      { parts: { functions: functionsWith('Disabled') } },
      'queue-not-heard',
    ],
    [
      'a mapping of a queue that has been on its way for too long',
      { parts: { functions: functionsWith('Updating', '2026-11-21T20:40:00.000Z') } },
      'the mapping is Updating since 2026-11-21T20:40:00.000Z',
    ],
    ...['contain', 'undo', 'restore-guardrail'].map((name): [string, Shown, string] => [
      `a clock of ${name} that was deleted: what it left on the way would stay there`,
      { parts: { rules: known([...rules, ...clocks.filter((rule) => rule.name !== `ringfence-tend-${name}`)]) } },
      `ringfence-tend-${name}`,
    ]),
    [
      'a clock that was disabled',
      {
        parts: {
          rules: known([
            ...rules,
            ...clocks.map((rule) => ({ ...rule, enabled: !rule.name.startsWith('ringfence-tend-') })),
          ]),
        },
      },
      'aws events enable-rule --name ringfence-tend-undo',
    ],
    [
      'a function that acts and is gone, where others of its stack are left',
      { containment: false, parts: { functions: known(functions.filter(({ name }) => name !== 'ringfence-contain')) } },
      'function-missing',
    ],
    [
      'a function on another runtime',
      { parts: { functions: known(functions.map((each) => ({ ...each, runtime: 'nodejs20.x' }))) } },
      'function-drift',
    ],
    ['dead letters', { parts: { queues: queuesWhere('ringfence-contain-dead.fifo', { waiting: 2 }) } }, 'dead-letters'],
    [
      'what could not be delivered',
      { parts: { queues: queuesWhere('ringfence-undelivered', { waiting: 1 }) } },
      'dead-letters',
    ],
    ...['ringfence-watch-tampering', 'ringfence-undo-dead.fifo', 'ringfence-undelivered'].map(
      (gone): [string, Shown, string] => [
        `the queue ${gone} that is gone`,
        { parts: { queues: known(queues.filter(({ name }) => name !== gone)) } },
        'queue-missing',
      ],
    ),
    [
      'a queue that keeps no dead letters',
      { parts: { queues: queuesWhere('ringfence-notify', { deadLetters: false }) } },
      'queue-without-dead-letters',
    ],
    [
      'a function that no queue starts any more',
      { parts: { functions: known(functions.map((each) => ({ ...each, mappings: [] }))) } },
      'queue-not-heard',
    ],
    [
      'a silence that no heartbeat broke',
      { parts: { functions: known(functions.map((each) => ({ ...each, lastRunAt: '2026-11-21T16:00:00.000Z' }))) } },
      'silent',
    ],
    ['urgent news that nobody would hear', topicsWhere('alerts-urgent', { confirmed: 0 }), 'nobody-told'],
    ['a topic that is gone', topicsWhere('escalations', { there: false, confirmed: 0 }), 'topic-missing'],
    [
      'a role whose policy is another than was deployed',
      { parts: { policies: known([{ ...ownRole, policy: 'other' }]) } },
      'policy-missing',
    ],
    ['no trail', { parts: { trails: known([]) } }, 'no-trail'],
    ['a trail that was stopped', { parts: { trails: known([{ ...trail, logging: false }]) } }, 'start-logging'],
    [
      'a trail of another Region alone: IAM is recorded in us-east-1',
      { parts: { trails: known([{ ...trail, everyRegion: false, homeRegion: 'eu-west-1' }]) } },
      'no-trail',
    ],
    ['the kill switch', { stopped: true }, 'stopped'],
    ['a mode that is none', { held: '"block"' }, 'ringfence mode observe --reason "..." --stack RingfenceDetection'],
    ['an account that was never swept', { sweptAt: null }, 'never-swept'],
    ['a sweep that is late', { sweptAt: '2026-11-18T18:00:00.000Z' }, 'sweep-late'],
  ])('exits 1 for %s, with the place and the fix', async (_, shown, word) => {
    const { code, out } = await doctor(shown);
    expect(code).toBe(1);
    expect(out).toContain(word);
    const { items } = JSON.parse((await doctor(shown, '--json')).out) as { items: { level: string; fix?: string }[] };
    const errors = items.filter(({ level }) => level === 'error');
    expect(errors.length).toBeGreaterThan(0);
    expect(errors.filter(({ fix = '' }) => fix === '')).toEqual([]);
  });

  it('exits 3 where a part may not be read, names the permission, and still judges the others', async () => {
    const { code, out } = await doctor({
      parts: { rules: unknown('rules were not read: allow events:ListRules'), trails: known([]) },
    });
    expect(code).toBe(3);
    expect(out).toContain('allow events:ListRules');
    expect(out).toContain('no-trail');
  });

  it.each<[string, DeployedPart, string]>([
    [
      'code, which CloudFormation does not compare, by the package that was built',
      { kind: 'function', name: 'ringfence-notify', ...same, deployed: 'code two=' },
      'aws lambda update-function-code --function-name ringfence-notify --zip-file fileb://dist/functions/notify.zip',
    ],
    [
      'a setting by a deployment that looks at what is there',
      { kind: 'function', name: 'ringfence-notify', deployed: 'timeout 1', released: 'timeout 120' },
      'npx cdk deploy --all --revert-drift',
    ],
    [
      'a function that is gone likewise',
      { kind: 'function', name: 'ringfence-notify', ...same, deployed: 'not there' },
      'npx cdk deploy --all --revert-drift',
    ],
  ])('mends %s', async (_, part, fix) => {
    const deployment = known({ release: '0.1.0', parts: [part] });
    const { out } = await doctor({ parts: { deployment } });
    expect(out).toContain(`${part.deployed}, and was deployed with ${part.released}`);
    expect(out).toContain(fix);
  });

  it('exits 3 where a deployment is not known whole, and says what is', async () => {
    const deployment = knownInPart(sound.deployment.value, 'no release is recorded of ringfence-x');
    const { code, out } = await doctor({ parts: { deployment } });
    expect(code).toBe(3);
    expect(out).toContain('no release is recorded of ringfence-x');
    expect(out).toContain('functions are those of release 0.1.0');
  });

  it('exits 3 where a deployment of before recorded no policies, and says how to have them recorded', async () => {
    const { code, out } = await doctor({ parts: { policies: unknown('no policies are recorded: deploy it again') } });
    expect(code).toBe(3);
    expect(out).toContain('no policies are recorded: deploy it again');
  });

  it('takes no fault from functions that another one calls: they have no queue', async () => {
    const asked = { name: 'ringfence-contain-inline', runtime: 'nodejs24.x', mappings: [] };
    expect((await doctor({ parts: { functions: known([...functions, asked]) } })).code).toBe(0);
  });

  it('misses nothing of what acts in an installation that only detects', async () => {
    const acting = /(?:contain|undo|restore-guardrail)/u;
    const detects = <T extends { name: string }>(all: readonly T[]) =>
      known(all.filter(({ name }) => !acting.test(name)));
    const parts = {
      functions: detects(functions),
      rules: known([...rules, ...clocks.slice(0, 3)]),
      queues: detects(queues),
    };
    const { code, out } = await doctor({ containment: false, parts });
    expect(out).toContain('the stack that acts is not deployed');
    expect([code, out]).toEqual([0, expect.not.stringMatching(/missing/u)]);
  });

  it.each(['Creating', 'Enabling', 'Updating'])(
    'takes a mapping that is %s for one in passing, and says when to look again',
    async (state) => {
      const { code, out } = await doctor({ parts: { functions: functionsWith(state, '2026-11-21T20:50:00.000Z') } });
      expect(code).toBe(0);
      expect(out).toContain(`the mapping of its queue is ${state}, in passing`);
      expect(out).toContain('aws lambda get-event-source-mapping --uuid m-1');
      expect(out).not.toContain('error');
    },
  );

  it.each<[string, Shown, readonly string[]]>([
    ['a topic for what is less than high', topicsWhere('alerts', { confirmed: 0 }), ['nobody-told', 'below high']],
    ['escalations', topicsWhere('escalations', { confirmed: 0, waiting: 1 }), ['nobody-told', '1 subscription waits']],
    ['one of several', topicsWhere('alerts-urgent', { waiting: 2 }), ['not-confirmed', '2 subscriptions wait']],
  ])('warns where %s has nobody, or somebody who has not confirmed, with the command', async (_, shown, words) => {
    const { code, out } = await doctor(shown);
    expect(code).toBe(0);
    for (const word of words) expect(out).toContain(word);
    expect(out).toContain(
      `aws sns subscribe --region us-east-1 --topic-arn arn:aws:sns:us-east-1:${account}:ringfence-`,
    );
  });

  it('takes messages that wait for no fault, and says so', async () => {
    const { code, out } = await doctor({
      parts: { queues: queuesWhere('ringfence-contain.fifo', { waiting: 2 }) },
    });
    expect(code).toBe(0);
    expect(out).toContain('2 messages wait');
  });

  it('takes an installation that also hears model calls for as released', async () => {
    const loud = { inference: true, dataEvents: true };
    const heard = listeners.flatMap((listener) =>
      changeRules(heardEvents(listener, loud), [account]).map(({ name, pattern }) => ({
        ...first,
        name: `ringfence-${listener}-${name}`,
        targets: [{ arn: `arn:aws:sqs:us-east-1:${account}:ringfence-${listener}`, deadLetters: true }],
        pattern,
      })),
    );
    const { out } = await doctor({ parts: { rules: known([...heard, ...clocks]) } });
    expect(out).not.toContain('rule-');
  });
});
