import { displayText } from '../../shared/change/display-text.ts';
import { leftToDo, newNames, notInPlan, plannedCalls } from '../../shared/response/guardrail/describe-restoration.ts';
import type { Notice } from '../../shared/response/notice.ts';
import type { Restoration } from '../../shared/response/guardrail/restoration.ts';

/** What is said of a guardrail that is brought back. */
export const restorationLines = ({ stage, restoration }: Notice & { kind: 'restoration' }): readonly string[] => {
  const { plan, outcome, detail = '', state } = restoration;
  const name = displayText(plan.name);
  const why = displayText(detail, 1024);
  switch (stage) {
    case 'planned':
      return [headline(restoration), ...planLines(restoration)];
    case 'approved':
      return [`APPROVED  ${restoration.approval?.approver ?? ''} approved ${restoration.id}`];
    case 'restored':
      return [
        `${outcome === 'GUARDRAIL_RESTORED' ? 'RESTORED' : 'RESTORED IN PART'}  ${name}: ${outcome ?? state}`,
        ...newNames(restoration).map((line) => `  ${line}`),
        ...restoration.steps
          .filter(({ state: each }) => each === 'done')
          .map(({ index }) => `  called: ${plannedCalls(plan)[index] ?? ''}`),
        ...leftToDo(restoration).map((line) => (line.startsWith('  ') ? `  ${line}` : `  left: ${line}`)),
        `  undo: ringfence undo ${restoration.id} --reason "..."`,
      ];
    case 'refused':
    case 'failed':
    case 'conflict':
      return [`${stage.toUpperCase()}  ${outcome ?? state} ${name}: ${why}`];
    case 'undone':
      return [`UNDONE  what brought ${name} back was taken back: ${outcome ?? state}`];
  }
};

const headline = ({ plan, outcome, state, id }: Restoration): string => {
  const what = {
    recreate: `bring guardrail ${displayText(plan.name)} back`,
    'put-back': `put back what guardrail ${displayText(plan.name)} lost`,
    enforcement: `let the account enforce the new ${displayText(plan.name)}`,
  }[plan.kind];
  if (outcome === 'MODE_OBSERVE') return `WOULD RESTORE  ${what}; nothing is written in mode observe`;
  return state === 'WAITING'
    ? `WAITS FOR A PERSON  to ${what}: ringfence approve ${id} --as ARN`
    : `PLANNED  to ${what}`;
};

const planLines = ({ plan }: Restoration): readonly string[] => [
  ...plan.lost.map((line) => `  lost: ${displayText(line, 512)}`),
  ...plan.unread.map((why) => `  who else names it is not known: ${displayText(why, 512)}`),
  ...plannedCalls(plan).map((line) => `  would call: ${line}`),
  ...notInPlan(plan).map((line) => `  not in this plan: ${line}`),
  ...plan.leftOut.map((path) => `  left out, as this version does not know it: ${displayText(path)}`),
];
