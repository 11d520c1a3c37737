import { approveLine, rejectLine, stack, undoLine } from './answer-lines.ts';
import { displayText } from '../../../change/display-text.ts';
import {
  leftToDo,
  newNames,
  notInPlan,
  plannedCalls,
  usedBy,
} from '../../../response/guardrail/describe-restoration.ts';
import type { Notice } from '../../../response/notice.ts';
import type { Restoration } from '../../../response/guardrail/restoration.ts';
import type { PlainAlert } from './plain-alert.ts';

/** What people are told of a guardrail that is brought back. Undefined: nothing new for a person. */
export const restorationAlert = (
  stage: Extract<Notice, { kind: 'restoration' }>['stage'],
  restoration: Restoration,
): PlainAlert | undefined => {
  const { plan, outcome, detail, id, followedBy } = restoration;
  const name = displayText(plan.name);
  const about = [
    `Guardrail: ${name} (${plan.subject.arn})`,
    ...(outcome === undefined ? [] : [`Outcome: ${outcome}`]),
    ...(detail === undefined ? [] : [detail]),
  ];
  const whole = [
    ...about,
    `Last known: ${plan.asOf}`,
    ...plan.lost.map((line) => `Lost: ${line}`),
    ...(plan.comesWith ?? []).map((line) => `With it: ${displayText(line, 512)}`),
    ...(plan.kind === 'recreate' ? usedBy(plan).map((line) => `Used by ${line}`) : []),
    ...plannedCalls(plan).map((line) => `Would call: ${line}`),
    ...notInPlan(plan).map((line) => `Not in this plan: ${line}`),
    ...plan.leftOut.map((path) => `Left out, as this version does not know it: ${path}`),
  ];
  const verb = plan.kind === 'put-back' ? 'put back what the guardrail lost' : 'bring the guardrail back';
  switch (stage) {
    case 'planned':
      if (restoration.state === 'PLANNED') return undefined;
      return outcome === 'MODE_OBSERVE'
        ? { urgent: true, headline: `Ringfence would ${verb}: ${name}; the mode is observe`, lines: whole }
        : {
            urgent: true,
            headline: `${planWord(restoration)} of ${name} waits for approval`,
            lines: [...whole, approveLine(id), rejectLine(id)],
          };
    case 'approved':
      return undefined;
    case 'restored':
      return {
        urgent: true,
        headline: `${name} is back${outcome === 'GUARDRAIL_RESTORED' ? '' : '; something is left for a person'}`,
        lines: [
          `Guardrail: ${name} (${plan.subject.arn})`,
          ...newNames(restoration),
          ...(outcome === undefined ? [] : [`Outcome: ${outcome}`]),
          ...leftToDo(restoration, stack).map((line) => (line.startsWith('  ') ? line : `Left: ${line}`)),
          ...(followedBy === undefined ? [] : [`The account's enforcement, by itself: ${approveLine(followedBy)}`]),
          undoLine(id),
        ],
      };
    case 'refused':
      return { urgent: true, headline: `Ringfence did not ${verb}: ${name}`, lines: about };
    case 'failed':
      return { urgent: true, headline: `${planWord(restoration)} of ${name} failed: a person must look`, lines: about };
    case 'conflict':
      return { urgent: true, headline: `The undo for ${name} was stopped: a person must look`, lines: about };
    case 'undone':
      return {
        urgent: true,
        headline: `What brought ${name} back was undone`,
        lines: [
          ...about,
          ...(restoration.undo === undefined
            ? []
            : [`By ${restoration.undo.requestedBy}`, `Reason: ${restoration.undo.reason}`]),
        ],
      };
  }
};

const planWord = ({ plan }: Restoration): string => {
  switch (plan.kind) {
    case 'recreate':
      return 'The restoration';
    case 'put-back':
      return 'Putting back the protection';
    case 'enforcement':
      return "The account's enforcement";
  }
};
