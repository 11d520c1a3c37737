import type { PrincipalFacts } from '../../../facts/principal-facts.ts';
import { canEver } from '../../../reasoning/can-ever.ts';
import { compilePrincipal, type PolicyCache } from '../../../reasoning/compile-principal.ts';
import { bitsAt, both, either, hasAction, noActions, type ActionBits } from '../../../reasoning/fast/action-bits.ts';
import { fastAccess } from '../../../reasoning/fast/fast-access.ts';
import type { PolicyLayer, Principal } from '../../../reasoning/principal.ts';
import type { Answer, Ask, SearchOptions, Why } from '../../../reasoning/types.ts';
import { changingBits, leavingBits } from './leaving-actions.ts';
import { trustedNames, type TrustedNames } from './trusted-names.ts';
import { watchedBits, watchedPowers } from './watched-powers.ts';

/** `yes`: proved. `possible`: not proved to be denied. */
export type Powers = { yes: ActionBits; possible: ActionBits; doubt?: Why };

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
  readonly powers: Powers;
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
  private made: { compiled?: Principal; powers?: Powers; administrator?: boolean; mayLeave?: boolean } = {};

  constructor(facts: PrincipalFacts, options: MemberOptions) {
    this.facts = facts;
    this.options = options;
  }

  get compiled(): Principal {
    return (this.made.compiled ??= compilePrincipal(this.facts, { cache: this.options.cache }));
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

  get powers(): Powers {
    return (this.made.powers ??= powersOf(this.compiled, this.hole, this.options.search));
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
    statements.some(
      ({ effect, actions, resources }) =>
        effect === 'Allow' &&
        !actions.negated &&
        actions.entries.some((action) => action === '*' || action === '*:*') &&
        resources?.negated === false &&
        resources.entries.some(({ text }) => text === '*'),
    ),
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

const powersOf = (principal: Principal, hole: Why | undefined, search: SearchOptions): Powers => {
  const access = fastAccess(principal);
  const may = both(access.may, watchedBits);
  // What was not read spoils every yes; no search is needed to know it.
  if (hole !== undefined) return { yes: noActions, possible: may, doubt: hole };
  const sure = both(access.sure, watchedBits);
  const found: number[] = [];
  const open: number[] = [];
  let doubt: Why | undefined;
  for (const { index, question } of watchedPowers) {
    if (!hasAction(may, index) || hasAction(sure, index)) continue;
    const answer: Answer = canEver(principal, question, search);
    if (answer.answer === 'yes') found.push(index);
    if (answer.answer === 'unknown') {
      open.push(index);
      doubt ??= answer.why;
    }
  }
  const yes = either(sure, bitsAt(found));
  return { yes, possible: either(yes, bitsAt(open)), ...(doubt === undefined ? {} : { doubt }) };
};
