import { severityRank } from '../../checks/severity.ts';
import { alertText } from './alert-text.ts';
import { chatNotification } from './chat.ts';
import type { RingfenceEvent } from './event-schema.ts';
import type { Told } from './told.ts';
import type { Story } from '../story.ts';

/** For `ringfence-alerts`: publish with `MessageStructure: json`; `message` is the JSON text of one body a protocol. */
export type AlertMessage = { subject: string; messageStructure: 'json'; message: string };
/** For `ringfence-events`: published as it is. */
export type EventMessage = {
  message: string;
  attributes: Readonly<Record<string, { dataType: 'String' | 'Number'; value: string }>>;
};

/** Bytes of UTF-8 of one body. The whole publish may be 256 KB (AWS: "Publish", Amazon SNS API Reference). */
export const bodyLimit = 32 * 1024;

/** One message to people, a body for each protocol. `event`: the detail that machines subscribed to this topic get. */
export const alertMessage = (told: Told & { event: RingfenceEvent; eventType: string }): AlertMessage => {
  const { subject, text, sms } = alertText(told);
  const prose = capped(text, told.link ?? `ringfence explain ${told.story.lead.id}`);
  const event = JSON.stringify(told.event);
  const bodies = {
    default: prose,
    email: prose,
    sms,
    https: JSON.stringify(chatNotification(told)),
    // JSON that is cut is no JSON: what is too large is replaced by where to find it.
    sqs: fits(event) ? event : tooLarge(told.event),
    lambda: fits(event) ? event : tooLarge(told.event),
  };
  return { subject, messageStructure: 'json', message: JSON.stringify(bodies) };
};

/**
 * One message to machines. Exactly these ten attributes: with more, raw delivery to SQS discards the message (AWS: "Amazon
 * SNS message attributes"). An attribute without a value is left out.
 */
export const eventMessage = (
  event: RingfenceEvent,
  where: { story?: Story; mode?: string; environment?: string },
): EventMessage => {
  const finding = 'finding' in event.data ? event.data.finding : undefined;
  const text = JSON.stringify(event);
  const values: Readonly<Record<string, string | undefined>> = {
    eventType: event.data.type,
    severity: finding?.severity ?? where.story?.severity.toUpperCase(),
    checkId: finding?.checkId ?? where.story?.lead.checkId,
    accountId: finding?.accountId ?? accountOf(event),
    region: finding?.region,
    principalType: finding?.subject.kind ?? where.story?.subject.kind,
    mode: where.mode,
    environment: where.environment,
    schemaVersion: event.metadata.schemaVersion,
  };
  const attributes: Record<string, { dataType: 'String' | 'Number'; value: string }> = {};
  for (const [name, value] of Object.entries(values)) {
    if (value === undefined || value === '') continue;
    attributes[name] = { dataType: 'String', value };
    if (name === 'severity') attributes['severityRank'] = { dataType: 'Number', value: rankOf(value) };
  }
  return { message: fits(text) ? text : tooLarge(event), attributes };
};

const rankOf = (severity: string): string => {
  const rank = (['informational', 'low', 'medium', 'high', 'critical'] as const).find(
    (each) => each.toUpperCase() === severity,
  );
  return String(severityRank(rank ?? 'informational'));
};

const accountOf = ({ data }: RingfenceEvent): string | undefined => {
  if ('containment' in data) return data.containment.accountId;
  if ('exemption' in data) return data.exemption.accountId;
  if ('mode' in data) return data.mode.accountId;
  if ('evaluation' in data) return data.evaluation.accountId;
  return 'history' in data ? data.history.accountId : undefined;
};

const bytes = (text: string): number => new TextEncoder().encode(text).length;
const fits = (text: string): boolean => bytes(text) <= bodyLimit;

const tooLarge = ({ metadata, data }: RingfenceEvent): string =>
  JSON.stringify({
    metadata,
    shortened: { type: data.type, fullText: `ringfence history show ${metadata.idempotencyKey}` },
  });

/** Cuts prose to the limit and says where the whole is. */
const capped = (text: string, link: string): string => {
  if (fits(text)) return text;
  const end = `\n\nshortened, full text: ${link}\n`;
  const room = bodyLimit - bytes(end);
  const kept = new TextDecoder().decode(new TextEncoder().encode(text).slice(0, room)).replace(/\uFFFD+$/u, '');
  return `${kept}${end}`;
};
