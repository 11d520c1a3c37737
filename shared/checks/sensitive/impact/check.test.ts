import { aRole } from '../../../../test/builders/a-principal.ts';
import { askOne } from '../../../../test/builders/ask-one.ts';
import { specifyTactic } from '../../../../test/contracts/sensitive-tactic.ts';
import { impact } from './check.ts';

specifyTactic(impact, 'Impact', 'bedrock:DeleteGuardrail');

describe('RF.SENSITIVE.10 Ordinary use', () => {
  it.each(['bedrock:InvokeModel', 'bedrock:ApplyGuardrail', 'sagemaker:InvokeEndpoint'])(
    'lists %s and makes no finding of it',
    (action) => {
      const judged = askOne(impact, aRole({ allows: action })).find(({ questionName }) => questionName === action);
      expect(judged).toMatchObject({ listedOnly: true, answer: { answer: 'yes' } });
    },
  );

  it('never denies bedrock:ApplyGuardrail, which callers need under an enforced guardrail', () => {
    const judged = askOne(impact, aRole()).find(({ questionName }) => questionName === 'bedrock:ApplyGuardrail');
    expect(judged?.containment).toBe('ask');
  });
});
