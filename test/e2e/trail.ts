import type { Mailbox } from './mailbox.ts';

/** A CloudTrail event as EventBridge delivers it: the fields that steps look at. */
export type TrailEvent = {
  source: string;
  account: string;
  region: string;
  'detail-type': string;
  detail: {
    eventName: string;
    eventID: string;
    errorCode?: string;
    requestParameters: Record<string, unknown> | null;
    userIdentity: { type: string; arn: string; sessionContext?: { sessionIssuer: { arn: string } } };
  } & Record<string, unknown>;
};

const is = (eventName: string, roleName?: string) => (body: string) => {
  const { detail } = JSON.parse(body) as TrailEvent;
  return (
    detail.eventName === eventName && (roleName === undefined || detail.requestParameters?.['roleName'] === roleName)
  );
};

/** The first event of this name, of this role where one is named, and with this error where one is. */
export const heard = async (
  trail: Mailbox,
  eventName: string,
  roleName?: string,
  errorCode?: string,
): Promise<TrailEvent> => {
  const isIt = is(eventName, roleName);
  const wanted = (body: string): boolean =>
    isIt(body) && (errorCode === undefined || (JSON.parse(body) as TrailEvent).detail.errorCode === errorCode);
  return JSON.parse(await trail.wait(`event ${eventName}`, wanted)) as TrailEvent;
};

/** All of them so far, of one role where one is named; each once: a repeated delivery has the same id. */
export const allHeard = async (
  trail: Mailbox,
  eventName: string,
  roleName?: string,
): Promise<readonly TrailEvent[]> => {
  const events = (await trail.read()).filter(is(eventName, roleName)).map((body) => JSON.parse(body) as TrailEvent);
  return [...new Map(events.map((event) => [event.detail.eventID, event])).values()];
};
