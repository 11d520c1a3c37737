import { aChange } from '../../../../test/builders/a-change.ts';
import { askChangeChecks } from '../../ask-change-checks.ts';
import { emptyChangeContext } from '../../check.ts';
import { defaultCheckSettings, type CheckSettings } from '../../settings.ts';
import type { Change } from '../../../change/change.ts';
import { modelProviders } from './check.ts';

const accountModels = [{ accountId: '111122223333', providers: ['amazon'], models: ['example.small-*'] }];
const judge = (change: Change, settings: Partial<CheckSettings> = { accountModels }, ownEcho = false) =>
  askChangeChecks({
    change,
    context: { ...emptyChangeContext, ownEcho },
    settings: { ...defaultCheckSettings, pack: 'strict', ...settings },
    checks: [modelProviders],
  }).judgements;
const enabled = (modelId: string, shown: Partial<Change> = {}) =>
  aChange('bedrock.amazonaws.com:CreateFoundationModelAgreement', { parameters: { modelId }, ...shown });

describe('RF.ACCESS.6 Only approved model providers in the account', () => {
  it.each([
    ['an agreement', enabled('example.large-v1')],
    [
      'an entitlement',
      aChange('bedrock.amazonaws.com:PutFoundationModelEntitlement', { parameters: { modelId: 'example.large-v1' } }),
    ],
  ])('answers yes for %s of a model that is not on the account list', (_name, change) => {
    const [judged] = judge(change);
    expect(judged).toMatchObject({
      answer: { answer: 'yes' },
      kind: 'done',
      sentence:
        'arn:aws:sts::111122223333:assumed-role/Deploy/ci enabled example.large-v1, which is not approved in 111122223333',
    });
    expect(judged?.subject.arn).toBe('arn:aws:bedrock:us-east-1::foundation-model/example.large-v1');
  });

  it.each(['amazon.any-v1', 'Amazon.any-v1', 'example.small-v9'])('answers no for %s, which is', (modelId) => {
    expect(judge(enabled(modelId))).toMatchObject([{ answer: { answer: 'no' } }]);
  });

  it('is silent about a call that failed, an account without a list and a write of its own', () => {
    expect(judge(enabled('x.y', { outcome: { result: 'failed', code: 'AccessDenied', refused: true } }))).toEqual([]);
    expect(judge(enabled('x.y', { accountId: '444455556666' }))).toEqual([]);
    expect(judge(enabled('x.y'), {})).toEqual([]);
    expect(judge(enabled('x.y'), { accountModels }, true)).toEqual([]);
  });

  it('answers unknown where the event does not name the model', () => {
    expect(judge(enabled('', { parameters: {}, body: 'omitted' }))).toMatchObject([
      { answer: { answer: 'unknown', why: { code: 'missing-facts' } }, subject: { kind: 'region' } },
    ]);
  });
});
