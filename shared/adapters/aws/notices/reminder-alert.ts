import { approveLine, rejectLine } from './answer-lines.ts';
import type { Notice } from '../../../response/notice.ts';
import type { PlainAlert } from './plain-alert.ts';

const nameIn = (arn: string): string => arn.split('/').at(-1) ?? arn;

/** A containment that nobody has answered. */
export const waitingAlert = ({ stage, saga }: Notice & { kind: 'waiting' }): PlainAlert => {
  const { plan, deadline = '' } = saga;
  const short = nameIn(plan.subject.arn);
  return {
    urgent: true,
    headline:
      stage === 'escalated'
        ? `Nobody has answered: containment of ${short} waits for approval`
        : `Containment of ${short} expires soon without an answer`,
    lines: [
      `Principal: ${plan.subject.arn}`,
      `Waits until: ${deadline}`,
      ...(saga.detail === undefined ? [] : [saga.detail]),
      ...plan.questions.map(({ checkId, name }) => `Open: ${checkId} ${name}`),
      ...plan.stops.map((stop) => `Would stop: ${stop}`),
      approveLine(saga.id),
      rejectLine(saga.id),
      'Without an answer nothing is contained and the finding stays open.',
    ],
  };
};

/** For the owner of an exemption. */
export const exemptionAlert = ({ stage, exemption }: Notice & { kind: 'exemption' }): PlainAlert => {
  const { id, arn, scope, owner, reason, ticket, expires } = exemption;
  return {
    urgent: false,
    headline:
      stage === 'ended'
        ? `The exemption of ${nameIn(arn)} from ${scope} has ended`
        : `The exemption of ${nameIn(arn)} from ${scope} ends soon`,
    lines: [
      `Owner: ${owner}`,
      `Principal: ${arn}`,
      `Exemption: ${id}, until ${expires}`,
      `Reason: ${reason}`,
      `Ticket: ${ticket}`,
      stage === 'ended'
        ? 'What it covered is judged and contained again, as the mode says.'
        : `To keep it, grant it anew: ringfence exempt ${arn} --check ${scope} --owner ... --reason ... --ticket ... --expires 90d --approver ARN`,
    ],
  };
};

/** For whoever has to find out whether somebody uses Ringfence to lock others out. */
export const actorAlert = ({ actorArn, contained, stopped }: Notice & { kind: 'actor' }): PlainAlert => ({
  urgent: true,
  headline: `${nameIn(actorArn)} is behind ${contained.length} contained principals in a day: a person must look`,
  lines: [
    `Actor: ${actorArn}`,
    ...contained.map((arn) => `Contained: ${arn}`),
    `Waits for approval now: ${stopped}, and so does each further one that this actor is behind`,
    'Somebody may give others access so that Ringfence takes it back, or may be working through the account.',
    'Look at what the actor changed, then approve or reject: ringfence history list',
  ],
});
