import { aGuardrailAnswer } from '../../../test/builders/a-guardrail-answer.ts';
import type { GuardrailFacts, GuardrailRecord } from '../account-facts.ts';
import { diffWithRecord, heldAgainst, nextRecord } from './guardrail-record.ts';

const filtering = (inputStrength: string, words: readonly string[] = []): GuardrailFacts => ({
  id: 'gr1example',
  arn: 'arn:aws:bedrock:us-east-1:111122223333:guardrail/gr1example',
  region: 'us-east-1',
  version: 'DRAFT',
  name: 'support-bot',
  content: aGuardrailAnswer({
    contentPolicy: { filters: [{ type: 'VIOLENCE', inputStrength, outputStrength: 'HIGH' }] },
    wordPolicy: { words: words.map((text) => ({ text })) },
  }),
});
const after = (...states: readonly GuardrailFacts[]): GuardrailRecord => {
  let record: GuardrailRecord | undefined;
  for (const [day, state] of states.entries()) record = nextRecord(record, state, `2026-11-${String(day + 10)}`);
  if (record === undefined) throw new Error('give at least one state');
  return record;
};

describe('what is remembered of a guardrail', () => {
  it('is how it was seen last, while it loses nothing', () => {
    const record = after(filtering('LOW'), filtering('HIGH'), filtering('HIGH', ['plugh']));
    expect(record).toEqual({ facts: filtering('HIGH', ['plugh']), asOf: '2026-11-12' });
  });

  it('keeps how it was before a loss, over any number of further changes', () => {
    const record = after(filtering('HIGH'), filtering('MEDIUM'), filtering('LOW'), filtering('NONE'));
    expect(heldAgainst(record)).toEqual({ facts: filtering('HIGH'), asOf: '2026-11-10' });
    expect(diffWithRecord(record, filtering('NONE')).changes).toMatchObject([{ before: 'HIGH', after: 'NONE' }]);
  });

  it('is not bought off by a gain', () => {
    const record = after(filtering('HIGH'), filtering('LOW', ['plugh', 'xyzzy']));
    expect(heldAgainst(record).facts).toEqual(filtering('HIGH'));
  });

  it('forgets the earlier state when everything is back, and more', () => {
    const record = after(filtering('HIGH'), filtering('LOW'), filtering('HIGH', ['plugh']));
    expect(record).toEqual({ facts: filtering('HIGH', ['plugh']), asOf: '2026-11-12' });
  });
});
