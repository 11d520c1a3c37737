import type { AccessRequest } from '../../reasoning/types.ts';
import type { FindingAnswer } from '../finding.ts';
import type { EventFinding } from './event-schema.ts';

/** An answer as it is emitted: of a witness only its request, of a proof nothing. */
export const answerShape = (answer: FindingAnswer): EventFinding['answer'] => {
  switch (answer.answer) {
    case 'yes':
      return 'witness' in answer
        ? { answer: 'yes', witness: requestShape(answer.witness.request) }
        : { answer: 'yes', evidence: answer.evidence.map(({ fact, value }) => ({ fact, value })) };
    case 'no':
      return { answer: 'no' };
    case 'unknown': {
      const { code, detail } = answer.why;
      const candidate = 'candidate' in answer ? answer.candidate : undefined;
      return {
        answer: 'unknown',
        why: { code, detail },
        ...(candidate === undefined ? {} : { candidate: requestShape(candidate) }),
      };
    }
  }
};

const requestShape = ({ action, resource, context }: AccessRequest) => ({
  action,
  resource,
  context: Object.fromEntries(
    Object.entries(context)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, value]) => [key, typeof value === 'string' ? value : [...value]]),
  ),
});
