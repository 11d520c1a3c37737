import { passedToAiServices } from '../checks/sensitive/passed-to-ai-services.ts';
import { sensitiveActions } from '../checks/sensitive/sensitive-actions.ts';
import type { Novelty } from '../findings/finding.ts';
import { canEver } from '../reasoning/can-ever.ts';
import type { Principal } from '../reasoning/principal.ts';
import type { Answer, Ask, Question, SearchOptions } from '../reasoning/types.ts';
import type { Asked, RegionRead } from './region.ts';

const questionFor = (action: string): Question => ({
  actions: [action],
  resources: ['*'],
  // A Deny on passing a role without naming the service would stop work that has nothing to do with AI.
  ...(action === 'iam:PassRole' ? { condition: passedToAiServices } : {}),
});

const denyable: readonly Question[] = sensitiveActions
  .filter((entry) => entry.denyable)
  .map(({ name }) => questionFor(name));

type Held = { question: Question; before: Answer & { answer: 'yes' } };

/**
 * The sensitive actions that the principal gained in this change, on every resource. What it could do before is taken from
 * `before`, or from what the findings say of it; where neither does, every sensitive action it holds is listed, and the
 * plan says so.
 */
export const sensitiveRegion = (
  principal: Principal,
  violated: readonly Asked[],
  before: Principal | undefined,
  options: SearchOptions,
): RegionRead => {
  const held: Held[] = [];
  const unknown: string[] = [];
  for (const question of denyable) {
    const answer = canEver(principal, question, options);
    if (answer.answer === 'yes') held.push({ question, before: answer });
    if (answer.answer === 'unknown') unknown.push(`${question.actions.join(', ')}: ${answer.why.detail}`);
  }
  const [notKnown] = unknown;
  if (notKnown !== undefined) {
    return {
      region: 'none',
      outcome: 'UNKNOWN_ANSWER',
      detail: `${unknown.length} sensitive actions have no answer. ${notKnown}`,
      advice: 'Settle what is not known; nothing is denied on a guess.',
    };
  }
  if (held.length === 0) return nothingHeld(violated);
  const gained = gainedOf(held, violated, before, options);
  const [first] = gained.actions;
  if (first === undefined) {
    return {
      region: 'none',
      outcome: 'NOT_EXPRESSIBLE',
      detail: `The principal could do all of its ${held.length} sensitive actions before this change: the level sensitive takes back only what a change gave.`,
      advice:
        'Contain at the level surgical, which denies the violated questions whenever they were given, or quarantine.',
    };
  }
  const questions = together(gained.actions.map(({ question }) => question));
  const ask: Ask = { name: 'sensitive', any: questions };
  return {
    region: 'found',
    questions,
    wholeAsks: new Set<Ask>(),
    own: { checkId: 'level.sensitive', ask, before: first.before },
    onlyGained: !gained.unknown,
    ...(gained.unknown ? { gainUnknown: true as const } : {}),
  };
};

const nothingHeld = (violated: readonly Asked[]): RegionRead =>
  violated.length === 0
    ? {
        region: 'none',
        outcome: 'ALREADY_SAFE',
        detail: 'The principal can do none of the sensitive actions.',
        advice: 'Nothing needs to be done.',
      }
    : {
        region: 'none',
        outcome: 'NOT_EXPRESSIBLE',
        detail: 'The principal can do none of the sensitive actions, and this level denies nothing else.',
        advice: 'Contain at the level surgical.',
      };

type Gained = { actions: readonly Held[]; unknown: boolean };

const gainedOf = (
  held: readonly Held[],
  violated: readonly Asked[],
  before: Principal | undefined,
  options: SearchOptions,
): Gained => {
  if (before !== undefined) {
    const answers = held.map((each) => ({ each, had: canEver(before, each.question, options).answer }));
    return {
      actions: answers.filter(({ had }) => had !== 'yes').map(({ each }) => each),
      unknown: answers.some(({ had }) => had === 'unknown'),
    };
  }
  const novelties = new Map<string, Novelty>(
    violated.flatMap(({ finding, ask }) =>
      'any' in ask
        ? ask.any.flatMap(({ actions }) => actions.map((action) => [action.toLowerCase(), finding.novelty] as const))
        : [],
    ),
  );
  const noveltyOf = ({ question }: Held): Novelty | undefined => novelties.get(question.actions.join().toLowerCase());
  // A finding that knows the state before was made by comparing two states: what it does not name was not given.
  const isCompared = [...novelties.values()].some((novelty) => novelty !== 'unknown');
  return isCompared
    ? {
        actions: held.filter((each) => {
          const novelty = noveltyOf(each);
          return novelty === 'granted-by-this-change' || novelty === 'widened-by-this-change';
        }),
        unknown: false,
      }
    : { actions: held, unknown: true };
};

/** Questions that differ in their actions alone are one. */
const together = (questions: readonly Question[]): readonly Question[] => {
  const groups = Map.groupBy(questions, ({ condition }) => JSON.stringify(condition ?? null));
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    return first === undefined ? [] : [{ ...first, actions: group.flatMap(({ actions }) => actions).toSorted() }];
  });
};
