import { approveLine, rejectLine, undoLine } from './answer-lines.ts';
import { displayText } from '../../../change/display-text.ts';
import { severities } from '../../../checks/severity.ts';
import type { RingfenceEvent } from '../../../findings/formats/event-schema.ts';
import type { Notice } from '../../../response/notice.ts';
import type { Saga } from '../../../response/saga.ts';
import { actorAlert, exemptionAlert, waitingAlert } from './reminder-alert.ts';
import { restorationAlert } from './restoration-alert.ts';

export type PlainAlert = { urgent: boolean; headline: string; lines: readonly string[] };

type Told = Exclude<Notice, { kind: 'findings' | 'tampering' }>;

/** What people are told that is not a story about findings. Undefined: nothing new for a person. */
export const plainAlert = (notice: Told): PlainAlert | undefined => {
  switch (notice.kind) {
    case 'containment':
      return containmentAlert(notice.stage, notice.saga);
    case 'restoration':
      return restorationAlert(notice.stage, notice.restoration);
    case 'waiting':
      return waitingAlert(notice);
    case 'exemption':
      return exemptionAlert(notice);
    case 'actor':
      return actorAlert(notice);
    case 'routed':
      return {
        urgent: true,
        headline: `A person must look at ${nameIn(notice.subject.arn)}: Ringfence plans nothing itself`,
        lines: [
          `Principal: ${notice.subject.arn}`,
          `Outcome: ${notice.noPlan.outcome}`,
          notice.noPlan.detail,
          `What to do: ${notice.noPlan.advice}`,
          ...notice.findingIds.map((id) => `Explain: ringfence explain ${id}`),
        ],
      };
    case 'baseline':
      return {
        urgent: false,
        headline: `Ringfence has read the account: ${notice.principals} roles and users`,
        lines: [
          'What already was is recorded and is not alerted one by one. From now on Ringfence tells what changes.',
          ...severities
            .toReversed()
            .map((severity) => `${severity.toUpperCase()}: ${notice.findingsBySeverity[severity] ?? 0}`),
          'See all of it: ringfence scan, or the console.',
        ],
      };
    case 'incomplete':
      return {
        urgent: false,
        headline: 'Ringfence could not judge a change completely',
        lines: [notice.detail, ...(notice.eventId === undefined ? [] : [`CloudTrail eventID ${notice.eventId}`])],
      };
    case 'mode':
      return {
        urgent: true,
        headline: `The mode of Ringfence is ${notice.to}, before ${notice.from}`,
        lines: [`By ${notice.actor}`, `Reason: ${notice.reason}`],
      };
  }
};

const nameIn = (arn: string): string => arn.split('/').at(-1) ?? arn;

/** What one document had no room for: the other questions that stay open stand in the plan. */
const outOfRoom = ({ plan }: Saga): readonly string[] =>
  (plan.leavesOpen ?? []).filter((line) => line.includes('TOO_LARGE')).map((line) => `Stays open: ${line}`);

const containmentAlert = (
  stage: Extract<Notice, { kind: 'containment' }>['stage'],
  saga: Saga,
): PlainAlert | undefined => {
  const { arn } = saga.plan.subject;
  const short = nameIn(arn);
  const outcome = saga.outcome === undefined ? [] : [`Outcome: ${saga.outcome}`];
  const detail = saga.detail === undefined ? [] : [saga.detail];
  const about = [`Principal: ${arn}`, ...outcome, ...detail];
  const undo = undoLine(saga.id);
  switch (stage) {
    case 'planned':
      // What goes on by itself is told when it is done.
      if (saga.state === 'PLANNED') return undefined;
      if (saga.outcome === 'MODE_OBSERVE') {
        return {
          urgent: false,
          headline: `Ringfence would contain ${short}; the mode is observe`,
          lines: [...about, ...saga.plan.stops.map((stop) => `Would stop: ${stop}`)],
        };
      }
      return {
        urgent: true,
        headline: `Containment of ${short} waits for approval`,
        lines: [
          ...about,
          ...saga.plan.approvalReasons.map((reason) => `Why a person must look: ${reason}`),
          ...outOfRoom(saga),
          ...saga.plan.stops.map((stop) => `Would stop: ${stop}`),
          approveLine(saga.id),
          rejectLine(saga.id),
        ],
      };
    case 'approved':
      return undefined;
    case 'applied':
      return undefined;
    case 'verified':
      return {
        urgent: true,
        headline: `${short} is contained`,
        lines: [
          ...about,
          ...saga.plan.questions.map(({ checkId, name }) => `Answers no now: ${checkId} ${name}`),
          ...outOfRoom(saga),
          ...saga.plan.stops.map((stop) => `Stopped: ${stop}`),
          undo,
        ],
      };
    case 'refused':
      return saga.outcome === 'APPROVAL_EXPIRED'
        ? {
            urgent: true,
            headline: `Nobody approved the containment of ${short} in time: the finding stays open`,
            lines: about,
          }
        : { urgent: false, headline: `Ringfence did not contain ${short}`, lines: about };
    case 'failed':
      return {
        urgent: true,
        headline: failedHeadline(short, saga),
        // Where some of it may be in force, one command takes it back.
        lines: saga.state === 'FAILED' ? [...about, undo] : about,
      };
    case 'conflict':
      return {
        urgent: true,
        headline:
          saga.state === 'UNDONE'
            ? `The undo for ${short} was written over somebody else's change, or nobody knows: a person must look`
            : `${short} changed while it was being contained: a person must look`,
        lines: about,
      };
    case 'undone':
      return {
        urgent: true,
        headline:
          saga.lostUpdate?.afterUndo === true
            ? `A boundary of ${short} that its undo was written over is back`
            : saga.outcome === 'LOST_UPDATE_REPAIRED'
              ? `A boundary of ${short} that was written over is back; it stays contained`
              : `The containment of ${short} was undone`,
        lines: [
          ...about,
          ...(saga.undo === undefined ? [] : [`By ${saga.undo.requestedBy}`, `Reason: ${saga.undo.reason}`]),
          'The check is asked again: without an exemption it will fire again.',
        ],
      };
  }
};

const failedHeadline = (short: string, { state, outcome }: Saga): string => {
  if (outcome === 'LOST_UPDATE_CONFLICT')
    return `${short} is contained, perhaps over somebody else's change: a person must look`;
  return state === 'FAILED' && outcome === 'CONFLICT_CHANGED'
    ? `${short} changed while it was being contained, and what was written stays in force: a person must look`
    : `Containment of ${short} failed: a person must look`;
};

export type PlainMessage = { subject: string; messageStructure: 'json'; message: string };

const bodyLimit = 8_000;

/** One body a protocol, as for a story (outputs: SNS). */
export const plainMessage = (alert: PlainAlert, notice: Notice, event: RingfenceEvent | undefined): PlainMessage => {
  const clean = (text: string): string => displayText(text, 2_000);
  const headline = clean(alert.headline);
  const subject = `[Ringfence] ${headline} (${notice.accountId})`.replace(/[^\x20-\x7e]/gu, '?').slice(0, 99);
  const prose = `${[`${headline}.`, '', ...alert.lines.map(clean)].join('\n').slice(0, bodyLimit)}\n`;
  // What has no event of its own is told to machines in the words for people.
  const machine = JSON.stringify(event ?? { notice: notice.kind, id: notice.id, text: prose });
  const bodies = {
    default: prose,
    email: prose,
    sms: `${headline} (${notice.accountId})`.slice(0, 140),
    https: JSON.stringify({
      version: '1.0',
      source: 'custom',
      id: notice.id,
      content: {
        textType: 'client-markdown',
        title: escaped(headline).slice(0, 250),
        description: alert.lines
          .map((line) => escaped(clean(line)))
          .join('\n')
          .slice(0, 3_000),
      },
      metadata: { threadId: threadOf(notice) },
    }),
    sqs: machine,
    lambda: machine,
  };
  return { subject, messageStructure: 'json', message: JSON.stringify(bodies) };
};

/** Names come from whoever made them: nothing of theirs becomes markup. */
const escaped = (text: string): string => text.replace(/[*_`<>&@~|]/gu, (character) => `\\${character}`);

/** A containment and its undo land in the thread of the finding that led to them. */
const threadOf = (notice: Notice): string =>
  notice.kind === 'containment' ? (notice.saga.plan.questions[0]?.findingId ?? notice.saga.id) : notice.id;
