import { z } from 'zod';
import type { ContainmentRequest } from '../../shared/ports/containment-requests.ts';
import type { FindingId } from '../../shared/findings/finding.ts';

const text = z.string().min(1);
const findingId = z.templateLiteral(['f-', z.string()]) satisfies z.ZodType<FindingId>;

/** Plan for one principal. */
const request: z.ZodType<ContainmentRequest> = z.strictObject({
  accountId: z.string().regex(/^\d{12}$/),
  principal: z.strictObject({ kind: z.enum(['role', 'user']), name: text }),
  subjectUniqueId: text,
  findingIds: z.array(findingId).min(1),
  eventId: text,
});
/** Go on with one containment: a person approved it, or a worker left it. */
const goOn = z.strictObject({ sagaId: text, eventId: text });
/** Look at all of them: what was left on the way, what is due. The clock asks for it. */
const tend = z.strictObject({ tend: z.literal(true), eventId: text });

export type ContainmentMessage = ContainmentRequest | z.infer<typeof goOn> | z.infer<typeof tend>;

export const containmentMessage: z.ZodType<ContainmentMessage> = z.union([request, goOn, tend]);

export const idOfContainmentMessage = (message: ContainmentMessage): string => {
  if ('tend' in message) return `tend#${message.eventId}`;
  return 'sagaId' in message ? `${message.sagaId}#${message.eventId}` : `${message.subjectUniqueId}#${message.eventId}`;
};
