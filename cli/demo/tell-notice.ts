import { displayText } from '../../shared/change/display-text.ts';
import type { Finding } from '../../shared/findings/finding.ts';
import { alertText } from '../../shared/findings/formats/alert-text.ts';
import { stories, type Story } from '../../shared/findings/story.ts';
import type { Notice } from '../../shared/response/notice.ts';
import type { Saga } from '../../shared/response/saga.ts';
import { restorationLines } from './restoration-lines.ts';
import { versions } from '../../shared/runtime/versions.ts';
import { describeRequest } from '../describe-answer.ts';
import { describeCall, mechanismWords, proofLines } from '../describe-plan.ts';

/** What is said about one notice, in lines. The first alert of a run is shown as it is sent, later ones in short. */
export type Teller = (notice: Notice, look: Look) => readonly string[];

/** What only a look at the account can say: asked when the notice is told. */
export type Look = {
  /** Is this request of the witness allowed now? */
  witnessNow: (saga: Saga) => string;
  /** Something the principal could do before, and whether it still can. */
  unrelatedNow: (saga: Saga) => string | undefined;
};

export const teller = (paint: (severity: string, text: string) => string): Teller => {
  let alerts = 0;
  const alertLines = (story: Story, mode: string): readonly string[] => {
    alerts += 1;
    const severity = story.severity.toUpperCase();
    if (alerts === 1) {
      const { subject, text } = alertText({ story, mode, versions });
      return [
        paint(severity, `ALERT  ${subject}`),
        ...text
          .trimEnd()
          .split('\n')
          .map((line) => `  | ${line}`),
      ];
    }
    const { answer, because } = story.lead;
    return [
      paint(severity, `ALERT  ${severity} ${displayText(story.headline, 1024)}`),
      ...(story.delta.text === '' ? [] : [`  ${story.delta.text}`]),
      ...(answer.answer === 'yes' && 'witness' in answer
        ? [`  a request that is allowed now: ${describeRequest(answer.witness.request)}`]
        : []),
      ...(answer.answer === 'yes' && 'evidence' in answer
        ? answer.evidence.map(({ fact, value }) => `  ${displayText(`${fact}: ${value}`, 1024)}`)
        : []),
      ...because
        .slice(0, 1)
        .map(
          ({ sid, index, policyArn, source }) =>
            `  let through by statement ${displayText(sid ?? String(index + 1))} of ${displayText(policyArn ?? source.name)}`,
        ),
    ];
  };
  const findingLines = (findings: readonly Finding[], open: readonly Finding[], mode: string): readonly string[] =>
    stories(findings, open).flatMap((story) => alertLines(story, mode));

  return (notice, look) => {
    switch (notice.kind) {
      case 'findings': {
        const told =
          notice.tell === undefined ? notice.findings : notice.findings.filter(({ id }) => notice.tell?.includes(id));
        return findingLines(told, notice.open ?? [], notice.mode);
      }
      case 'tampering':
        return findingLines(notice.findings, [], 'any');
      case 'containment':
        return containmentLines(notice, look);
      case 'restoration':
        return restorationLines(notice);
      case 'waiting':
        return [`STILL WAITS  ringfence approve ${notice.saga.id} --as ARN, until ${notice.saga.deadline ?? ''}`];
      case 'exemption':
        return [
          `EXEMPTION  ${notice.exemption.id} of ${displayText(notice.exemption.arn)} ends ${notice.exemption.expires}`,
        ];
      case 'actor':
        return [
          `ACTOR  ${displayText(notice.actorArn)} is behind ${notice.contained.length} contained principals in a day; ${displayText(notice.stopped)} waits for a person`,
        ];
      case 'routed':
        return [
          `FOR A PERSON  ${notice.noPlan.outcome}: ${displayText(notice.noPlan.detail, 1024)}`,
          `  ${displayText(notice.noPlan.advice, 1024)}`,
          ...Object.keys(notice.noPlan.documents ?? {}).map(
            (name) =>
              `  ready to paste: ${name === 'inline' ? 'inline Deny' : 'service control policy'} (ringfence contain shows it)`,
          ),
        ];
      case 'baseline':
        return [
          `BASELINE  ${notice.principals} principals judged; what already is: ${baselineCounts(notice.findingsBySeverity)}. Recorded, not alerted.`,
        ];
      case 'incomplete':
        return [`INCOMPLETE  ${displayText(notice.detail, 1024)}`];
      case 'mode':
        return [`MODE  ${notice.from} to ${notice.to}, by ${notice.actor}: ${displayText(notice.reason)}`];
    }
  };
};

const baselineCounts = (counts: Readonly<Record<string, number>>): string =>
  Object.entries(counts)
    .filter(([, count]) => count > 0)
    .toReversed()
    .map(([severity, count]) => `${count} ${severity.toUpperCase()}`)
    .join(', ') || 'no findings';

const containmentLines = ({ stage, saga }: Notice & { kind: 'containment' }, look: Look): readonly string[] => {
  const { plan } = saga;
  const who = plan.subject.arn.split('/').at(-1) ?? plan.subject.arn;
  switch (stage) {
    case 'planned':
      return saga.outcome === 'MODE_OBSERVE'
        ? [
            `WOULD CONTAIN  ${who} ${mechanismWords[plan.mechanism]}; nothing is written in mode observe`,
            ...proofLines(plan),
            ...plan.calls.map((call) => `  would call: ${describeCall(call, plan.documents)}`),
          ]
        : saga.state === 'WAITING'
          ? [`WAITS FOR A PERSON  ${displayText(saga.detail ?? '', 1024)}: ringfence approve ${saga.id} --as ARN`]
          : [];
    case 'applied':
    case 'approved':
      return [];
    case 'verified': {
      const unrelated = look.unrelatedNow(saga);
      return [
        `CONTAINED  ${who} ${mechanismWords[plan.mechanism]} (${saga.id}, mode ${saga.mode})`,
        ...saga.writes.slice(-plan.calls.length).map(({ call }) => `  called: ${describeCall(call, plan.documents)}`),
        '  proved before the write, on two reads that agreed:',
        ...proofLines(plan).map((line) => `  ${line}`),
        '  asked again after it:',
        `    ${look.witnessNow(saga)}`,
        ...(unrelated === undefined ? [] : [`    ${unrelated}`]),
        ...plan.stops.slice(0, -1).map((line) => `  ${displayText(line, 512)}`),
        `  undo: ringfence undo ${saga.id} --reason "..."`,
      ];
    }
    case 'undone':
      return [
        `UNDONE  ${who} is as it was before ${saga.id}: ${saga.outcome ?? saga.state}${saga.detail === undefined ? '' : `, ${displayText(saga.detail, 512)}`}`,
        ...saga.writes.slice(plan.calls.length).map(({ call }) => `  called: ${describeCall(call, plan.documents)}`),
        `  ${look.witnessNow(saga)}`,
      ];
    case 'refused':
    case 'failed':
    case 'conflict':
      return [`${stage.toUpperCase()}  ${saga.outcome ?? saga.state} ${who}: ${displayText(saga.detail ?? '', 1024)}`];
  }
};
