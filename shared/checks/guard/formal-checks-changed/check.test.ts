import { aChange } from '../../../../test/builders/a-change.ts';
import { accountId, aGuardrail, anAccount, region } from '../../../../test/builders/an-account.ts';
import { found, judgeAccount, judgeChange } from '../../../../test/builders/judge-account.ts';
import { known } from '../../../facts/known.ts';
import { formalChecksChanged } from './check.ts';

const arn = `arn:aws:bedrock:${region}:${accountId}:automated-reasoning-policy/p1`;
const attached = (...policies: readonly string[]) =>
  anAccount({
    guardrails: { [region]: known([aGuardrail({ automatedReasoningPolicy: { policies } })]) },
    state: { automatedReasoning: known([{ arn, name: 'leave', version: 'DRAFT' }]) },
  });
const touches = [{ kind: 'resource' as const, type: 'AWS::Bedrock::AutomatedReasoningPolicy', identifier: arn }];

describe('RF.GUARD.9 Formal checks changed', () => {
  it.each([
    ['DeleteAutomatedReasoningPolicy', 'high', 'deleted'],
    ['UpdateAutomatedReasoningPolicy', 'medium', 'changed'],
  ] as const)('answers yes for %s, with severity %s', (eventName, severity, done) => {
    const [judged] = judgeChange(formalChecksChanged, aChange(`bedrock.amazonaws.com:${eventName}`, { touches }));
    expect(judged).toMatchObject({ severity, subject: { arn }, answer: { answer: 'yes' } });
    expect(judged?.sentence).toBe(`${arn} was ${done} by arn:aws:sts::111122223333:assumed-role/Deploy/ci`);
  });

  it.each([
    ['of annotations', 'UpdateAutomatedReasoningPolicyAnnotations', {}],
    [
      'that was refused',
      'DeleteAutomatedReasoningPolicy',
      { outcome: { result: 'failed', code: 'AccessDenied', refused: true } },
    ],
  ] as const)('judges nothing for a change %s', (_name, eventName, shown) => {
    expect(judgeChange(formalChecksChanged, aChange(`bedrock.amazonaws.com:${eventName}`, shown))).toEqual([]);
  });

  it('answers yes for a guardrail whose policy is gone', () => {
    expect(found(judgeAccount(formalChecksChanged, attached(`${arn}:1`, arn.replace('p1', 'p2'))))).toMatchObject([
      { subject: { kind: 'guardrail' }, answer: { evidence: [{ value: arn.replace('p1', 'p2') }] } },
    ]);
  });

  it.each([
    ['a version of a policy that is there', attached(`${arn}:1`)],
    ['no policy', attached()],
  ])('answers no for a guardrail with %s', (_name, account) => {
    expect(judgeAccount(formalChecksChanged, account).map(({ answer }) => answer.answer)).toEqual(['no']);
  });
});
