import { doneOutcome } from '../shared/response/done-outcome.ts';
import type { Planned } from '../shared/response/plan.ts';
import { describePlan, planJson } from './describe-plan.ts';

export type PlannedMember = { arn: string; planned: Planned };

type Shown = { name: string; level: string; members: readonly PlannedMember[]; forms: boolean };

/** The plan of each member, one below the other. */
export const describeGroup = ({ name, members, forms }: Shown): string =>
  [
    `group ${name}: ${members.length} ${members.length === 1 ? 'member' : 'members'}, each contained by itself`,
    ...members.map(({ arn, planned }) => `\n${arn}\n${describePlan(planned, forms ? arn : undefined)}`),
  ].join('\n');

/**
 * The same for machines. At the top stands what the members' plans say together: an outcome or mechanism only where it is the same
 * of all, and the calls of an undo last member first. Documents are each member's own.
 */
export const groupJson = ({ name, level, members, forms }: Shown): object => {
  const plans = members.map(({ planned }) => planned);
  const made = members.flatMap(({ arn, planned }) => (planned.planned ? [{ arn, plan: planned.plan }] : []));
  const mechanisms = plans.map((planned) => (planned.planned ? planned.plan.mechanism : null));
  const each = members.map(({ arn, planned }) => ({ arn, ...planJson(planned, level, forms ? arn : undefined) }));
  return {
    schemaVersion: '1',
    group: name,
    outcome: sameOf(plans.map((planned) => (planned.planned ? doneOutcome(planned.plan.mechanism) : planned.outcome))),
    level,
    mechanism: sameOf(mechanisms),
    documents: {},
    questions: made.flatMap(({ arn, plan }) =>
      plan.questions.map(({ checkId, name: question, findingId, before, after }) => ({
        arn,
        checkId,
        name: question,
        findingId,
        before: before.answer,
        after: after.answer,
      })),
    ),
    stops: made.flatMap(({ plan }) => plan.stops),
    undo: made.toReversed().flatMap(({ plan }) => plan.undo),
    members: each,
  };
};

const sameOf = <T>(values: readonly (T | null)[]): T | null => {
  const [first = null, ...others] = values;
  return others.every((value) => value === first) ? first : null;
};
