import { known, type Known } from '../facts/known.ts';
import type { PolicyDocument, PrincipalFacts } from '../facts/principal-facts.ts';
import type { PolicyCache } from '../reasoning/compile-principal.ts';
import type { Answer, Ask, Question, SearchOptions, Why, Witness } from '../reasoning/types.ts';
import { aiAccess, modelAccess } from './ai-access.ts';
import type { PrincipalStateCheck, TrustQuestion } from './check.ts';
import type { ClassFound } from './intent/class-of.ts';
import type { Novelty } from './judgement.ts';
import type { Reasoner } from './reasoner.ts';
import type { CheckSettings } from './settings.ts';

/** One principal before and after a change. */
export type World<P> = {
  reasoner: Reasoner<P>;
  cache: PolicyCache;
  options: SearchOptions;
  after: PrincipalFacts;
  before: Known<PrincipalFacts>;
  /** Nobody else asks about these facts, so what is made of them is not kept. */
  forNow?: boolean;
};

type Asking =
  | { ask: Ask; trusts?: Readonly<Record<string, PolicyDocument>> }
  | { trust: TrustQuestion }
  | { unasked: Why };
export type Both = { answer: Answer; novelty: Novelty; gained?: Witness };

export type AskBoth = {
  now: (asking: Asking) => Answer;
  /** The answer, and for a yes whether the change made it. */
  both: (asking: Asking) => Both;
  /** The one answer of all of the questions now, where it is no for one reason. */
  refuseAlike: (questions: readonly Question[]) => Answer | undefined;
  /** The no of an ask that words refuse at once, without what closes it. `undefined`: they do not. */
  refusedUnexplained: (ask: Ask) => Answer | undefined;
  /** Of questions in the order of `plain`, those that words do not refuse at once. */
  notRefused: <Q>(questions: readonly Q[], plain: readonly Question[]) => readonly Q[];
  /** False only where it surely may do none of the actions. */
  mayDoAny: (actions: readonly string[]) => boolean;
  /** For a state check: how each name's yes came about. */
  stateBefore: (
    judge: PrincipalStateCheck['judge'],
    settings: CheckSettings,
    roleClass: ClassFound,
  ) => (name: string) => Novelty;
};

/** Asks now, and asks the state before only for what is a yes now. Each state is compiled once, when first needed. */
export const askBoth = <P>(world: World<P>): AskBoth => {
  const { reasoner, options, after, cache } = world;
  const before = sameSubject(world.before, after);
  const compiledAfter =
    (world.forNow === true ? reasoner.compileForNow?.(after, cache) : undefined) ?? reasoner.compile(after, cache);
  const compiledBefore = once(() => (before.state === 'known' ? reasoner.compile(before.value, cache) : undefined));
  const nothingChanged = once(() => before.state === 'known' && sameAccess(before.value, after));

  const answerOf = (facts: PrincipalFacts, compiled: P, asking: Asking): Answer => {
    if ('unasked' in asking) return { given: [], answer: 'unknown', why: asking.unasked };
    if ('trust' in asking) return reasoner.canAssume(facts, asking.trust, options);
    const trusting = asking.trusts === undefined ? compiled : reasoner.compile(withTrusts(facts, asking.trusts), cache);
    return reasoner.canEver(trusting, asking.ask, options);
  };

  const now = (asking: Asking): Answer => answerOf(after, compiledAfter, asking);

  const noveltyOf = (asking: Asking): { novelty: Novelty; gained?: Witness } => {
    if (before.state === 'absent') return { novelty: 'granted-by-this-change' };
    const compiled = compiledBefore();
    if (before.state === 'unknown' || compiled === undefined) return { novelty: 'unknown' };
    if (nothingChanged()) return { novelty: 'already-there' };
    switch (answerOf(before.value, compiled, asking).answer) {
      case 'no':
        return { novelty: 'granted-by-this-change' };
      case 'unknown':
        return { novelty: 'unknown' };
      case 'yes':
        return 'ask' in asking && asking.trusts === undefined
          ? widened(compiled, asking.ask)
          : { novelty: 'already-there' };
    }
  };

  const widened = (compiled: P, ask: Ask): { novelty: Novelty; gained?: Witness } => {
    // Only a union of questions widens question by question; `all` and `path` are yes or no as a whole.
    const watched: readonly Question[] = 'any' in ask ? ask.any : [];
    const { gained, undetermined } = reasoner.delta(compiled, compiledAfter, watched, options);
    const first = gained[0];
    if (first !== undefined) return { novelty: 'widened-by-this-change', gained: first.witness };
    return { novelty: undetermined.length > 0 ? 'unknown' : 'already-there' };
  };

  return {
    now,
    both: (asking) => {
      const answer = now(asking);
      return answer.answer === 'yes' ? { answer, ...noveltyOf(asking) } : { answer, novelty: 'unknown' };
    },
    refuseAlike: (questions) => reasoner.refuseAlike?.(compiledAfter, questions, options),
    refusedUnexplained: (ask) => {
      if ('all' in ask) {
        for (const each of ask.all) {
          const refused = reasoner.refusedUnexplained?.(compiledAfter, each, options);
          if (refused !== undefined) return refused;
        }
        return undefined;
      }
      const [only, more] = 'any' in ask ? ask.any : [];
      if (only === undefined || more !== undefined) return undefined;
      return reasoner.refusedUnexplained?.(compiledAfter, only, options);
    },
    notRefused: (questions, plain) =>
      reasoner.notRefused?.(compiledAfter, plain, options).flatMap((place) => questions[place] ?? []) ?? questions,
    mayDoAny: (actions) => reasoner.mayDoAny?.(compiledAfter, actions) ?? true,
    stateBefore: (judge, settings, roleClass) => {
      if (before.state === 'absent') return () => 'granted-by-this-change';
      if (before.state === 'unknown') return () => 'unknown';
      const was = once(() => {
        const compiled = compiledBefore();
        if (compiled === undefined) return [];
        const access = {
          modelAccess: reasoner.canEver(compiled, modelAccess, options),
          aiAccess: reasoner.canEver(compiled, aiAccess, options),
        };
        return judge({ principal: before.value, settings, ...access, roleClass });
      });
      return (name) => {
        const earlier = was().find((judged) => judged.name === name)?.answer.answer ?? 'no';
        if (earlier === 'unknown') return 'unknown';
        return earlier === 'yes' ? 'already-there' : 'granted-by-this-change';
      };
    },
  };
};

/** Beside what is known of resource policies: a role's trust policy is the resource policy of the role. */
const withTrusts = (facts: PrincipalFacts, trusts: Readonly<Record<string, PolicyDocument>>): PrincipalFacts => {
  const { resourcePolicies } = facts;
  const own = resourcePolicies.state === 'known' ? resourcePolicies.value : {};
  return resourcePolicies.state === 'unknown' ? facts : { ...facts, resourcePolicies: known({ ...own, ...trusts }) };
};

/** A re-created principal has another unique id: it is another subject, and this one did not exist before. */
const sameSubject = (before: Known<PrincipalFacts>, after: PrincipalFacts): Known<PrincipalFacts> =>
  before.state === 'known' && before.value.uniqueId !== after.uniqueId ? { state: 'absent' } : before;

/** Whether everything of the facts that an answer can depend on is the same. */
const sameAccess = (a: PrincipalFacts, b: PrincipalFacts): boolean =>
  isSame({ ...a, lastUsedAt: undefined }, { ...b, lastUsedAt: undefined });

/** Plain data, member by member. Most of two states of one principal are the same objects. */
const isSame = (a: unknown, b: unknown): boolean => {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  const [left, right] = [definedEntries(a), new Map(definedEntries(b))];
  return left.length === right.size && left.every(([key, value]) => right.has(key) && isSame(value, right.get(key)));
};

const definedEntries = (value: object): readonly (readonly [string, unknown])[] =>
  Object.entries(value).filter(([, member]) => member !== undefined);

const once = <T>(make: () => T): (() => T) => {
  let made: { value: T } | undefined;
  return () => (made ??= { value: make() }).value;
};
