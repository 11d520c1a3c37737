import { aRole } from '../test/builders/a-principal.ts';
import { readCheckSettings } from '../shared/checks/intent/read-check-settings.ts';
import { settingsFaults } from '../shared/checks/intent/settings-faults.ts';
import { checks } from '../shared/checks/catalogue.ts';
import type { PrincipalFacts } from '../shared/facts/principal-facts.ts';
import { scanAccount } from './scan-account.ts';
import { suggestedText } from './suggested-text.ts';

const now = '2026-11-21T21:00:00.000Z';
const model = 'arn:aws:bedrock:us-east-1::foundation-model/amazon.small-v1';
const tuned = 'arn:aws:bedrock:us-east-1:111122223333:imported-model/abc';
const profile = 'arn:aws:bedrock:us-east-1:111122223333:inference-profile/us.amazon.large-v1';
const invoke = 'bedrock:InvokeModel';
const id = (name: string) => `AROA${name.toUpperCase().padEnd(17, '0')}`;
const role = (name: string, given: Parameters<typeof aRole>[0]) => aRole({ name, uniqueId: id(name), ...given });
const second = {
  Effect: 'Allow',
  Action: 'bedrock-mantle:CreateInference',
  Resource: '*',
  Condition: { StringEquals: { 'bedrock-mantle:Model': 'amazon.open-v1' } },
};

const account = [
  role('chat', { allows: invoke, on: model }),
  role('tuned', { allows: invoke, on: [model, tuned] }),
  role('profile', { allows: invoke, on: [profile, 'arn:aws:bedrock:*::foundation-model/amazon.large-v1'] }),
  role('endpoint', {
    allows: 'sagemaker:InvokeEndpoint',
    on: 'arn:aws:sagemaker:us-east-1:111122223333:endpoint/fraud',
  }),
  role('second', { statements: [second] }),
  role('none', { allows: 's3:GetObject' }),
];
/** What the draft says who may call which model. */
const drafted = ['RF.ACCESS.1', 'RF.ACCESS.2', 'RF.ACCESS.3', 'RF.ACCESS.4', 'RF.ACCESS.11', 'RF.ACCESS.24'];

const { settings, faults } = readCheckSettings(suggestedText(account, now));
if (settings === undefined) throw new Error('the draft cannot be read back');

const findingsOf = (principals: readonly PrincipalFacts[]) =>
  scanAccount({ accountId: '111122223333', principals, settings, asOf: now, now })
    .findings.filter(({ checkId }) => drafted.includes(checkId))
    .map(({ checkId, subject }) => `${checkId} ${subject.arn.split('/').at(-1) ?? ''}`);

describe('Settings drafted from an account, taken as they are', () => {
  it('hold no fault', () => {
    expect(faults).toEqual([]);
    expect(settingsFaults({ settings, now, checks })).toEqual([]);
  });

  it('find nobody who does what he did when they were drafted, but for Regions that no policy names', () => {
    expect(findingsOf(account)).toEqual(['RF.ACCESS.11 profile', 'RF.ACCESS.11 second']);
  });

  it.each([
    ['a model more', role('chat', { allows: invoke, on: [model, `${model.slice(0, -1)}2`] }), 'RF.ACCESS.3 chat'],
    ['any model', role('chat', { allows: invoke }), 'RF.ACCESS.1 chat'],
    ['a fine-tuned model', role('chat', { allows: invoke, on: [model, tuned] }), 'RF.ACCESS.4 chat'],
    [
      'another Region',
      role('chat', { allows: invoke, on: model.replace('us-east-1', 'eu-west-1') }),
      'RF.ACCESS.11 chat',
    ],
    [
      'a model more of the second endpoint',
      role('second', {
        statements: [{ ...second, Condition: { StringLike: { 'bedrock-mantle:Model': 'amazon.*' } } }],
      }),
      'RF.ACCESS.3 second',
    ],
    ['models for somebody new', role('new', { allows: invoke, on: model }), 'RF.ACCESS.24 new'],
  ])('find who leaves his class by %s', (_by, changed, finding) => {
    const after = [...account.filter(({ name }) => name !== changed.name), changed];
    expect(findingsOf(after)).toContain(finding);
  });
});
