import type { z } from 'zod';
import type { Change } from '../change/change.ts';
import { readChange } from '../change/read-change.ts';
import type { Ports } from '../ports/ports.ts';
import { UnreadableMessage, type Message } from './on-messages.ts';

/** A CloudTrail record in its EventBridge envelope, of the account that is watched. */
export const readChangeMessage = (body: string, ports: Ports): Message<Change> => {
  const read = readChange(body, { expect: { accountIds: [ports.identity.accountId] } });
  switch (read.kind) {
    case 'change':
      return { read: 'input', id: read.eventId, input: read };
    case 'ignored':
      return { read: 'ignored', because: read.reason.code };
    case 'unreadable':
      throw new UnreadableMessage(read.reason.code, read.reason.at, read.reason.detail);
  }
};

/** A request of Ringfence's own, checked against its schema. `identify`: what makes two deliveries the same request. */
export const readRequestMessage =
  <T>(schema: z.ZodType<T>, identify: (request: T) => string) =>
  (body: string): Message<T> => {
    let json: unknown;
    try {
      json = JSON.parse(body);
    } catch {
      throw new UnreadableMessage('not-json', '', 'the message is not JSON; send what the schema of this request says');
    }
    const parsed = schema.safeParse(json);
    if (parsed.success) return { read: 'input', id: identify(parsed.data), input: parsed.data };
    const issue = parsed.error.issues[0];
    throw new UnreadableMessage(
      'wrong-shape',
      (issue?.path ?? []).map((part) => `/${String(part)}`).join(''),
      issue?.message ?? 'it does not fit the schema of this request',
    );
  };
