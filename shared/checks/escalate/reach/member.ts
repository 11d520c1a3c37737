import type { PrincipalFacts } from '../../../facts/principal-facts.ts';
import { canEver } from '../../../reasoning/can-ever.ts';
import type { PolicyCache } from '../../../reasoning/compile-principal.ts';
import { bitsAt, both, hasAction, without, type ActionBits } from '../../../reasoning/fast/action-bits.ts';
import { fastAccess } from '../../../reasoning/fast/fast-access.ts';
import type { PolicyLayer, Principal } from '../../../reasoning/principal.ts';
import type { Answer, Ask, SearchOptions, Why } from '../../../reasoning/types.ts';
import { compileOnce } from '../../compile-once.ts';
import { changingBits, leavingBits } from './leaving-actions.ts';
import { mayName } from './named-resources.ts';
import { trustedNames, type TrustedNames } from './trusted-names.ts';
import { watchedBits, watchedPowers, type WatchedPower } from './watched-powers.ts';

/** One principal of an account, as much of it worked out as was asked for. */
export type Member = {
  readonly facts: PrincipalFacts;
  readonly compiled: Principal;
  readonly isAdministrator: boolean;
  /** May take some step to another principal. False is certain. */
  readonly mayLeave: boolean;
  /** May write policies of some kind. False is certain. */
  readonly mayChangeAccess: boolean;
  /** No boundary, or one that lets everything through. */
  readonly isUnbounded: boolean;
  /** Watched actions that it is not proved to be denied. */
  readonly possible: ActionBits;
  /** Watched actions that words do not deny. */
  readonly watched: ActionBits;
  /** Whether it can do one of these: proved, refuted, or why neither. */
  canOneOf(bits: ActionBits): 'yes' | 'no' | Why;
  /** What of its own Allows an action may mean (`mayName`). */
  means(action: string): (arn: string) => boolean;
  /** Users are trusted by nobody. */
  readonly trusts: TrustedNames | undefined;
  /** Why its policies are not all known. */
  readonly hole: Why | undefined;
};

export type MemberOptions = { cache: PolicyCache; search: SearchOptions; trustTexts: Map<string, TrustedNames> };

/** Everything in it is made when it is first read, and once. */
export const memberOf = (facts: PrincipalFacts, options: MemberOptions): Member => new LazyMember(facts, options);

class LazyMember implements Member {
  readonly facts: PrincipalFacts;
  private readonly options: MemberOptions;
  private readonly answers = new Map<number, Answer['answer']>();
  private readonly meant = new Map<string, (arn: string) => boolean>();
  private made: { compiled?: Principal; possible?: ActionBits; administrator?: boolean; mayLeave?: boolean } = {};

  constructor(facts: PrincipalFacts, options: MemberOptions) {
    this.facts = facts;
    this.options = options;
  }

  get compiled(): Principal {
    return (this.made.compiled ??= compileOnce(this.facts, this.options.cache));
  }

  get isAdministrator(): boolean {
    return (this.made.administrator ??= canDoEverything(this.compiled, this.options.search));
  }

  get mayLeave(): boolean {
    return (this.made.mayLeave ??= overlaps(fastAccess(this.compiled).may, leavingBits));
  }

  get mayChangeAccess(): boolean {
    return overlaps(fastAccess(this.compiled).may, changingBits);
  }

  get isUnbounded(): boolean {
    const { boundary } = this.compiled;
    return !boundary.present || allowsAll(boundary);
  }

  get watched(): ActionBits {
    return both(fastAccess(this.compiled).may, watchedBits);
  }

  get possible(): ActionBits {
    return (this.made.possible ??= this.refute());
  }

  canOneOf(bits: ActionBits): 'yes' | 'no' | Why {
    const open = both(bits, this.watched);
    if (!open.some((word) => word !== 0)) return 'no';
    const { hole } = this;
    if (hole !== undefined) return hole;
    if (overlaps(open, fastAccess(this.compiled).sure)) return 'yes';
    let doubt: Why | undefined;
    for (const power of watchedPowers) {
      if (!hasAction(open, power.index)) continue;
      const answer = this.answerAbout(power);
      if (answer === 'yes') return 'yes';
      if (answer === 'unknown')
        doubt ??= { code: 'missing-facts', detail: `What ${this.facts.arn} can do is not settled.` };
    }
    return doubt ?? 'no';
  }

  means(action: string): (arn: string) => boolean {
    const before = this.meant.get(action);
    if (before !== undefined) return before;
    const means = mayName(this.compiled, action);
    this.meant.set(action, means);
    return means;
  }

  /** Words only leave open what a Deny or a limit might refute: without any, nothing is searched. */
  private refute(): ActionBits {
    const { watched, hole } = this;
    if (hole !== undefined || !isLimited(this.compiled)) return watched;
    const { sure } = fastAccess(this.compiled);
    const refuted = watchedPowers.filter(
      (power) => hasAction(watched, power.index) && !hasAction(sure, power.index) && this.answerAbout(power) === 'no',
    );
    return without(watched, bitsAt(refuted.map(({ index }) => index)));
  }

  private answerAbout({ index, question }: WatchedPower): Answer['answer'] {
    const before = this.answers.get(index);
    if (before !== undefined) return before;
    const { answer } = canEver(this.compiled, question, this.options.search);
    this.answers.set(index, answer);
    return answer;
  }

  get trusts(): TrustedNames | undefined {
    const { trustPolicy } = this.facts;
    return trustPolicy.state === 'known' ? trustedNames(trustPolicy.value, this.options.trustTexts) : undefined;
  }

  get hole(): Why | undefined {
    const { identity, boundary } = this.compiled;
    return identity.holes[0] ?? boundary.holes[0];
  }
}

const overlaps = (a: ActionBits, b: ActionBits): boolean => both(a, b).some((word) => word !== 0);

/** A statement that allows every action on every resource. What is denied beside it is asked for separately. */
const allowsAll = ({ policies }: PolicyLayer): boolean =>
  policies.some(({ statements }) =>
    statements.some((statement) => {
      const { effect, actions } = statement;
      if (effect !== 'Allow' || actions.negated) return false;
      if (!actions.entries.some((action) => action === '*' || action === '*:*')) return false;
      // Last, as resources are taken apart when they are first looked at.
      const { resources } = statement;
      return resources?.negated === false && resources.entries.some(({ text }) => text === '*');
    }),
  );

/** Whoever may do these can undo what else is denied to it. */
const changesAccess: Ask = {
  name: 'changes-access',
  all: [
    { actions: ['iam:AttachRolePolicy', 'iam:AttachUserPolicy'], resources: ['*'] },
    { actions: ['iam:CreateRole', 'iam:CreateUser'], resources: ['*'] },
  ],
};

const canDoEverything = (principal: Principal, search: SearchOptions): boolean =>
  allowsAll(principal.identity) &&
  (!principal.boundary.present || allowsAll(principal.boundary)) &&
  canEver(principal, changesAccess, search).answer === 'yes';

/** A layer that takes away from what its policies allow, or a Deny among them. */
const isLimited = ({ identity, boundary, session, scps, rcps }: Principal): boolean =>
  boundary.present ||
  session.present ||
  scps.present ||
  rcps.present ||
  identity.policies.some(({ statements }) => statements.some(({ effect }) => effect === 'Deny'));
