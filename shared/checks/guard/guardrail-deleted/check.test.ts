import { aChange } from '../../../../test/builders/a-change.ts';
import { askChangeChecks } from '../../ask-change-checks.ts';
import { emptyChangeContext, type ChangeContext } from '../../check.ts';
import { defaultCheckSettings as settings } from '../../settings.ts';
import type { Change } from '../../../change/change.ts';
import { guardrailDeleted } from './check.ts';

const arn = 'arn:aws:bedrock:us-east-1:111122223333:guardrail/abc123';
const trigger = 'bedrock.amazonaws.com:DeleteGuardrail';
const judge = (shown: Partial<Change>, context: Partial<ChangeContext> = {}) =>
  askChangeChecks({
    change: aChange(trigger, shown),
    context: { ...emptyChangeContext, ...context },
    settings,
    checks: [guardrailDeleted],
  }).judgements;

describe('RF.GUARD.1 A guardrail was deleted', () => {
  it.each([['abc123'], [arn]])(
    'answers yes for a deletion that names it as %s, with one subject for both',
    (identifier) => {
      const [judged] = judge({ touches: [{ kind: 'guardrail', identifier }] });
      expect(judged).toMatchObject({
        kind: 'done',
        severity: 'critical',
        answer: { answer: 'yes' },
        subject: { kind: 'guardrail', arn, uniqueId: arn, region: 'us-east-1', accountId: '111122223333' },
        sentence: 'arn:aws:sts::111122223333:assumed-role/Deploy/ci deleted guardrail abc123',
      });
    },
  );

  it('says from memory what it was called, what it protected and who loses it', () => {
    const [judged] = judge(
      { touches: [{ kind: 'guardrail', identifier: arn }] },
      {
        guardrailMemory: {
          abc123: {
            name: 'support',
            asOf: '2026-11-20T00:00:00Z',
            summary: ['blocks prompt attacks', 'masks e-mail addresses'],
            referredToBy: ['arn:aws:iam::111122223333:role/app', 'arn:aws:bedrock:us-east-1:111122223333:agent/A1'],
          },
        },
      },
    );
    expect(judged?.sentence).toMatch(/ deleted guardrail support \(abc123\); 2 callers lose it$/);
    expect(judged?.reason).toBe('It protected: blocks prompt attacks; masks e-mail addresses.');
    expect(judged?.answer).toMatchObject({
      evidence: expect.arrayContaining([
        { fact: 'last seen', value: '2026-11-20T00:00:00Z' },
        { fact: 'referred to by', value: 'arn:aws:iam::111122223333:role/app' },
      ]) as unknown,
    });
  });

  it('calls the deletion of one version high, as the others are still there', () => {
    const [judged] = judge({ touches: [{ kind: 'guardrail', identifier: 'abc123', version: '3' }] });
    expect(judged).toMatchObject({ severity: 'high', questionName: 'version-3-deleted' });
    expect(judged?.sentence).toContain('deleted version 3 of guardrail abc123');
  });

  it('makes the ARN of the partition that the Region belongs to', () => {
    const [judged] = judge({ region: 'us-gov-west-1', touches: [{ kind: 'guardrail', identifier: 'abc123' }] });
    expect(judged?.subject.arn).toBe('arn:aws-us-gov:bedrock:us-gov-west-1:111122223333:guardrail/abc123');
  });

  it('answers unknown where CloudTrail left out which guardrail it was', () => {
    const [judged] = judge({ body: 'omitted' });
    expect(judged).toMatchObject({
      answer: { answer: 'unknown', why: { code: 'missing-facts' } },
      subject: { kind: 'region' },
    });
  });

  it.each([
    ['a refused deletion', { outcome: { result: 'failed', code: 'AccessDenied', refused: true } }, {}],
    ['a deletion that Ringfence itself recorded', {}, { ownEcho: true }],
  ] as const)('judges nothing for %s', (_name, shown, context) => {
    expect(judge({ touches: [{ kind: 'guardrail', identifier: arn }], ...shown }, context)).toEqual([]);
  });

  it('does not hear other changes of guardrails', () => {
    const change = aChange('bedrock.amazonaws.com:UpdateGuardrail', {
      touches: [{ kind: 'guardrail', identifier: arn }],
    });
    const asked = askChangeChecks({ change, context: emptyChangeContext, settings, checks: [guardrailDeleted] });
    expect(asked.judgements).toEqual([]);
  });
});
