import { localIdentity } from '../adapters/local/local-world.ts';
import { defaultCheckSettings } from '../checks/settings.ts';
import { aPlan } from '../../test/builders/a-plan.ts';
import { aSaga } from '../../test/builders/a-saga.ts';
import { gate, type GateInput, type GateVerdict } from './gate.ts';
import { defaultSettings, type Exemption, type ModeSwitch, type Settings } from './settings.ts';

const now = '2026-11-21T21:00:30.000Z';
const identity = localIdentity();

type Shown = Partial<Omit<GateInput, 'settings' | 'modeSwitch'>> & {
  settings?: Partial<Settings>;
  modeSwitch?: Partial<ModeSwitch>;
};

/** Everything in order, in mode enforce, right before the write. */
const asked = ({ settings, modeSwitch, ...shown }: Shown = {}): GateVerdict =>
  gate({
    pass: 'last',
    plan: aPlan(),
    record: {},
    settings: { found: 'yes', value: { ...defaultSettings(defaultCheckSettings), ...settings } },
    modeSwitch: { found: 'yes', value: { mode: 'enforce', killSwitch: false, freeze: false, ...modeSwitch } },
    identity,
    sagas: [],
    attempts: 0,
    leaseHeld: true,
    slot: { taken: true },
    now,
    ...shown,
  });

const outcome = (verdict: GateVerdict): string => (verdict.gate === 'go' ? 'go' : `${verdict.gate} ${verdict.outcome}`);

const anExemption = (shown: Partial<Exemption> = {}): Exemption => ({
  id: 'x-1',
  uniqueId: aPlan().subject.uniqueId,
  arn: aPlan().subject.arn,
  scope: 'RF.SENSITIVE.4',
  owner: 'ml-team',
  reason: 'migration',
  ticket: 'T-1',
  requester: 'arn:aws:iam::111122223333:user/rita',
  approver: 'arn:aws:iam::111122223333:user/olga',
  from: '2026-11-20T00:00:00.000Z',
  expires: '2026-12-20T00:00:00.000Z',
  ...shown,
});

const approval = {
  planHash: aPlan().planHash,
  approver: 'arn:aws:iam::111122223333:user/olga',
  at: '2026-11-21T20:00:00.000Z',
  expires: '2026-11-22T20:00:00.000Z',
};
const cause = {
  eventId: 'e-1',
  eventName: 'PutRolePolicy',
  eventSource: 'iam.amazonaws.com',
  at: now,
  actorType: 'AssumedRole',
  actorArn: 'arn:aws:sts::111122223333:assumed-role/Deploy/ci',
};
const unproved = { questionsAnswerNo: false, outsideUnchanged: { exact: true, sampled: 0, differences: [] } };

describe('the gate', () => {
  it('lets a plan through when nothing stands against it', () => {
    expect(asked()).toEqual({ gate: 'go', mode: 'enforce' });
  });

  it.each<[name: string, verdict: string, Shown]>([
    ['a protected principal', 'refuse NEVER_LIST', { settings: { protectedPrincipals: [aPlan().subject.arn] } }],
    ['a protected unique id', 'refuse NEVER_LIST', { settings: { protectedPrincipals: ['aroamlapp'] } }],
    [
      'a protected path, in another letter case',
      'refuse NEVER_LIST',
      { settings: { protectedPrincipals: ['arn:aws:iam::111122223333:ROLE/'] } },
    ],
    [
      'a role of Ringfence itself',
      'refuse NEVER_LIST',
      { plan: aPlan({ subject: { ...aPlan().subject, arn: identity.undoRoleArn } }) },
    ],
    [
      'a service-linked role',
      'refuse NEVER_LIST',
      {
        plan: aPlan({
          subject: { ...aPlan().subject, arn: 'arn:aws:iam::111122223333:role/aws-service-role/lex.amazonaws.com/X' },
        }),
      },
    ],
    [
      'a name that only ends like a protected one',
      'go',
      { settings: { protectedPrincipals: ['ml-app', 'role/ml-app'] } },
    ],
    ['the kill switch', 'refuse KILL_SWITCH', { modeSwitch: { killSwitch: true } }],
    ['a question that answered no', 'refuse UNKNOWN_ANSWER', { plan: aPlan({ before: 'no' }) }],
    ['a question that answered unknown', 'refuse UNKNOWN_ANSWER', { plan: aPlan({ before: 'unknown' }) }],
    ['a plan without a question', 'refuse UNKNOWN_ANSWER', { plan: aPlan({ questions: [] }) }],
    ['a plan without proof', 'refuse PROOF_FAILED', { plan: aPlan({ proof: unproved }) }],
    ['an answer after it that is not no', 'refuse PROOF_FAILED', { plan: aPlan({ after: 'unknown' }) }],
    ['an exemption for the check', 'refuse EXEMPT', { settings: { exemptions: [anExemption()] } }],
    ['an exemption for the area', 'refuse EXEMPT', { settings: { exemptions: [anExemption({ scope: 'SENSITIVE' })] } }],
    ['an exemption for another area', 'go', { settings: { exemptions: [anExemption({ scope: 'ACCESS' })] } }],
    [
      'an exemption for the same name with another id',
      'go',
      { settings: { exemptions: [anExemption({ uniqueId: 'AROAOLDER' })] } },
    ],
    [
      'an exemption that has ended',
      'go',
      { settings: { exemptions: [anExemption({ expires: '2026-11-21T21:00:30.000Z' })] } },
    ],
    [
      'an exemption that has not begun',
      'go',
      { settings: { exemptions: [anExemption({ from: '2026-11-22T00:00:00.000Z' })] } },
    ],
    [
      'an exemption of 91 days',
      'go',
      { settings: { exemptions: [anExemption({ expires: '2027-02-19T00:00:00.000Z' })] } },
    ],
    [
      'an exemption of 90 days',
      'refuse EXEMPT',
      { settings: { exemptions: [anExemption({ expires: '2027-02-18T00:00:00.000Z' })] } },
    ],
    [
      'an exemption of 365 days for break-glass',
      'refuse EXEMPT',
      { settings: { exemptions: [anExemption({ expires: '2027-11-20T00:00:00.000Z', breakGlass: true })] } },
    ],
    [
      'an exemption approved by its requester',
      'go',
      { settings: { exemptions: [anExemption({ approver: anExemption().requester })] } },
    ],
    [
      'an exemption approved by a session of the subject',
      'go',
      {
        settings: {
          exemptions: [anExemption({ approver: 'arn:aws:sts::111122223333:assumed-role/ml-app/anybody' })],
        },
      },
    ],
    [
      'an exemption approved by whoever made the change',
      'go',
      {
        record: { cause },
        settings: { exemptions: [anExemption({ approver: 'arn:aws:sts::111122223333:assumed-role/Deploy/other' })] },
      },
    ],
    ['mode observe of the account', 'refuse MODE_OBSERVE', { modeSwitch: { mode: 'observe' } }],
    ['mode observe of the check', 'refuse MODE_OBSERVE', { settings: { checkModes: { 'RF.SENSITIVE.4': 'observe' } } }],
    [
      'a check in enforce and an account in observe',
      'refuse MODE_OBSERVE',
      { modeSwitch: { mode: 'observe' }, settings: { checkModes: { 'RF.SENSITIVE.4': 'enforce' } } },
    ],
    ['a level that is not allowed', 'refuse LEVEL_NOT_ALLOWED', { settings: { levels: [] } }],
    ['mode approve without an approval', 'wait AWAITING_APPROVAL', { modeSwitch: { mode: 'approve' } }],
    ['mode approve with an approval', 'go', { modeSwitch: { mode: 'approve' }, record: { approval } }],
    [
      'an approval of another plan',
      'wait AWAITING_APPROVAL',
      { modeSwitch: { mode: 'approve' }, record: { approval: { ...approval, planHash: 'other' } } },
    ],
    [
      'an approval that has ended',
      'refuse APPROVAL_EXPIRED',
      { modeSwitch: { mode: 'approve' }, record: { approval: { ...approval, expires: now } } },
    ],
    [
      'an approval by a session of the subject',
      'wait AWAITING_APPROVAL',
      {
        modeSwitch: { mode: 'approve' },
        record: { approval: { ...approval, approver: 'arn:aws:sts::111122223333:assumed-role/ML-App/s' } },
      },
    ],
    [
      'an approval by whoever made the change',
      'wait AWAITING_APPROVAL',
      {
        modeSwitch: { mode: 'approve' },
        record: { cause, approval: { ...approval, approver: 'arn:aws:sts::111122223333:assumed-role/Deploy/ci' } },
      },
    ],
    [
      'nobody approving in time',
      'refuse APPROVAL_EXPIRED',
      { modeSwitch: { mode: 'approve' }, record: { deadline: '2026-11-21T20:59:00.000Z' } },
    ],
    [
      'a rejection, in enforce too',
      'refuse APPROVAL_REJECTED',
      { record: { rejection: { planHash: aPlan().planHash, by: 'olga', at: now, reason: 'no' } } },
    ],
    [
      'a plan that takes away what was held before, in enforce too',
      'wait AWAITING_APPROVAL',
      { plan: aPlan({ approvalReasons: ['It was used yesterday.'] }) },
    ],
    [
      'the same plan, approved',
      'go',
      { plan: aPlan({ approvalReasons: ['It was used yesterday.'] }), record: { approval } },
    ],
    ['a limit that was used up before', 'wait AWAITING_APPROVAL', { record: { held: 'perAccountDay' } }],
    ['three attempts in an hour', 'refuse ATTEMPT_BUDGET', { attempts: 3 }],
    ['two attempts in an hour', 'go', { attempts: 2 }],
    ['a lost lease', 'refuse LEASE_LOST', { leaseHeld: false }],
    [
      'a snapshot of sixty seconds',
      'refuse STALE_SNAPSHOT',
      { plan: aPlan({ plannedAt: '2026-11-21T20:59:30.000Z' }) },
    ],
    ['a snapshot of a little less', 'go', { plan: aPlan({ plannedAt: '2026-11-21T20:59:30.001Z' }) }],
    ['a used-up blast limit', 'wait BLAST_LIMIT', { slot: { taken: false, limit: 'perAccountDay' } }],
    [
      'lease, age and slot on the first pass',
      'go',
      { pass: 'first', leaseHeld: false, plan: aPlan({ plannedAt: '2026-11-21T01:00:00.000Z' }) },
    ],
  ])('answers about %s: %s', (_name, verdict, shown) => {
    expect(outcome(asked(shown))).toBe(verdict);
  });

  it('refuses where settings, or mode and kill switch, cannot be read', () => {
    const unreadable = { found: 'unreadable', why: 'AccessDenied' } as const;
    const input: GateInput = {
      pass: 'first',
      plan: aPlan(),
      record: {},
      settings: unreadable,
      modeSwitch: { found: 'yes', value: { mode: 'enforce', killSwitch: false, freeze: false } },
      identity,
      sagas: [],
      attempts: 0,
      now,
    };
    expect(outcome(gate(input))).toBe('refuse SETTINGS_UNREADABLE');
    const switchLost = { ...input, settings: { found: 'no' }, modeSwitch: unreadable } as const;
    expect(outcome(gate(switchLost))).toBe('refuse SETTINGS_UNREADABLE');
    // The kill switch is asked before the settings.
    const killed = { found: 'yes', value: { mode: 'enforce', killSwitch: true, freeze: false } } as const;
    expect(outcome(gate({ ...input, modeSwitch: killed }))).toBe('refuse KILL_SWITCH');
  });

  it('is in observe where nothing was ever set', () => {
    const verdict = gate({
      pass: 'first',
      plan: aPlan(),
      record: {},
      settings: { found: 'no' },
      modeSwitch: { found: 'no' },
      identity,
      sagas: [],
      attempts: 0,
      now,
    });
    expect(outcome(verdict)).toBe('refuse MODE_OBSERVE');
  });

  it('asks a person once an actor is behind three other contained principals in a day', () => {
    const others = ['AROAONE', 'AROATWO', 'AROATHREE'].map((uniqueId) =>
      aSaga({
        state: 'CONTAINED',
        cause: { ...cause, actorArn: 'arn:aws:sts::111122223333:assumed-role/Deploy/another-session' },
        plan: aPlan({ subject: { ...aPlan().subject, uniqueId } }),
        writes: [{ call: { service: 'iam', operation: 'x', parameters: {} }, at: now, answer: 'written' }],
        changedAt: '2026-11-21T01:00:00.000Z',
      }),
    );
    expect(outcome(asked({ record: { cause }, sagas: others }))).toBe('wait AWAITING_APPROVAL');
    expect(outcome(asked({ record: { cause }, sagas: others.slice(1) }))).toBe('go');
    const aged = others.map((saga) => ({ ...saga, changedAt: '2026-11-20T20:00:00.000Z' }));
    expect(outcome(asked({ record: { cause }, sagas: aged }))).toBe('go');
  });

  it('gives the first refusal of the order, whatever else stands against the plan', () => {
    // Every rule refuses; one after another is put right.
    const steps: readonly [string, Shown][] = [
      ['refuse NEVER_LIST', { settings: { protectedPrincipals: [] } }],
      ['refuse KILL_SWITCH', { modeSwitch: { killSwitch: false } }],
      ['refuse PROOF_FAILED', { plan: aPlan({ plannedAt: '2026-11-21T01:00:00.000Z' }) }],
      ['refuse EXEMPT', { settings: { exemptions: [] } }],
      ['refuse MODE_OBSERVE', { modeSwitch: { mode: 'approve' } }],
      ['refuse LEVEL_NOT_ALLOWED', { settings: { levels: ['surgical'] } }],
      ['wait AWAITING_APPROVAL', { record: { approval } }],
      ['refuse ATTEMPT_BUDGET', { attempts: 0 }],
      ['refuse LEASE_LOST', { leaseHeld: true }],
      ['refuse STALE_SNAPSHOT', { plan: aPlan() }],
      ['wait BLAST_LIMIT', { slot: { taken: true } }],
    ];
    let shown: Shown = {
      plan: aPlan({ proof: unproved, plannedAt: '2026-11-21T01:00:00.000Z' }),
      settings: { protectedPrincipals: ['AROAMLAPP'], exemptions: [anExemption()], levels: [] },
      modeSwitch: { killSwitch: true, mode: 'observe' },
      attempts: 3,
      leaseHeld: false,
      slot: { taken: false, limit: 'perAccountDay' },
    };
    for (const [expected, cure] of steps) {
      expect(outcome(asked(shown))).toBe(expected);
      shown = {
        ...shown,
        ...cure,
        settings: { ...shown.settings, ...cure.settings },
        modeSwitch: { ...shown.modeSwitch, ...cure.modeSwitch },
      };
    }
    expect(outcome(asked(shown))).toBe('go');
  });
});
