import { displayText } from '../change/display-text.ts';
import { known, unknown, type Known } from '../facts/known.ts';
import type { PrincipalFacts } from '../facts/principal-facts.ts';
import type { PolicyCache } from '../reasoning/compile-principal.ts';
import type { Principal } from '../reasoning/principal.ts';
import type { Answer, Ask, SearchOptions, StatementRef } from '../reasoning/types.ts';
import type { AccountView } from './account-view.ts';
import { aiAccess, modelAccess } from './ai-access.ts';
import { askBoth, type Both, type World } from './ask-both.ts';
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
export const askChecksWith = <P = Principal>(reasoner: Reasoner<P>, input: AskChecksInput): AskedPrincipal => {
  const { principal, settings, now } = input;
  const ownCache: PolicyCache = new Map();
  const cache = input.cache ?? ownCache;
  const foundOnly = input.answers === 'found';
  const options: SearchOptions = { model: 'realistic', now, ...(foundOnly ? { explain: false } : {}) };
  const world: World<P> = {
    reasoner,
    cache,
    options,
    after: principal,
    before: input.before ?? notKnown,
    forNow: foundOnly && input.account === undefined,
  };
  const ask = askBoth(world);
  const subject = subjectOf(principal);
  const who = displayText(principal.name);
  const quote = statementQuoter(principal);
  let reachable: boolean | undefined;
  const severityOf = (severity: Judgement['severity']): Judgement['severity'] =>
    (reachable ??= isReachable(principal)) ? severity : lowered(severity);
  const canBeDenied = !isWrittenByAws(principal);
  const { asked, about, consulted } = askedOfPrincipals(input.checks ?? allChecks, settings.pack);
  const roleClass = classOf(principal, {
    settings,
    now,
    tagsItself: () => ask.now({ ask: tagItself(principal) }).answer,
  });
  const isAdministrator = roleClass.state === 'found' && roleClass.class === 'administrator';
  const doesNone = foundOnly && !ask.mayDoAny(about);
  const isJudged = (check: PrincipalCheck): boolean =>
    (!isAdministrator || check.administrators === 'judged') && !(foundOnly && isPassedOver(check));
  /** Everything that it judges is surely a no. */
  const isPassedOver = (check: PrincipalCheck): boolean =>
    check.mayFind?.(principal) === false ||
    (check.kind === 'access' && check.about !== undefined && (doesNone || !ask.mayDoAny(check.about)));

  const account: Known<AccountView> = input.account === undefined ? accountNotGiven : known(input.account);
  const before = input.before ?? notKnown;
  /** Several checks ask the same first. */
  let canNow: Map<Ask, Answer> | undefined;
  const can = (asking: Ask, as?: PrincipalFacts): Answer => {
    if (as !== undefined) return reasoner.canEver(reasoner.compile(as, cache), asking, options);
    const refused = foundOnly ? ask.refusedUnexplained(asking) : undefined;
    if (refused !== undefined) return refused;
    canNow ??= new Map();
    const answered = canNow.get(asking) ?? ask.now({ ask: asking });
    canNow.set(asking, answered);
    return answered;
  };

  const modelsNow = can(modelAccess);
  const facts = {
    principal,
    settings,
    modelAccess: modelsNow,
    /** Few checks want to know it, and it is a question about every action of AI. */
    get aiAccess(): Answer {
      return can(aiAccess);
    },
    roleClass,
    account,
    can,
    before,
  };

  const judgeAccess = (check: AccessCheck): readonly Judgement[] => {
    const questions = check.ask(facts);
    const plain = plainQuestions(questions);
    if (foundOnly)
      return (plain === undefined ? questions : ask.notRefused(questions, plain)).flatMap(judgeFound(check));
    const refusal = plain === undefined ? undefined : ask.refuseAlike(plain);
    if (refusal !== undefined)
      return refusedJudgements(check, questions, canBeDenied, { subject, answer: refusal, severityOf });
    return questions.map((question) => grantedBy(check, question, ask.both(question)));
  };

  const judgeFound =
    (check: AccessCheck) =>
    (question: AccessQuestion): readonly Judgement[] => {
      const both = ask.both(question);
      return both.answer.answer === 'no' ? [] : [grantedBy(check, question, both)];
    };

  const grantedBy = (check: AccessCheck, question: AccessQuestion, { answer, novelty, gained }: Both): Judgement => {
    const { sentence, because } =
      answer.answer === 'yes'
        ? { sentence: check.finding({ who, question, answer }), because: quote(statementsBehind(answer)) }
        : nothingGranted;
    return grantedJudgement(check, question, canBeDenied, {
      severity: severityOf(severityOfQuestion(check, question)),
      subject,
      sentence,
      answer,
      because,
      novelty,
      gained,
    });
  };

  const judgeState = (check: Check, judge: PrincipalStateCheck['judge']): readonly Judgement[] => {
    const all = judge(facts);
    const now = foundOnly ? all.filter(({ answer }) => answer.answer !== 'no') : all;
    if (now.length === 0) return nothing;
    const before = ask.stateBefore(judge, settings, roleClass);
    return now.map((judged) =>
      stamp(check, {
        kind: 'state',
        questionName: judged.name,
        ...(judged.ask === undefined ? {} : { ask: judged.ask }),
        severity: severityOf(judged.severity ?? declaredSeverity(check)),
        subject,
        sentence: judged.answer.answer === 'yes' ? judged.sentence : '',
        ...(judged.reason === undefined ? {} : { reason: judged.reason }),
        answer: judged.answer,
        because: [],
        novelty: judged.answer.answer === 'yes' ? before(judged.name) : 'unknown',
        references: check.references,
        ...(canBeDenied ? {} : { containment: 'ask' as const }),
      }),
    );
  };

  const judgements: Judgement[] = [];
  for (const check of asked) {
    if (!isJudged(check)) continue;
    judgements.push(...(check.kind === 'access' ? judgeAccess(check) : judgeState(check, check.judge)));
    if (check.kind === 'access' && check.alsoJudge !== undefined)
      judgements.push(...judgeState(check, check.alsoJudge));
  }
  return { subject, modelAccess: modelsNow, roleClass, consulted, judgements };
};

type PrincipalCheck = Check & { kind: 'access' | 'principal-state' };

type AskedChecks = {
  asked: readonly PrincipalCheck[];
  /** The actions of all checks that say theirs. */
  about: readonly string[];
  consulted: readonly Check['id'][];
};

const ofPrincipals = new WeakMap<readonly Check[], Map<Pack, AskedChecks>>();

/** The checks about principals of a pack: the same for every principal of a sweep. */
const askedOfPrincipals = (checks: readonly Check[], pack: Pack): AskedChecks => {
  const packs = ofPrincipals.get(checks) ?? new Map<Pack, AskedChecks>();
  const before = packs.get(pack);
  if (before !== undefined) return before;
  const asked = inPack(checks, pack).filter((check) => check.kind === 'access' || check.kind === 'principal-state');
  const about = asked.flatMap((check) => (check.kind === 'access' ? (check.about ?? []) : []));
  const made = { asked, about: [...new Set(about)], consulted: asked.map(({ id }) => id) };
  packs.set(pack, made);
  ofPrincipals.set(checks, packs);
  return made;
};

const nothing: readonly Judgement[] = [];
const nothingGranted: Pick<Judgement, 'sentence' | 'because'> = { sentence: '', because: [] };

const statementsBehind = (answer: Answer & { answer: 'yes' }): readonly StatementRef[] =>
  answer.witnesses === undefined ? answer.witness.by : answer.witnesses.flatMap(({ by }) => by);

/** IAM refuses changes of these roles: a person changes the service or the permission set instead. */
const isWrittenByAws = ({ path }: PrincipalFacts): boolean =>
  path.startsWith('/aws-service-role/') || path.startsWith('/aws-reserved/sso.amazonaws.com/');
