import { aGuardrail, anAccount, guardrailArn, region } from '../../../../test/builders/an-account.ts';
import { found, judgeAccount } from '../../../../test/builders/judge-account.ts';
import { known, unknown } from '../../../facts/known.ts';
import type { GuardrailMinimum } from '../../settings.ts';
import { guardrailBelowMinimum } from './check.ts';

const judge = (content: Record<string, unknown>, guardrailMinimum: GuardrailMinimum) =>
  judgeAccount(guardrailBelowMinimum, anAccount({ guardrails: { [region]: known([aGuardrail(content)]) } }), {
    settings: { guardrailMinimum },
  });
const filters = (...all: readonly object[]) => ({ contentPolicy: { filters: all } });
const attack = { type: 'PROMPT_ATTACK', inputStrength: 'HIGH', outputStrength: 'NONE' };
const every = (strength: string) =>
  ['HATE', 'INSULTS', 'SEXUAL', 'VIOLENCE', 'MISCONDUCT'].map((type) => ({
    type,
    inputStrength: strength,
    outputStrength: strength,
  }));
const pii = (entity: object) => ({ sensitiveInformationPolicy: { piiEntities: [{ type: 'EMAIL', ...entity }] } });
const grounding = (filter: object) => ({ contextualGroundingPolicy: { filters: [{ type: 'GROUNDING', ...filter }] } });

describe('RF.GUARD.4 A new guardrail is too weak', () => {
  it.each<[string, Record<string, unknown>, GuardrailMinimum, string]>([
    ['has no filter at all', {}, { promptAttack: 'LOW' }, 'filter PROMPT_ATTACK on prompts'],
    [
      'has a weaker filter',
      filters({ ...attack, inputStrength: 'LOW' }),
      { promptAttack: 'HIGH' },
      'filter PROMPT_ATTACK at HIGH on prompts (it is LOW)',
    ],
    [
      'only looks',
      filters({ ...attack, inputAction: 'NONE' }),
      { promptAttack: 'LOW' },
      'a blocking filter PROMPT_ATTACK on prompts',
    ],
    [
      'is switched off',
      filters({ ...attack, inputEnabled: false }),
      { promptAttack: 'LOW' },
      'a blocking filter PROMPT_ATTACK on prompts',
    ],
    ['does not handle an address', {}, { sensitiveInformation: ['EMAIL'] }, 'personal data EMAIL'],
    [
      'lets an address pass in answers',
      pii({ action: 'BLOCK', outputAction: 'NONE' }),
      { sensitiveInformation: ['EMAIL'] },
      'personal data EMAIL',
    ],
    ['has no grounding filter', {}, { grounding: 0.7 }, 'filter GROUNDING'],
    ['has a lower threshold', grounding({ threshold: 0.5 }), { grounding: 0.7 }, 'filter GROUNDING at 0.7 (it is 0.5)'],
    ['has no formal check', {}, { automatedReasoning: true }, 'an automated reasoning policy'],
  ])('answers yes for one that %s', (_name, content, minimum, lack) => {
    const [judged] = judge(content, minimum);
    expect(judged).toMatchObject({
      answer: { answer: 'yes', evidence: [{ fact: `DRAFT of ${guardrailArn} lacks`, value: lack }] },
      subject: { kind: 'guardrail', arn: guardrailArn },
      sentence: `guardrail support lacks ${lack}`,
    });
  });

  it('asks each content filter on both sides', () => {
    const [judged] = judge(filters(...every('LOW')), { contentFilters: 'MEDIUM' });
    expect(judged?.answer).toMatchObject({ evidence: { length: 10 } });
  });

  it.each<[string, Record<string, unknown>, GuardrailMinimum]>([
    ['holds it exactly', filters(attack, ...every('MEDIUM')), { promptAttack: 'HIGH', contentFilters: 'MEDIUM' }],
    ['makes an address anonymous', pii({ action: 'ANONYMIZE' }), { sensitiveInformation: ['EMAIL'] }],
    ['is at the threshold', grounding({ threshold: 0.7 }), { grounding: 0.7 }],
    ['has a formal check', { automatedReasoningPolicy: { policies: ['arn'] } }, { automatedReasoning: true }],
  ])('answers no for one that %s', (_name, content, minimum) => {
    expect(judge(content, minimum).map(({ answer }) => answer.answer)).toEqual(['no']);
  });

  it('judges nothing without a minimum', () => {
    expect(judge({}, {})).toEqual([]);
  });

  it.each([
    ['was not read', unknown('refused')],
    ['is in another form', known([aGuardrail({ contentPolicy: 'x' })])],
  ])('answers unknown where the guardrail %s', (_name, guardrails) => {
    const judged = judgeAccount(guardrailBelowMinimum, anAccount({ guardrails: { [region]: guardrails } }), {
      settings: { guardrailMinimum: { promptAttack: 'LOW' } },
    });
    expect(judged.map(({ answer }) => answer.answer)).toEqual(['unknown']);
    expect(found(judged)).toEqual([]);
  });
});
