import { displayText } from '../shared/change/display-text.ts';
import {
  leftToDo,
  notInPlan,
  openPoints,
  plannedCalls,
  usedBy,
} from '../shared/response/guardrail/describe-restoration.ts';
import type { Restoration } from '../shared/response/guardrail/restoration.ts';
import { wrapText } from './wrap-text.ts';

/** `waitsFor`: why it stopped on its way. `stack`: of the deployed installation that it belongs to. */
export type Shown = { width: number; waitsFor?: string; stack?: string };

/**
 * A restoration for a person: how it stands, and the next command. One that is done begins with the new name, then says what is left,
 * a line each, then how it is taken back; one that is not says what it would do.
 */
export const describeRestoration = (restoration: Restoration, shown: Shown): string => {
  const lines = linesFor(restoration, shown);
  return lines.flatMap((line) => (isCopied(line) ? [line] : wrapText(line, shown.width))).join('\n');
};

const linesFor = (restoration: Restoration, shown: Shown): readonly string[] => {
  const { state, outcome } = restoration;
  if (state === 'RESTORED' || state === 'PARTIAL') return done(restoration, shown);
  if (state === 'UNDONE') return takenBack(restoration, shown);
  // What would have been done is the point of observe; of what was refused otherwise, the reason is.
  return state === 'REFUSED' && outcome !== 'MODE_OBSERVE' ? headline(restoration, shown) : plan(restoration, shown);
};

/** A command stays on its line: it is there to be copied. */
const isCopied = (line: string): boolean => line === '' || line.includes(': ringfence ');

const section = (title: string, lines: readonly string[]): readonly string[] =>
  lines.length === 0 ? [] : ['', title, ...lines.map((line) => `  ${displayText(line, 4_096)}`)];

const guardrailOf = ({ plan: { name, subject } }: Restoration): string =>
  `guardrail ${displayText(name)} in ${subject.region}`;

const idOf = (arn: string): string => arn.split('/').at(-1) ?? arn;

const done = (restoration: Restoration, shown: Shown): readonly string[] => {
  const { id, plan: planned, made, outcome, state, followedBy } = restoration;
  const open = openPoints(restoration);
  return [
    ...heading(restoration),
    ...section(
      'Versions',
      Object.entries(made?.versions ?? {}).map(([was, is]) => `${was} is now ${is}`),
    ),
    '',
    open.length === 0
      ? `${outcome ?? state}: nothing is left to do`
      : `${outcome ?? state}: ${open.length} ${open.length === 1 ? 'thing is' : 'things are'} left`,
    ...leftToDo(restoration, shown.stack === undefined ? undefined : `--stack ${displayText(shown.stack)}`).map(
      (line) => (line.startsWith('  ') ? `  ${line}` : `  - ${line}`),
    ),
    ...section('Left out, as this version does not know it', planned.leftOut),
    '',
    ...(followedBy === undefined ? [] : [`approve the enforcement: ${command(`approve ${followedBy}`, shown)}`]),
    `take it back: ${command(`undo ${id} --reason "..."`, shown)}`,
  ];
};

const heading = (restoration: Restoration): readonly string[] => {
  const { plan: planned, made } = restoration;
  const { subject, target } = planned;
  switch (planned.kind) {
    case 'recreate':
      return [
        `restored: ${made?.id ?? 'its new identifier is not known'}`,
        `${guardrailOf(restoration)}, which was ${displayText(idOf(subject.arn))}`,
        ...(made === undefined ? [] : [made.arn]),
      ];
    case 'put-back':
      return [`restored: ${displayText(idOf(subject.arn))}`, `${guardrailOf(restoration)} has back what it lost`];
    case 'enforcement':
      return [
        `enforced: ${displayText(idOf(target?.arn ?? subject.arn))}`,
        `the account enforces it in ${subject.region}, in place of ${displayText(idOf(subject.arn))}`,
      ];
  }
};

const headline = ({ plan: planned, outcome, state, detail }: Restoration, shown: Shown): readonly string[] => {
  const told = state === 'INTENT' || state === 'UNDO_INTENT' ? state : (outcome ?? state);
  const why = shown.waitsFor === undefined ? detail : `it waits for ${shown.waitsFor}`;
  return [
    `${told}: guardrail ${displayText(planned.name)} (${displayText(planned.subject.arn)})`,
    ...(why === undefined ? [] : [`  ${displayText(why, 2_048)}`]),
  ];
};

const takenBack = (restoration: Restoration, shown: Shown): readonly string[] => {
  const { plan: planned, made, undo } = restoration;
  return [
    ...headline(restoration, shown),
    made === undefined || planned.kind !== 'recreate'
      ? '  it is as it was before'
      : `  ${made.id} is deleted, and whatever Ringfence let name it names what it named before`,
    ...(undo === undefined
      ? []
      : [`  ${displayText(undo.requestedBy, 2_048)} asked for it: ${displayText(undo.reason, 512)}`]),
    ...(shown.stack === undefined && planned.kind === 'recreate'
      ? ['', `bring it back again: ${command(`guardrails restore ${idOf(planned.subject.arn)}`, shown)}`]
      : []),
  ];
};

const plan = (restoration: Restoration, shown: Shown): readonly string[] => {
  const { plan: planned, made } = restoration;
  return [
    ...headline(restoration, shown),
    ...section(`Comes back as it was known at ${planned.asOf}`, planned.lost),
    ...section('With it', planned.comesWith ?? []),
    ...section('Used by', planned.kind === 'recreate' ? usedBy(planned) : []),
    ...section('Calls', plannedCalls(planned)),
    ...section('Not in this plan', notInPlan(planned)),
    ...section('Left out, as this version does not know it', planned.leftOut),
    ...section('It has made', made === undefined ? [] : [made.arn]),
    ...nextCommand(restoration, shown),
  ];
};

const nextCommand = ({ id, state, plan: { subject } }: Restoration, shown: Shown): readonly string[] => {
  switch (state) {
    case 'WAITING':
      return ['', `approve it: ${command(`approve ${id}`, shown)}`];
    case 'INTENT':
      return shown.stack === undefined
        ? ['', `go on with it: ${command(`guardrails restore ${idOf(subject.arn)}`, shown)}`]
        : ['', 'it goes on by itself'];
    case 'FAILED':
    case 'UNDO_CONFLICT':
    case 'UNDO_INTENT':
      return ['', `take it back: ${command(`undo ${id} --reason "..."`, shown)}`];
    default:
      return [];
  }
};

/** On a stack a person is who the credentials say. */
const command = (words: string, { stack }: Shown): string => {
  const isDecision = words.startsWith('approve ');
  return `ringfence ${words}${stack === undefined ? (isDecision ? ' --as ARN' : '') : ` --stack ${displayText(stack)}`}`;
};
