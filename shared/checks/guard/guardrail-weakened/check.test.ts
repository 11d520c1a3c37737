import { aGuardrail } from '../../../../test/builders/a-guardrail.ts';
import type { GuardrailFacts, GuardrailRecord } from '../../../facts/account-facts.ts';
import { known, unknown } from '../../../facts/known.ts';
import { askAccountChecks } from '../../ask-account-checks.ts';
import { defaultCheckSettings as settings } from '../../settings.ts';
import { guardrailWeakened } from './check.ts';

const region = 'us-east-1';
const asOf = '2026-11-20T00:00:00.000Z';
const judge = (now: GuardrailFacts, record?: GuardrailRecord) =>
  askAccountChecks({
    account: {
      accountId: '111122223333',
      asOf: '2026-11-21T21:00:00.000Z',
      principals: [],
      invocationLogging: {},
      guardrails: { [region]: known([now]) },
      ...(record === undefined ? {} : { guardrailRecords: { [record.facts.arn]: record } }),
    },
    settings,
    checks: [guardrailWeakened],
  }).judgements;
const filtering = (inputStrength: string, differs: Record<string, unknown> = {}): GuardrailFacts =>
  aGuardrail({
    contentPolicy: { filters: [{ type: 'PROMPT_ATTACK', inputStrength, outputStrength: 'NONE' }] },
    ...differs,
  });

describe('RF.GUARD.2 A guardrail was weakened', () => {
  it('answers yes, and says in words what was lost and since when', () => {
    const [judged] = judge(filtering('NONE'), { facts: filtering('HIGH'), asOf });
    expect(judged).toMatchObject({
      kind: 'state',
      severity: 'high',
      subject: { kind: 'guardrail', arn: filtering('HIGH').arn, region },
      sentence: 'guardrail support-bot got weaker: the prompt attack filter on input fell from HIGH to NONE',
      answer: {
        answer: 'yes',
        evidence: [
          { fact: 'held against', value: asOf },
          { fact: 'weaker', value: 'The prompt attack filter on input fell from HIGH to NONE.' },
        ],
      },
    });
  });

  it('answers yes where gains stand beside the loss, and lists them as evidence only', () => {
    const [judged] = judge(filtering('LOW', { wordPolicy: { words: [{ text: 'plugh' }] } }), {
      facts: filtering('HIGH'),
      asOf,
    });
    expect(judged?.sentence).toBe(
      'guardrail support-bot got weaker: the prompt attack filter on input fell from HIGH to LOW',
    );
    expect(judged?.answer).toMatchObject({
      evidence: [
        { fact: 'held against' },
        { fact: 'weaker' },
        { fact: 'stronger', value: 'A blocked word or phrase was added.' },
      ],
    });
  });

  it('answers yes where nobody can rank the difference, and says so', () => {
    const [judged] = judge(filtering('ADAPTIVE'), { facts: filtering('HIGH'), asOf });
    expect(judged?.sentence).toMatch(
      /^guardrail support-bot changed in a way that cannot be ranked: the prompt attack/,
    );
    expect(judged?.answer.answer).toBe('yes');
  });

  it('holds it against how it was before an earlier loss', () => {
    const record: GuardrailRecord = {
      facts: filtering('MEDIUM'),
      asOf: '2026-11-21T00:00:00.000Z',
      heldAgainst: { facts: filtering('HIGH'), asOf },
    };
    expect(judge(filtering('MEDIUM'), record)[0]?.sentence).toContain('fell from HIGH to MEDIUM');
  });

  it('tells many losses in few words, and quotes no secret word', () => {
    const words = Array.from({ length: 60 }, (_, index) => ({ text: `secret-${String(index)}` }));
    const topics = Array.from({ length: 60 }, (_, index) => ({ name: `topic ${String(index)}`, definition: 'd' }));
    const before = filtering('HIGH', { wordPolicy: { words }, topicPolicy: { topics } });
    const [judged] = judge(filtering('HIGH'), { facts: before, asOf });
    expect(judged?.sentence).toContain('; and 58 more');
    expect(JSON.stringify(judged)).toContain('21 more differences');
    expect(JSON.stringify(judged)).not.toContain('secret-');
    const [folded] = judge(filtering('HIGH'), { facts: filtering('HIGH', { wordPolicy: { words } }), asOf });
    expect(folded?.sentence).toBe('guardrail support-bot got weaker: a blocked word or phrase was removed (60 times)');
  });

  it.each([
    ['nothing was lost', filtering('HIGH'), filtering('HIGH')],
    ['it got stronger', filtering('HIGH'), filtering('LOW')],
    ['only its name differs', filtering('HIGH', { name: 'other' }), filtering('HIGH')],
  ])('answers no where %s', (_name, now, before) => {
    expect(judge(now, { facts: before, asOf })).toMatchObject([{ answer: { answer: 'no' } }]);
  });

  it('judges nothing of a guardrail that was never seen, of a Region that could not be read, or of a version', () => {
    expect(judge(filtering('NONE'))).toEqual([]);
    expect(judge({ ...filtering('NONE'), version: '1' }, { facts: filtering('HIGH'), asOf })).toEqual([]);
    const account = {
      accountId: '111122223333',
      asOf,
      principals: [],
      invocationLogging: {},
      guardrails: { [region]: unknown('bedrock:ListGuardrails was refused') },
      guardrailRecords: { [filtering('HIGH').arn]: { facts: filtering('HIGH'), asOf } },
    };
    expect(askAccountChecks({ account, settings, checks: [guardrailWeakened] }).judgements).toEqual([]);
  });
});
