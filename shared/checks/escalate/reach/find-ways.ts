import type { Arn, Why } from '../../../reasoning/types.ts';
import type { Step, Way } from '../../account-view.ts';
import { askSteps, type StepOptions } from './ask-steps.ts';
import type { Member } from './member.ts';
import type { Targets } from './targets.ts';

/** Longer ways than this are not looked for. */
export const longestWay = 6;

export type WayInput = {
  /** Whoever may take a step at all. */
  leaving: readonly Member[];
  byArn: ReadonlyMap<Arn, Member>;
  /** Where a way ends. */
  ends: readonly Member[];
  targetsOf: (members: readonly Member[]) => Targets;
  options: StepOptions;
};

/** Everybody's shortest way to one of the ends. */
export type Ways = (from: Member) => Way;

type Reached = { step: Step; into: Targets };

/**
 * From the ends backwards, one step a round: who can reach what the round before reached? So each principal is asked about
 * few others, and what it is found to reach is reached in the fewest steps.
 */
export const findWays = ({ leaving, byArn, ends, targetsOf, options }: WayInput): Ways => {
  const reached = new Map<Arn, Reached>();
  const doubts = new Map<Arn, Why>();
  const isEnd: ReadonlySet<Arn> = new Set(ends.map(({ facts }) => facts.arn));
  let frontier = ends;
  for (let length = 1; frontier.length > 0 && length <= longestWay; length += 1) {
    const into = targetsOf(frontier);
    const next: Member[] = [];
    for (const member of askedAbout(into, leaving, byArn)) {
      const { arn } = member.facts;
      if (isEnd.has(arn) || reached.has(arn)) continue;
      const { found, doubt } = askSteps(member, into, options);
      const [first] = found;
      if (first !== undefined) {
        reached.set(arn, { step: first.step, into });
        next.push(member);
      } else if (doubt !== undefined && !doubts.has(arn)) doubts.set(arn, doubt);
    }
    frontier = next;
  }
  const cut = frontier.length > 0;
  const uses = countUses(reached);
  return (from) => {
    const { arn } = from.facts;
    const here = reached.get(arn);
    if (here === undefined || isEnd.has(arn)) {
      const why = doubts.get(arn) ?? (cut && from.mayLeave ? tooLong : undefined);
      return why === undefined || isEnd.has(arn) ? { found: 'no' } : { found: 'unknown', why };
    }
    const steps = stepsFrom(arn, reached);
    const { found } = askSteps(from, here.into, options, true);
    const cheapest = cheapestOf(steps, uses) ?? here.step;
    return {
      found: 'yes',
      steps,
      first: found.flatMap(({ questions }) => questions.slice(0, 1)),
      trusts: Object.fromEntries(found.flatMap(({ trusts }) => Object.entries(trusts))),
      cheapest,
      cuts: uses.get(cheapest.from) ?? 1,
    };
  };
};

export const tooLong: Why = {
  code: 'budget',
  detail: `Ways of more than ${longestWay} steps from one principal to another were not looked for.`,
};

/** Whoever may take a step, and whoever a trust policy names in full. */
const askedAbout = (into: Targets, leaving: readonly Member[], byArn: ReadonlyMap<Arn, Member>): Iterable<Member> => {
  const named = [...into.byTrusted.keys()].flatMap((name) => byArn.get(name) ?? []);
  if (into.trustingAnybody.length > 0) return new Set([...byArn.values()]);
  return new Set([...leaving, ...named]);
};

const stepsFrom = (start: Arn, reached: ReadonlyMap<Arn, Reached>): readonly Step[] => {
  const steps: Step[] = [];
  for (let at = reached.get(start); at !== undefined; at = reached.get(at.step.to)) steps.push(at.step);
  return steps;
};

/** How many principals come by the step of each. */
const countUses = (reached: ReadonlyMap<Arn, Reached>): ReadonlyMap<Arn, number> => {
  const uses = new Map<Arn, number>();
  for (const arn of reached.keys()) {
    for (const { from } of stepsFrom(arn, reached)) uses.set(from, (uses.get(from) ?? 0) + 1);
  }
  return uses;
};

/** One Deny on the step that most ways share closes the most of them. */
const cheapestOf = (steps: readonly Step[], uses: ReadonlyMap<Arn, number>): Step | undefined =>
  steps.toSorted((a, b) => (uses.get(b.from) ?? 0) - (uses.get(a.from) ?? 0))[0];
