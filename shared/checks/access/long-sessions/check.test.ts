import { askOne, named } from '../../../../test/builders/ask-one.ts';
import { aRole } from '../../../../test/builders/a-principal.ts';
import { known, unknown } from '../../../facts/known.ts';
import type { PrincipalFacts } from '../../../facts/principal-facts.ts';
import { longSessions } from './check.ts';

const settings = {
  classRules: [{ class: 'general' as const, match: { name: 'ml-*' } }],
  classLimits: { general: { maxSessionHours: 2 } },
};
const judge = (facts: Partial<PrincipalFacts>, allows = 'bedrock:InvokeModel') =>
  askOne(longSessions, aRole({ allows, ...facts }), { settings });

describe('RF.ACCESS.13 Sessions are short', () => {
  it('answers yes for a role whose sessions outlast its class, with both times', () => {
    expect(judge({ maxSessionSeconds: known(43_200) })[0]).toMatchObject({
      answer: { answer: 'yes', evidence: [{ fact: 'maximum session duration', value: '43200 seconds' }] },
      sentence: 'sessions of ml-app last 12 hours, and its class allows 2 hours',
    });
  });

  it('answers no at the limit exactly', () => {
    expect(named(judge({ maxSessionSeconds: known(7200) }), 'no')).toEqual(['long-sessions']);
  });

  it('answers unknown, in the same words of every role, where the input does not hold the time', () => {
    const details = [
      judge({}),
      judge({ uniqueId: 'AROAOTHER', maxSessionSeconds: { state: 'absent', declared: true } }),
    ];
    expect(details.map(([judged]) => judged?.answer)).toEqual([details[0]?.[0]?.answer, details[0]?.[0]?.answer]);
    expect(details[0]?.[0]?.answer).toMatchObject({
      answer: 'unknown',
      why: { detail: expect.stringContaining('iam:GetRole') as string },
    });
    expect(named(judge({ maxSessionSeconds: unknown('refused') }), 'unknown')).toEqual(['long-sessions']);
  });

  it('asks nothing of a role without model access, without a class or of a class without a limit', () => {
    expect(judge({ maxSessionSeconds: known(43_200) }, 's3:GetObject')).toEqual([]);
    expect(askOne(longSessions, aRole({ allows: '*', maxSessionSeconds: known(43_200) }))).toEqual([]);
  });
});
