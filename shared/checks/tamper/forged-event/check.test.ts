import { askRefusedEvent } from '../../ask-refused-event.ts';
import { defaultCheckSettings as settings } from '../../settings.ts';
import { forgedEvent } from './check.ts';

const refused = { accountId: '111122223333', at: '/source', detail: 'Its source is not an AWS service.' };

describe('RF.TAMPER.7 Forged events', () => {
  it('answers yes, naming the event as it claims and the place that contradicts it', () => {
    const { judgements } = askRefusedEvent({ refused: { ...refused, eventId: 'e-1' }, settings });
    expect(judgements).toMatchObject([
      {
        checkId: forgedEvent.id,
        kind: 'done',
        severity: 'high',
        sentence: 'an event claimed to be CloudTrail event e-1 and was not',
        answer: { evidence: [{ fact: '/source', value: refused.detail }] },
      },
    ]);
  });

  it('cleans an event id that carries marks', () => {
    const { judgements } = askRefusedEvent({ refused: { ...refused, eventId: 'e\n\u202e1' }, settings });
    expect(judgements[0]?.sentence).toBe('an event claimed to be CloudTrail event e 1 and was not');
  });

  it('speaks of a record where the event has no id', () => {
    expect(askRefusedEvent({ refused, settings }).judgements[0]?.sentence).toContain('a CloudTrail record');
  });
});
