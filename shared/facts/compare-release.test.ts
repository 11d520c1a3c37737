import { aReleasedFunction, runningAs } from '../../test/builders/a-released-function.ts';
import { compareRelease, type Deployed } from './compare-release.ts';
import type { DeployedFunction, DeployedRule } from './deployed.ts';
import type { ReleasedRule } from './released.ts';

const now = '2026-11-22T08:00:00.000Z';
const long = '2026-11-20T08:00:00.000Z';
const released = aReleasedFunction({ environment: ['A', 'B'] });
const { release, function: name } = released;
const running = runningAs(released, long);
const pattern = { source: ['aws.iam'], detail: { eventName: ['CreateRole'] } };
const rule: ReleasedRule = {
  name: 'ringfence-watch-iam',
  needed: 'always',
  patterns: [pattern, { source: ['aws.iam'] }],
  queue: 'ringfence-watch',
};
const standing: DeployedRule = {
  name: rule.name,
  enabled: true,
  pattern,
  targets: [{ arn: 'arn:aws:sqs:us-east-1:111122223333:ringfence-watch', deadLetters: true }],
};
const sound: Deployed = {
  functions: [running],
  rules: [standing],
  recorded: [{ function: name, changedAt: long, reads: true, released }],
  released: [rule],
  installed: [{ name, needed: 'always' }],
  now,
};
const compare = (given: Partial<Deployed>) => compareRelease({ ...sound, ...given });
const different = (given: Partial<Deployed>) => {
  const fact = compare(given);
  if (fact.state !== 'known') throw new Error(JSON.stringify(fact));
  return fact.value.parts.filter((part) => part.deployed !== part.released);
};

describe('what runs, beside what was released', () => {
  it('is the same where nothing differs, by what Lambda and EventBridge say', () => {
    expect(compare({})).toEqual({
      state: 'known',
      value: {
        release,
        parts: [
          { kind: 'function', name, deployed: 'code one=', released: 'code one=' },
          { kind: 'rule', name: rule.name, deployed: 'enabled', released: 'enabled' },
        ],
      },
    });
  });

  it.each<[string, Partial<DeployedFunction>, string, string]>([
    ['whose code was changed by hand', { codeSha256: 'two=' }, 'code two=', 'code one='],
    ['with another role', { role: 'arn:other' }, 'role arn:other', `role ${released.role}`],
    ['with another handler', { handler: 'evil.handler' }, 'handler evil.handler', 'handler index.handler'],
    ['on another runtime', { runtime: 'nodejs20.x' }, 'runtime nodejs20.x', 'runtime nodejs24.x'],
    ['that is ended too early to finish', { timeout: 1 }, 'timeout 1', 'timeout 120'],
    ['with a layer', { layers: ['arn:layer:1'] }, 'layers arn:layer:1', 'layers none'],
    ['with a variable more', { environment: ['A', 'B', 'NODE_OPTIONS'] }, 'variables NODE_OPTIONS', 'variables '],
    ['with a variable less', { environment: ['B'] }, 'variables ', 'variables A'],
    ['with two differences', { codeSha256: 'two=', timeout: 1 }, 'code two=, timeout 1', 'code one=, timeout 120'],
  ])('tells a function %s', (_, change, deployed, was) => {
    expect(different({ functions: [{ ...running, ...change }] })).toEqual([
      { kind: 'function', name, deployed, released: was },
    ]);
  });

  it('tells a function that is gone', () => {
    expect(different({ functions: [] })).toMatchObject([{ name, deployed: 'not there' }]);
  });

  it('tells a function that is gone together with its record: nothing else is left to say so', () => {
    const installed = [...sound.installed, { name: 'ringfence-watch', needed: 'always' as const }];
    expect(different({ installed })).toEqual([
      { kind: 'function', name: 'ringfence-watch', deployed: 'not there, nor its record', released: 'there' },
    ]);
    // While something else is deployed, it may be about to come.
    const late = { ...running, changedAt: '2026-11-22T07:50:00.000Z' };
    expect(compare({ installed, functions: [late] })).toMatchObject({
      unread: expect.stringContaining('ringfence-watch') as string,
    });
  });

  it.each<[string, Partial<Deployed>, readonly string[]]>([
    ['nothing of it', {}, []],
    [
      'a function of it',
      { functions: [running, { ...running, name: 'ringfence-contain' }] },
      ['ringfence-undo', 'ringfence-tend-undo'],
    ],
    [
      'the record of a function of it',
      { recorded: [...sound.recorded, { function: 'ringfence-contain', reads: false, why: 'torn' }] },
      ['ringfence-undo', 'ringfence-tend-undo'],
    ],
    [
      'a rule of it',
      { rules: [standing, { ...standing, name: 'ringfence-tend-undo', targets: [] }] },
      ['ringfence-contain', 'ringfence-undo', 'ringfence-tend-undo'],
    ],
  ])('misses all of what acts where %s is there', (_, left, missed) => {
    const acting = ['ringfence-contain', 'ringfence-undo'].map((each) => ({ name: each, needed: 'acting' as const }));
    const tend = { name: 'ringfence-tend-undo', needed: 'acting' as const, queue: 'ringfence-undo.fifo' };
    const parts = different({ installed: [...sound.installed, ...acting], released: [rule, tend], ...left });
    expect(parts.map((part) => part.name)).toEqual(missed);
  });

  it.each<[string, Partial<DeployedRule>, string | RegExp]>([
    ['that is disabled', { enabled: false }, 'disabled'],
    ['that hears less', { pattern: { source: ['aws.nothing'] } }, /^pattern [0-9a-f]{16}$/u],
    ['that the clock starts instead', { pattern: undefined }, 'pattern none'],
    ['that goes nowhere', { targets: [] }, 'to nothing'],
    [
      'that goes elsewhere',
      { targets: [{ arn: 'arn:aws:lambda:us-east-1:1:function:x', deadLetters: true }] },
      'to arn:aws:lambda:us-east-1:1:function:x',
    ],
    [
      'that loses what it cannot deliver',
      { targets: [{ arn: standing.targets[0]!.arn, deadLetters: false }] },
      'without dead letters',
    ],
  ])('tells a rule %s', (_, change, deployed) => {
    const parts = different({ rules: [{ ...standing, ...change }] });
    expect(parts).toMatchObject([{ kind: 'rule', name: rule.name }]);
    expect(parts[0]!.deployed).toEqual(typeof deployed === 'string' ? deployed : expect.stringMatching(deployed));
  });

  it('tells a rule that is gone, and one that no release made; not one that an installation may lack', () => {
    expect(different({ rules: [] })).toMatchObject([{ deployed: 'not there', released: 'there' }]);
    expect(different({ rules: [], released: [{ ...rule, needed: 'asked' }] })).toEqual([]);
    expect(different({ rules: [standing, { ...standing, name: 'ringfence-extra' }] })).toMatchObject([
      { name: 'ringfence-extra', deployed: 'there', released: 'not there' },
    ]);
  });

  it('takes any pattern that a configuration can ask for, with its keys in any order', () => {
    expect(different({ rules: [{ ...standing, pattern: { source: ['aws.iam'] } }] })).toEqual([]);
    const turned = { detail: { eventName: ['CreateRole'] }, source: ['aws.iam'] };
    expect(different({ rules: [{ ...standing, pattern: turned }] })).toEqual([]);
  });

  it('is not known of what changed just now: a deployment changes one part after another', () => {
    const late = '2026-11-22T07:50:00.000Z';
    const changed = { ...running, codeSha256: 'two=', changedAt: late };
    expect(compare({ functions: [changed] })).toMatchObject({
      value: { parts: [{ kind: 'rule' }] },
      unread: expect.stringContaining(name) as string,
    });
    const recorded = [{ ...sound.recorded[0]!, changedAt: late }];
    expect(different({ recorded, rules: [{ ...standing, enabled: false }] })).toEqual([]);
    // What does not differ is known all the same.
    expect(compare({ functions: [{ ...running, changedAt: late }] })).not.toHaveProperty('unread');
    // A quarter of an hour later it is.
    const earlier = { ...changed, changedAt: '2026-11-22T07:44:00.000Z' };
    expect(different({ functions: [earlier] })).toHaveLength(1);
  });

  it('is unknown where no release was recorded, and known but for a function of which none was', () => {
    expect(compare({ recorded: [] })).toMatchObject({ state: 'unknown', why: expect.stringContaining('cdk deploy') });
    expect(compare({ functions: [running, { ...running, name: 'ringfence-x' }] })).toMatchObject({
      unread: 'no release is recorded of ringfence-x',
    });
    expect(
      compare({ recorded: [...sound.recorded, { function: 'ringfence-y', reads: false, why: 'bad' }] }),
    ).toMatchObject({ unread: 'bad' });
  });
});
