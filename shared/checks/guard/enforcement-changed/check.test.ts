import { aChange } from '../../../../test/builders/a-change.ts';
import { anAccount, guardrailArn, region } from '../../../../test/builders/an-account.ts';
import { found, judgeAccount, judgeChange } from '../../../../test/builders/judge-account.ts';
import { known } from '../../../facts/known.ts';
import type { EnforcedGuardrail } from '../../../facts/region-state.ts';
import { enforcementChanged } from './check.ts';

const meant = { enforcedGuardrails: [{ region, guardrailArn, version: '3' }] };
const inForce: EnforcedGuardrail = { configId: 'c', guardrailArn, guardrailVersion: '3' };
const judge = (enforced: readonly EnforcedGuardrail[], settings = {}) =>
  judgeAccount(enforcementChanged, anAccount({ state: { enforcedGuardrails: known(enforced) } }), { settings });

describe('RF.GUARD.5 Account enforcement changed', () => {
  it.each<[string, readonly EnforcedGuardrail[], string]>([
    ['nothing is enforced', [], `${guardrailArn} is not enforced`],
    [
      'another guardrail is',
      [{ ...inForce, guardrailArn: guardrailArn.replace('abc', 'xyz') }],
      `${guardrailArn} is not enforced`,
    ],
    [
      'a lower version is',
      [{ ...inForce, guardrailVersion: '2' }],
      `version 2 of ${guardrailArn} is enforced, before 3`,
    ],
    [
      'a model is left out',
      [{ ...inForce, excludedModels: ['example.model-v1'] }],
      `${guardrailArn} is not enforced for example.model-v1`,
    ],
    [
      'it is for some models only',
      [{ ...inForce, includedModels: ['example.model-v1'] }],
      `${guardrailArn} is enforced for 1 models only: example.model-v1`,
    ],
  ])('answers yes where %s and the settings want more', (_name, enforced, fault) => {
    expect(found(judge(enforced, meant))).toMatchObject([
      {
        severity: 'critical',
        subject: { kind: 'region', region },
        answer: { evidence: [{ fact: `enforcement in ${region}`, value: fault }] },
      },
    ]);
  });

  it('answers yes for a draft, whatever the settings say', () => {
    expect(found(judge([{ ...inForce, guardrailVersion: 'DRAFT' }]))).toHaveLength(1);
  });

  it.each<[string, readonly EnforcedGuardrail[], object]>([
    ['the version that is meant', [inForce], meant],
    ['a later version', [{ ...inForce, guardrailVersion: '12' }], meant],
    ['every model by its name for all', [{ ...inForce, includedModels: ['ALL'] }], meant],
    ['nothing where nobody meant anything', [], {}],
    ['fewer models where nobody meant anything', [{ ...inForce, excludedModels: ['x'] }], {}],
  ])('answers no for %s', (_name, enforced, settings) => {
    expect(judge(enforced, settings).map(({ answer }) => answer.answer)).toEqual(['no']);
  });

  it('answers unknown where it was not read, naming the permission', () => {
    const [judged] = judgeAccount(enforcementChanged, anAccount({ regions: { [region]: {} } }));
    expect(judged?.answer).toMatchObject({
      answer: 'unknown',
      why: { detail: expect.stringContaining('bedrock:ListEnforcedGuardrailsConfiguration') as string },
    });
  });

  describe('after a change', () => {
    const put = (parameters: Record<string, unknown>, settings = {}) =>
      judgeChange(
        enforcementChanged,
        aChange('bedrock.amazonaws.com:PutEnforcedGuardrailConfiguration', { parameters }),
        { settings },
      );
    const config = (shown: object) => ({
      guardrailInferenceConfig: { guardrailIdentifier: guardrailArn, guardrailVersion: '3', ...shown },
    });

    it('answers yes for a deletion, about the subject of the sweep', () => {
      const [judged] = judgeChange(
        enforcementChanged,
        aChange('bedrock.amazonaws.com:DeleteEnforcedGuardrailConfiguration'),
      );
      const [swept] = found(judge([], meant));
      expect(judged).toMatchObject({ answer: { answer: 'yes' }, questionName: swept?.questionName });
      expect(judged?.subject).toEqual(swept?.subject);
      expect(judged?.reason).toContain('assumed-role/Deploy/ci');
    });

    it.each<[string, object]>([
      ['puts a draft', { guardrailVersion: 'DRAFT' }],
      ['leaves a model out', { modelEnforcement: { includedModels: ['ALL'], excludedModels: ['x'] } }],
    ])('answers yes for one that %s', (_name, shown) => {
      expect(found(put(config(shown)))).toHaveLength(1);
    });

    it('answers yes for another guardrail than the settings want, and no finding without them', () => {
      const other = config({ guardrailIdentifier: guardrailArn.replace('abc', 'xyz') });
      expect(found(put(other, meant))).toHaveLength(1);
      expect(put(other)).toEqual([]);
    });

    it('answers unknown where the parameters were left out', () => {
      expect(put({}).map(({ answer }) => answer.answer)).toEqual(['unknown']);
    });

    it('judges nothing for a refused call or for Ringfence itself', () => {
      const trigger = 'bedrock.amazonaws.com:DeleteEnforcedGuardrailConfiguration';
      const refused = aChange(trigger, { outcome: { result: 'failed', code: 'AccessDenied', refused: true } });
      expect(judgeChange(enforcementChanged, refused)).toEqual([]);
      expect(judgeChange(enforcementChanged, aChange(trigger), { context: { ownEcho: true } })).toEqual([]);
    });
  });
});
