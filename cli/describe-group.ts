import { doneOutcome } from '../shared/response/done-outcome.ts';
import type { Plan, Planned } from '../shared/response/plan.ts';
import type { Saga } from '../shared/response/saga.ts';
import { describePlan, planJson } from './describe-plan.ts';

export type PlannedMember = { arn: string; planned: Planned };

type Shown = { name: string; level: string; members: readonly PlannedMember[]; forms: boolean };

/** The plan of each member, one below the other. */
export const describeGroup = ({ name, members, forms }: Shown): string =>
  [
    `group ${name}: ${members.length} ${members.length === 1 ? 'member' : 'members'}, each contained by itself`,
    ...members.map(({ arn, planned }) => `\n${arn}\n${describePlan(planned, forms ? arn : undefined)}`),
  ].join('\n');

/** What became of one containment that was applied. */
export type Applied = { saga: Saga } | { planned: Planned & { planned: false } };
/** `failed`: no answer for this member; the others went on. */
export type MemberEnd = { arn: string } & (Applied | { failed: string });

/** What the plans of all members say together. */
type Together = { arn: string; outcome: string | null; plan: Plan | undefined };

/**
 * At the top stands what the members' plans say together: an outcome or mechanism only where it is the same of all, and the calls
 * of an undo last member first. Documents are each member's own.
 */
const topOf = (name: string, level: string, members: readonly Together[]): object => {
  const made = members.flatMap(({ arn, plan }) => (plan === undefined ? [] : [{ arn, plan }]));
  return {
    schemaVersion: '1',
    group: name,
    outcome: sameOf(members.map(({ outcome }) => outcome)),
    level,
    mechanism: sameOf(members.map(({ plan }) => plan?.mechanism ?? null)),
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
  };
};

/** The same for machines. */
export const groupJson = ({ name, level, members, forms }: Shown): object => {
  const together = members.map(({ arn, planned }) => ({
    arn,
    outcome: planned.planned ? doneOutcome(planned.plan.mechanism) : planned.outcome,
    plan: planned.planned ? planned.plan : undefined,
  }));
  const each = members.map(({ arn, planned }) => ({ arn, ...planJson(planned, level, forms ? arn : undefined) }));
  return { ...topOf(name, level, together), members: each };
};

/** The same once it was applied: the outcome is what became of it, and a member keeps its saga. */
export const appliedGroupJson = ({
  name,
  level,
  ends,
}: {
  name: string;
  level: string;
  ends: readonly MemberEnd[];
}): object => {
  const together = ends.map(
    (end): Together =>
      'saga' in end
        ? { arn: end.arn, outcome: end.saga.outcome ?? null, plan: end.saga.plan }
        : { arn: end.arn, outcome: 'failed' in end ? null : end.planned.outcome, plan: undefined },
  );
  const members = ends.map((end) => ('planned' in end ? { arn: end.arn, ...planJson(end.planned, level) } : end));
  return { ...topOf(name, level, together), members };
};

const sameOf = <T>(values: readonly (T | null)[]): T | null => {
  const [first = null, ...others] = values;
  return others.every((value) => value === first) ? first : null;
};
