import { z } from 'zod';
import type { Cause, FindingId } from '../../shared/findings/finding.ts';
import type { RestorationRequest } from '../../shared/ports/restoration-requests.ts';

const text = z.string().min(1);
const findingId = z.templateLiteral(['f-', z.string()]) satisfies z.ZodType<FindingId>;
const cause: z.ZodType<Cause> = z.strictObject({
  eventId: text,
  eventName: text,
  eventSource: text,
  at: text,
  actorArn: text.exactOptional(),
  actorType: text,
  sourceAddress: text.exactOptional(),
});

/** Plan for one guardrail. */
const request: z.ZodType<RestorationRequest> = z.strictObject({
  accountId: z.string().regex(/^\d{12}$/),
  region: z.string().regex(/^[a-z0-9-]{1,32}$/),
  guardrail: text,
  findingIds: z.array(findingId),
  cause: cause.exactOptional(),
  eventId: text,
});
/** Go on with one: a person approved it, or a worker left it. */
const goOn = z.strictObject({ restorationId: text, eventId: text });
/** Take one back. Who asked is proved by whoever put the request on the queue. */
const undo = z.strictObject({
  undo: text,
  requestedBy: text,
  reason: z.string().min(3, 'say why, for whoever reads history'),
  approver: text.exactOptional(),
  eventId: text,
});
/** Look at all of them: what was left on the way, what is due. The clock asks for it. */
const tend = z.strictObject({ tend: z.literal(true), eventId: text });

export type RestorationMessage =
  | RestorationRequest
  | z.infer<typeof goOn>
  | z.infer<typeof undo>
  | z.infer<typeof tend>;
export const restorationMessage: z.ZodType<RestorationMessage> = z.union([request, goOn, undo, tend]);

export const idOfRestorationMessage = (message: RestorationMessage): string => {
  if ('tend' in message) return `tend#${message.eventId}`;
  if ('undo' in message) return `undo-${message.undo}#${message.eventId}`;
  return 'restorationId' in message
    ? `${message.restorationId}#${message.eventId}`
    : `${message.region}/${message.guardrail}#${message.eventId}`;
};
