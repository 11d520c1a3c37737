import { displayText } from '../change/display-text.ts';
import { known, unknown, type Known } from '../facts/known.ts';
import type { PrincipalFacts } from '../facts/principal-facts.ts';
import { newPolicyCache, type PolicyCache } from '../reasoning/policy-cache.ts';
import type { Principal } from '../reasoning/principal.ts';
import type { Answer, Ask, SearchOptions, StatementRef } from '../reasoning/types.ts';
import type { AccountView } from './account-view.ts';
import { modelAccess } from './ai-access.ts';
import { AskBoth, type Both } from './ask-both.ts';
import { checks as allChecks } from './catalogue.ts';
import type { AccessCheck, AccessQuestion, Check, Pack, PrincipalStateCheck, Subject } from './check.ts';
import { declaredSeverity } from './declared-severity.ts';
import { grantedJudgement, plainQuestions, refusedJudgements, severityOfQuestion } from './granted-judgement.ts';
import { inPack } from './in-pack.ts';
import type { Asked, Judgement } from './judgement.ts';
import { statementQuoter } from './statement-quoter.ts';
import { classOf, type ClassFound } from './intent/class-of.ts';
import { tagItself } from './intent/tag-itself.ts';
import { isReachable } from './reachable.ts';
import { reasoner as theReasoner, type Reasoner } from './reasoner.ts';
import { lowered } from './severity.ts';
import type { CheckSettings } from './settings.ts';
import { stamp } from './stamp.ts';
import { subjectOf } from './subjects.ts';
import { ToldFacts, type CheckFacts } from './told-facts.ts';

export type AskChecksInput = {
  /** As it is now. */
  principal: PrincipalFacts;
  /** As it was before the change. `absent`: it did not exist. Default: not known, as in a sweep. */
  before?: Known<PrincipalFacts>;
  settings: CheckSettings;
  /** ISO 8601. */
  now: string;
  /** Parsed policies by text; one for a sweep makes it read each managed policy once. */
  cache?: PolicyCache;
  /** Default: the catalogue. The pack of the settings is applied to it. */
  checks?: readonly Check[];
  /** Everybody of the account, the principal among them. Default: not known. */
  account?: AccountView;
  /**
   * `found`: what answers no is left out, and mostly not even asked: for a whole account, where nothing stored is to be
   * resolved by a no. The rest is as with `all`, but that a no of `modelAccess` does not say what closes it. Default: `all`.
   */
  answers?: 'all' | 'found';
};

export type AskedPrincipal = Asked & {
  subject: Subject;
  /** Whether the principal can invoke any model. */
  modelAccess: Answer;
  /** Its class by the settings. */
  roleClass: ClassFound;
};

/** Why a question that turns on the others of the account has no answer. */
export const accountNotGiven = unknown(
  'The other principals of the account were not read; a sweep reads them (iam:GetAccountAuthorizationDetails).',
);
const notKnown: Known<PrincipalFacts> = { state: 'unknown', why: 'the state before was not given' };

/**
 * Asks every access and state check about one principal. The principal is compiled once; the state before is compiled
 * only when a yes needs it. Judgements come in catalogue order, then in the order the check asks.
 */
export const askChecks = (input: AskChecksInput): AskedPrincipal => askChecksWith(theReasoner, input);

/** The same with a reasoner of the caller's. */
export const askChecksWith = <P = Principal>(reasoner: Reasoner<P>, input: AskChecksInput): AskedPrincipal =>
  new PrincipalAsking(reasoner, input).asked();

/**
 * The checks about one principal as they are asked. A class, as an account has many thousands of principals of whom most are
 * found nothing: what is only needed for a finding is made when there is one.
 */
class PrincipalAsking<P> {
  readonly #reasoner: Reasoner<P>;
  readonly #input: AskChecksInput;
  readonly #foundOnly: boolean;
  readonly #cache: PolicyCache;
  readonly #options: SearchOptions;
  readonly #ask: AskBoth<P>;
  readonly #subject: Subject;
  readonly #roleClass: ClassFound;
  #modelsNow: Answer | undefined;
  #reachable: boolean | undefined;
  #quote: ReturnType<typeof statementQuoter> | undefined;
  /** Several checks ask the same first. */
  #canNow: { asking: Ask; answer: Answer }[] | undefined;
  #facts: CheckFacts | undefined;
  #name: string | undefined;

  constructor(reasoner: Reasoner<P>, input: AskChecksInput) {
    const { principal, settings, now, account } = input;
    this.#reasoner = reasoner;
    this.#input = input;
    this.#foundOnly = input.answers === 'found';
    this.#cache = input.cache ?? newPolicyCache();
    this.#options = this.#foundOnly ? { model: 'realistic', now, explain: false } : { model: 'realistic', now };
    this.#ask = new AskBoth({
      reasoner,
      cache: this.#cache,
      options: this.#options,
      after: principal,
      before: input.before ?? notKnown,
      forNow: this.#foundOnly && account === undefined,
    });
    this.#subject = subjectOf(principal);
    this.#roleClass = classOf(principal, {
      settings,
      now,
      tagsItself: () => this.#ask.now({ ask: tagItself(principal) }).answer,
    });
  }

  asked(): AskedPrincipal {
    const { checks = allChecks, settings } = this.#input;
    const { asked, about, evenOfNone, consulted } = askedOfPrincipals(checks, settings.pack);
    const doesNone = this.#foundOnly && !this.#ask.mayDoAny(about);
    const modelAccess = this.#modelAccess;
    const judgements: Judgement[] = [];
    for (const check of doesNone ? evenOfNone : asked) {
      if (!this.#isJudged(check)) continue;
      if (check.kind === 'principal-state') {
        this.#judgeState(check, check.judge, judgements);
        continue;
      }
      this.#judgeAccess(check, judgements);
      if (check.alsoJudge !== undefined) this.#judgeState(check, check.alsoJudge, judgements);
    }
    return { subject: this.#subject, modelAccess, roleClass: this.#roleClass, consulted, judgements };
  }

  #isJudged(check: PrincipalCheck): boolean {
    const roleClass = this.#roleClass;
    const isAdministrator = roleClass.state === 'found' && roleClass.class === 'administrator';
    if (isAdministrator && check.administrators !== 'judged') return false;
    return !this.#foundOnly || !this.#isPassedOver(check);
  }

  /** Everything that it judges is surely a no. */
  #isPassedOver(check: PrincipalCheck): boolean {
    if (check.mayFind?.(this.#input.principal) === false) return true;
    return check.kind === 'access' && check.about !== undefined && !this.#ask.mayDoAny(check.about);
  }

  get #modelAccess(): Answer {
    return (this.#modelsNow ??= this.#can(modelAccess));
  }

  #can(asking: Ask, as?: PrincipalFacts): Answer {
    if (as !== undefined) return this.#reasoner.canEver(this.#reasoner.compile(as, this.#cache), asking, this.#options);
    const refused = this.#foundOnly ? this.#ask.refusedUnexplained(asking) : undefined;
    if (refused !== undefined) return refused;
    const before = this.#canNow?.find((each) => each.asking === asking);
    if (before !== undefined) return before.answer;
    const answer = this.#ask.now({ ask: asking });
    if (this.#canNow === undefined) this.#canNow = [{ asking, answer }];
    else this.#canNow.push({ asking, answer });
    return answer;
  }

  get #told(): CheckFacts {
    return (this.#facts ??= new ToldFacts({
      principal: this.#input.principal,
      settings: this.#input.settings,
      modelAccess: this.#modelAccess,
      roleClass: this.#roleClass,
      account: this.#input.account === undefined ? accountNotGiven : known(this.#input.account),
      can: (asking, as) => this.#can(asking, as),
      cannot: (asking) => this.#ask.cannot(asking) ?? this.#can(asking).answer === 'no',
      before: this.#input.before ?? notKnown,
    }));
  }

  #judgeAccess(check: AccessCheck, into: Judgement[]): void {
    const questions = check.ask(this.#told);
    if (questions.length === 0) return;
    const plain = plainQuestions(questions);
    if (this.#foundOnly) {
      const open = plain === undefined ? undefined : this.#ask.leftOpen(plain);
      if (open === undefined) for (const question of questions) this.#judgeFound(check, question, undefined, into);
      else for (const { place, answer } of open) this.#judgeFound(check, questions[place], answer, into);
      return;
    }
    const answer = plain === undefined ? undefined : this.#ask.refuseAlike(plain);
    if (answer !== undefined) {
      const severityOf = (severity: Judgement['severity']): Judgement['severity'] => this.#severityOf(severity);
      const refused = { subject: this.#subject, answer, severityOf };
      for (const judgement of refusedJudgements(check, questions, this.#canBeDenied, refused)) into.push(judgement);
      return;
    }
    for (const question of questions) into.push(this.#granted(check, question, this.#ask.both(question)));
  }

  #judgeFound(
    check: AccessCheck,
    question: AccessQuestion | undefined,
    found: Answer | undefined,
    into: Judgement[],
  ): void {
    if (question === undefined) return;
    const both = this.#ask.both(question, found);
    if (both.answer.answer !== 'no') into.push(this.#granted(check, question, both));
  }

  #granted(check: AccessCheck, question: AccessQuestion, { answer, novelty, gained }: Both): Judgement {
    const { sentence, because } =
      answer.answer === 'yes'
        ? {
            sentence: check.finding({ who: this.#who, question, answer }),
            because: this.#quoted(statementsBehind(answer)),
          }
        : nothingGranted;
    return grantedJudgement(check, question, this.#canBeDenied, {
      severity: this.#severityOf(severityOfQuestion(check, question)),
      subject: this.#subject,
      sentence,
      answer,
      because,
      novelty,
      gained,
    });
  }

  #judgeState(check: Check, judge: PrincipalStateCheck['judge'], into: Judgement[]): void {
    const all = judge(this.#told);
    const now = this.#foundOnly ? all.filter(({ answer }) => answer.answer !== 'no') : all;
    if (now.length === 0) return;
    const before = this.#ask.stateBefore(judge, this.#input.settings, this.#roleClass);
    for (const judged of now) {
      into.push(
        stamp(check, {
          kind: 'state',
          questionName: judged.name,
          ...(judged.ask === undefined ? {} : { ask: judged.ask }),
          severity: this.#severityOf(judged.severity ?? declaredSeverity(check)),
          subject: this.#subject,
          sentence: judged.answer.answer === 'yes' ? judged.sentence : '',
          ...(judged.reason === undefined ? {} : { reason: judged.reason }),
          answer: judged.answer,
          because: [],
          novelty: judged.answer.answer === 'yes' ? before(judged.name) : 'unknown',
          references: check.references,
          ...(this.#canBeDenied ? {} : { containment: 'ask' as const }),
        }),
      );
    }
  }

  #severityOf(severity: Judgement['severity']): Judgement['severity'] {
    return (this.#reachable ??= isReachable(this.#input.principal)) ? severity : lowered(severity);
  }

  get #who(): string {
    return (this.#name ??= displayText(this.#input.principal.name));
  }

  #quoted(refs: readonly StatementRef[]): Judgement['because'] {
    this.#quote ??= statementQuoter(this.#input.principal);
    return this.#quote(refs);
  }

  get #canBeDenied(): boolean {
    return !isWrittenByAws(this.#input.principal);
  }
}

const nothingGranted: Pick<Judgement, 'sentence' | 'because'> = { sentence: '', because: [] };

type PrincipalCheck = Check & { kind: 'access' | 'principal-state' };

type AskedChecks = {
  asked: readonly PrincipalCheck[];
  /** The actions of all checks that say theirs. */
  about: readonly string[];
  /** The checks that may find something about somebody who may do none of them. */
  evenOfNone: readonly PrincipalCheck[];
  consulted: readonly Check['id'][];
};

const ofPrincipals = new WeakMap<readonly Check[], Map<Pack, AskedChecks>>();

/** The checks about principals of a pack: the same for every principal of a sweep. */
const askedOfPrincipals = (checks: readonly Check[], pack: Pack): AskedChecks => {
  const packs = ofPrincipals.get(checks) ?? new Map<Pack, AskedChecks>();
  const before = packs.get(pack);
  if (before !== undefined) return before;
  const asked = inPack(checks, pack).filter((check) => check.kind === 'access' || check.kind === 'principal-state');
  const about = asked.flatMap(actionsOf);
  const evenOfNone = asked.filter((check) => check.kind !== 'access' || check.about === undefined);
  const made = { asked, about: [...new Set(about)], evenOfNone, consulted: asked.map(({ id }) => id) };
  packs.set(pack, made);
  ofPrincipals.set(checks, packs);
  return made;
};

const actionsOf = (check: PrincipalCheck): readonly string[] => (check.kind === 'access' ? (check.about ?? []) : []);

const statementsBehind = (answer: Answer & { answer: 'yes' }): readonly StatementRef[] =>
  answer.witnesses === undefined ? answer.witness.by : answer.witnesses.flatMap(({ by }) => by);

/** IAM refuses changes of these roles: a person changes the service or the permission set instead. */
const isWrittenByAws = ({ path }: PrincipalFacts): boolean =>
  path.startsWith('/aws-service-role/') || path.startsWith('/aws-reserved/sso.amazonaws.com/');
