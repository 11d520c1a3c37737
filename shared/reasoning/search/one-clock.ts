import { decimalText, type DecimalCut } from '../domains/decimal.ts';
import type { Domain } from '../domains/domain.ts';
import { allInstants } from '../domains/instant.ts';
import type { RangeSet } from '../domains/range-set.ts';
import type { Literal } from './literal.ts';
import type { Problem } from './problem.ts';

export const CURRENT_TIME = 'aws:currenttime';
export const EPOCH_TIME = 'aws:epochtime';

/**
 * The two clocks of a request show one time (AWS: "AWS global condition context keys"), so tests of `aws:EpochTime`
 * become tests of `aws:CurrentTime`: date operators as they are, numeric ones counted in seconds. What reads the clock in
 * another way stays on its own key, and the request found must agree with itself.
 */
export const onOneClock = (problem: Problem): Problem => (readsEpoch(problem) ? moved(problem) : problem);

const readsEpoch = ({ facts, goals, clauses }: Problem): boolean =>
  [
    ...facts,
    ...goals.flatMap(({ alternatives }) => alternatives.flat()),
    ...clauses.flatMap(({ literals }) => literals),
  ].some(({ key }) => key === EPOCH_TIME);

const moved = ({ facts, goals, clauses }: Problem): Problem => ({
  facts: facts.map(onClock),
  goals: goals.map(({ gap, alternatives }) => ({ gap, alternatives: alternatives.map((all) => all.map(onClock)) })),
  clauses: clauses.map(({ cause, literals }) => ({ cause, literals: literals.map(onClock) })),
});

const onClock = (literal: Literal): Literal => {
  if (literal.key !== EPOCH_TIME) return literal;
  const domain = asInstants(literal.domain);
  return domain === undefined ? literal : { key: CURRENT_TIME, domain };
};

const asInstants = (domain: Domain): Domain | undefined => {
  const { values, several, ...rest } = domain;
  switch (values.kind) {
    case 'instants':
    case 'any':
    case 'none':
      return { ...rest, values };
    case 'numbers':
      return { ...rest, values: { kind: 'instants', ranges: instantsOf(values.ranges), unreadable: false } };
    default:
      return undefined;
  }
};

/** Both are sorted cuts; two cuts that fall on one millisecond leave nothing between them. */
const instantsOf = (seconds: RangeSet<DecimalCut>): RangeSet<number> => {
  const cuts: number[] = [];
  for (const cut of seconds.map(instantOf)) {
    if (cuts.at(-1) === cut) cuts.pop();
    else cuts.push(cut);
  }
  return cuts;
};

/** The first millisecond that is not before the cut. */
const instantOf = (cut: DecimalCut): number => {
  if (cut === 'lowest') return allInstants[0] ?? -Infinity;
  if (cut === 'highest') return allInstants[1] ?? Infinity;
  const [whole = '0', fraction = ''] = decimalText(cut.at).split('.');
  const [first, beyond] = [fraction.slice(0, 3).padEnd(3, '0'), fraction.slice(3)];
  const negative = whole.startsWith('-');
  const millis = Number(`${whole}${first}`) || 0;
  const towardsZero = clamp(millis);
  // Between two milliseconds the side of the cut does not matter.
  if (beyond !== '') return negative ? towardsZero : towardsZero + 1;
  return cut.after ? towardsZero + 1 : towardsZero;
};

const clamp = (millis: number): number =>
  Math.max(allInstants[0] ?? millis, Math.min(millis, (allInstants[1] ?? millis) - 1));
