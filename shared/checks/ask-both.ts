import { known, type Known } from '../facts/known.ts';
import type { PolicyDocument, PrincipalFacts } from '../facts/principal-facts.ts';
import type { PolicyCache } from '../reasoning/compile-principal.ts';
import type { LeftOpen } from '../reasoning/search/not-refused.ts';
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

/** Asks now, and asks the state before only for what is a yes now. Each state is compiled once, when first needed. */
export class AskBoth<P> {
  readonly #world: World<P>;
  readonly #before: Known<PrincipalFacts>;
  readonly #compiledAfter: P;
  #compiledBefore: { compiled: P | undefined } | undefined;
  #nothingChanged: boolean | undefined;

  constructor(world: World<P>) {
    const { reasoner, after, cache } = world;
    this.#world = world;
    this.#before = sameSubject(world.before, after);
    this.#compiledAfter =
      (world.forNow === true ? reasoner.compileForNow?.(after, cache) : undefined) ?? reasoner.compile(after, cache);
  }

  now(asking: Asking): Answer {
    return this.#answerOf(this.#world.after, this.#compiledAfter, asking);
  }

  /** The answer, and for a yes whether the change made it. @param found the answer now, where it is known */
  both(asking: Asking, found?: Answer): Both {
    const answer = found ?? this.now(asking);
    if (answer.answer !== 'yes') return { answer, novelty: 'unknown' };
    const { novelty, gained } = this.#noveltyOf(asking);
    return gained === undefined ? { answer, novelty } : { answer, novelty, gained };
  }

  /** The one answer of all of the questions now, where it is no for one reason. */
  refuseAlike(questions: readonly Question[]): Answer | undefined {
    const { reasoner, options } = this.#world;
    return reasoner.refuseAlike?.(this.#compiledAfter, questions, options);
  }

  /** The no of an ask that words refuse at once, without what closes it. `undefined`: they do not. */
  refusedUnexplained(ask: Ask): Answer | undefined {
    const { reasoner, options } = this.#world;
    if ('all' in ask) {
      for (const each of ask.all) {
        const refused = reasoner.refusedUnexplained?.(this.#compiledAfter, each, options);
        if (refused !== undefined) return refused;
      }
      return undefined;
    }
    if (!('any' in ask) || ask.any.length !== 1) return undefined;
    const only = ask.any[0];
    return only === undefined ? undefined : reasoner.refusedUnexplained?.(this.#compiledAfter, only, options);
  }

  /** Whether the answer now is no. `undefined`: it has to be asked. */
  cannot(ask: Ask): boolean | undefined {
    const { reasoner, options } = this.#world;
    if (reasoner.isNever === undefined || 'path' in ask) return undefined;
    const isNever = (question: Question): boolean | undefined =>
      reasoner.isNever?.(this.#compiledAfter, question, options);
    return 'all' in ask ? ask.all.some(isNever) : ask.any.every(isNever);
  }

  /** Of questions, those that words do not refuse at once, by their places. `undefined`: each is to be asked. */
  leftOpen(plain: readonly Question[]): readonly LeftOpen[] | undefined {
    const { reasoner, options } = this.#world;
    return reasoner.leftOpen?.(this.#compiledAfter, plain, options);
  }

  /** False only where it surely may do none of the actions. */
  mayDoAny(actions: readonly string[]): boolean {
    return this.#world.reasoner.mayDoAny?.(this.#compiledAfter, actions) ?? true;
  }

  /** For a state check: how each name's yes came about. */
  stateBefore(
    judge: PrincipalStateCheck['judge'],
    settings: CheckSettings,
    roleClass: ClassFound,
  ): (name: string) => Novelty {
    const before = this.#before;
    if (before.state === 'absent') return () => 'granted-by-this-change';
    if (before.state === 'unknown') return () => 'unknown';
    const { reasoner, options } = this.#world;
    let was: ReturnType<PrincipalStateCheck['judge']> | undefined;
    const judgedBefore = (): ReturnType<PrincipalStateCheck['judge']> => {
      const compiled = this.#compileBefore();
      if (compiled === undefined) return [];
      const access = {
        modelAccess: reasoner.canEver(compiled, modelAccess, options),
        aiAccess: reasoner.canEver(compiled, aiAccess, options),
      };
      return judge({ principal: before.value, settings, ...access, roleClass });
    };
    return (name) => {
      was ??= judgedBefore();
      const earlier = was.find((judged) => judged.name === name)?.answer.answer ?? 'no';
      if (earlier === 'unknown') return 'unknown';
      return earlier === 'yes' ? 'already-there' : 'granted-by-this-change';
    };
  }

  #answerOf(facts: PrincipalFacts, compiled: P, asking: Asking): Answer {
    const { reasoner, options, cache } = this.#world;
    if ('unasked' in asking) return { given: [], answer: 'unknown', why: asking.unasked };
    if ('trust' in asking) return reasoner.canAssume(facts, asking.trust, options);
    const trusting = asking.trusts === undefined ? compiled : reasoner.compile(withTrusts(facts, asking.trusts), cache);
    return reasoner.canEver(trusting, asking.ask, options);
  }

  #noveltyOf(asking: Asking): { novelty: Novelty; gained?: Witness } {
    const before = this.#before;
    if (before.state === 'absent') return { novelty: 'granted-by-this-change' };
    const compiled = this.#compileBefore();
    if (before.state === 'unknown' || compiled === undefined) return notKnown;
    this.#nothingChanged ??= sameAccess(before.value, this.#world.after);
    if (this.#nothingChanged) return { novelty: 'already-there' };
    switch (this.#answerOf(before.value, compiled, asking).answer) {
      case 'no':
        return { novelty: 'granted-by-this-change' };
      case 'unknown':
        return { novelty: 'unknown' };
      case 'yes':
        return 'ask' in asking && asking.trusts === undefined
          ? this.#widened(compiled, asking.ask)
          : { novelty: 'already-there' };
    }
  }

  #widened(compiled: P, ask: Ask): { novelty: Novelty; gained?: Witness } {
    const { reasoner, options } = this.#world;
    // Only a union of questions widens question by question; `all` and `path` are yes or no as a whole.
    const watched: readonly Question[] = 'any' in ask ? ask.any : [];
    const { gained, undetermined } = reasoner.delta(compiled, this.#compiledAfter, watched, options);
    const first = gained[0];
    if (first !== undefined) return { novelty: 'widened-by-this-change', gained: first.witness };
    return { novelty: undetermined.length > 0 ? 'unknown' : 'already-there' };
  }

  #compileBefore(): P | undefined {
    const before = this.#before;
    const { reasoner, cache } = this.#world;
    this.#compiledBefore ??= {
      compiled: before.state === 'known' ? reasoner.compile(before.value, cache) : undefined,
    };
    return this.#compiledBefore.compiled;
  }
}

/** Of every yes in a scan of a whole account. */
const notKnown: { novelty: Novelty } = { novelty: 'unknown' };

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
