import { displayText } from '../shared/change/display-text.ts';
import type { ReplayedPlan, ReplayReport } from '../shared/response/replay-report.ts';

const shown = (text: string): string => displayText(text, 1_024);

/** What a raised mode would have meant, for the person who is about to raise it. */
export const replayReportLines = (report: ReplayReport): readonly string[] => {
  const { to, check, days, plans, notPlanned } = report;
  const of = check === undefined ? '' : ` for ${check}`;
  const count = (would: ReplayedPlan['would']): number => plans.filter((plan) => plan.would === would).length;
  const principals = new Set(plans.map(({ principal }) => principal)).size;
  return [
    `Had the mode been ${to}${of} in the last ${days} days:`,
    ...plans.map(lineOf),
    ...notPlanned.map(
      ({ at, principal, outcome, detail }) => `  ${at}  for a person  ${shown(principal)}: ${outcome} ${shown(detail)}`,
    ),
    ...(plans.length === 0 && notPlanned.length === 0
      ? ['  nothing was planned in that time, so nothing here shows what the mode would do']
      : []),
    `${count('contain')} would have been contained, ${count('wait')} would have waited for approval, ${count('refuse')} refused (${principals} principals); ${notPlanned.length} without a plan, for a person`,
    `report ${report.id}`,
  ];
};

const lineOf = (plan: ReplayedPlan): string => {
  const by = plan.actor === undefined ? '' : `, after a change by ${shown(plan.actor)}`;
  const what = `${shown(plan.principal)} at ${plan.level} by ${plan.mechanism}, ${plan.checkIds.join(' ')}${by}`;
  switch (plan.would) {
    case 'contain':
      return `  ${plan.at}  contained     ${what}`;
    case 'wait':
      return `  ${plan.at}  for approval  ${what}: ${plan.outcome} ${shown(plan.detail)}`;
    case 'refuse':
      return `  ${plan.at}  refused       ${what}: ${plan.outcome} ${shown(plan.detail)}`;
  }
};
