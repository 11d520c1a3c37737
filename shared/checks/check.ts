import type { Change, Trigger } from '../change/change.ts';
import type { AccountFacts, GuardrailFacts } from '../facts/account-facts.ts';
import type { HeldSurrounding } from '../facts/guardrail/surroundings.ts';
import type { Known } from '../facts/known.ts';
import type { PolicyDocument, PrincipalFacts } from '../facts/principal-facts.ts';
import type { Answer, Ask, ConditionBlock, Why } from '../reasoning/types.ts';
import type { AccountView } from './account-view.ts';
import type { ClassFound } from './intent/class-of.ts';
import type { CheckSettings } from './settings.ts';
import type { Severity } from './severity.ts';

/** In the order of the catalogue and of docs/checks.md. */
export const areas = [
  'ACCESS',
  'TRUST',
  'SENSITIVE',
  'ESCALATE',
  'AGENT',
  'GUARD',
  'LOGGING',
  'NETWORK',
  'QUSER',
  'ACTIVITY',
  'TAMPER',
  'COVERAGE',
] as const;
export type Area = (typeof areas)[number];

/** Permanent. No severity, tactic or framework in it. A retired id is never used again. */
export type CheckId = `RF.${Area}.${number}`;

/** `essential` needs no settings and is the default; the others are chosen by `--pack`. */
export type Pack = 'essential' | 'recommended' | 'strict';

/** Ids of the pinned framework versions (checks/frameworks/). Absent: no honest mapping is known. */
export type References = {
  /** AWS Well-Architected Generative AI Lens best practices. */
  genSec?: readonly string[];
  /** AWS Prescriptive Guidance on securing generative AI: `layer-3`. */
  guidance?: readonly string[];
  owaspLlm?: readonly string[];
  aisf?: readonly string[];
  /** MITRE ATT&CK v19. */
  attack?: readonly { tactic: string; technique?: string }[];
  /** MITRE ATLAS 5.4. */
  atlas?: readonly string[];
};

type CheckWords = {
  id: CheckId;
  /** The folder's name. */
  name: string;
  title: string;
  /** `entry`: each question carries its own (checks/sensitive). */
  severity: Severity | 'entry';
  pack: Pack;
  /** Changes after which it is asked again. Every check also runs in the sweep. EventBridge patterns are made from these. */
  triggeredBy: readonly Trigger[];
  references: References;
  /**
   * `excused`: a principal that a person classed administrator is not judged, as its class includes what is asked.
   * `judged`: the class excuses nobody.
   */
  administrators: 'excused' | 'judged';
  /**
   * `deny`: containment derives Deny statements from the question. `restore`: a resource is set back from memory.
   * `ask`: Ringfence writes nothing; `fix` tells a person the exact change.
   */
  containment: 'deny' | 'restore' | 'ask';
  /** One or two sentences: what a person does about it. */
  fix: string;
  /** Settings without which it judges nothing; each one that is filled makes it fire. Absent: it needs none. */
  needs?: readonly (keyof CheckSettings)[];
};

/** Who or what a question is about. */
export type Subject = {
  kind: 'role' | 'user' | 'account' | 'region' | 'guardrail' | 'resource';
  arn: string;
  /** `AROA…` for a principal; the ARN for everything else. */
  uniqueId: string;
  accountId: string;
  region?: string;
};

/** One question to the reasoner about one principal. */
export type AccessQuestion = {
  /** Part of the finding's identity, so permanent: an action, a path, or the check's name. Never a setting. */
  name: string;
  severity?: Severity;
  references?: References;
  /** What the principal could do with it, one sentence; from the catalogue for sensitive actions. */
  reason?: string;
  /** Ordinary use: a yes is listed in the principal's access and is never a finding. */
  listedOnly?: true;
  /** `false`: containment never denies it, whatever the check says. */
  denyable?: false;
  /** Who published the action as sensitive. */
  origin?: Origin;
  /** ARN of whom or what the sentence names besides the principal. */
  about?: string;
} & (
  | {
      ask: Ask;
      /** Trust policies by role ARN: for `sts:AssumeRole`, which the facts about one principal do not settle. */
      trusts?: Readonly<Record<string, PolicyDocument>>;
    }
  | { trust: TrustQuestion }
  /** It cannot be asked, because of a fact that is missing. */
  | { unasked: Why }
);

/** `sonrai`: named in a published list of sensitive AI permissions. `ringfence`: our own addition. */
export type Origin = 'sonrai' | 'ringfence';

/** Can somebody of this kind ever assume the role? */
export type TrustQuestion =
  | { who: 'anyone' }
  /** The service, acting for an account that is not the role's. */
  | { who: 'service-for-another-account'; service: string }
  /** An account that is not the role's and not in `except`. */
  | { who: 'another-account'; except: readonly string[] }
  /** Somebody of one of these accounts, in a request of which `condition` holds. */
  | { who: 'accounts'; accounts: readonly string[]; condition?: ConditionBlock }
  /** The service, acting for the role's own account, in a request of which `condition` holds. */
  | { who: 'service'; service: string; condition?: ConditionBlock }
  /** Whoever an identity provider vouches for, under an audience or a subject that the trust policy does not name. */
  | { who: 'federated'; provider: string; unnamed: 'audience' | 'subject' };

/** Asks the reasoner. Returns no question when it does not apply or the settings it needs are empty. */
export type AccessCheck = CheckWords & {
  kind: 'access';
  /**
   * Actions. Who surely may do none of them answers no to everything, or is asked nothing: a scan of a whole account passes it
   * over. Absent: everybody is asked.
   */
  about?: readonly string[];
  /** The same by facts: false only where it surely finds nothing. Absent: it may. */
  mayFind?: (principal: PrincipalFacts) => boolean;
  ask: (input: {
    principal: PrincipalFacts;
    settings: CheckSettings;
    /** Whether the principal can invoke any model, and whether it can do anything at all to AI; asked once for all checks. */
    modelAccess: Answer;
    aiAccess: Answer;
    roleClass: ClassFound;
    /** Everybody of the principal's account. Unknown where one principal is judged by itself. */
    account: Known<AccountView>;
    /**
     * Asks the reasoner about the principal as it is now, or as these facts have it; for what decides whether there is a
     * question at all.
     */
    can: (ask: Ask, as?: PrincipalFacts) => Answer;
    /** Whether `can` answers no, where nothing else of the answer matters: that is mostly told without looking for a witness. */
    cannot: (ask: Ask) => boolean;
    /** As it was before the change. */
    before: Known<PrincipalFacts>;
  }) => readonly AccessQuestion[];
  /** What it also finds in facts, where an access key or a setting says as much as an answer. */
  alsoJudge?: PrincipalStateCheck['judge'];
  /** The finding's sentence; `who` is the principal's short name. */
  finding: (input: { who: string; question: AccessQuestion; answer: Answer & { answer: 'yes' } }) => string;
};

/** The offending fact of a state check: where it stands and what it says. */
export type Evidence = { fact: string; value: string };
export type StateAnswer =
  | { answer: 'yes'; evidence: readonly Evidence[] }
  | { answer: 'no' }
  | { answer: 'unknown'; why: Why };

export type StateJudgement = {
  name: string;
  severity?: Severity;
  subject: Subject;
  answer: StateAnswer;
  sentence: string;
  reason?: string;
  /** What containment denies and proves. Absent: nothing can be denied, a person acts. */
  ask?: Ask;
};

/** A predicate over facts. */
export type PrincipalStateCheck = CheckWords & {
  kind: 'principal-state';
  /** False only where it surely finds nothing: a scan of a whole account passes the principal over. Absent: it may. */
  mayFind?: (principal: PrincipalFacts) => boolean;
  /** `modelAccess`: whether the reasoner found model access for this principal (asked once for all checks). */
  judge: (input: {
    principal: PrincipalFacts;
    settings: CheckSettings;
    modelAccess: Answer;
    aiAccess: Answer;
    roleClass: ClassFound;
  }) => readonly StateJudgement[];
};
export type AccountStateCheck = CheckWords & {
  kind: 'account-state';
  judge: (input: {
    account: AccountFacts;
    settings: CheckSettings;
    /** Whether any principal of the account can invoke a model. */
    modelUsers: 'some' | 'none' | 'unknown';
    /** Asks the reasoner about one principal of the account. A principal is compiled once, when it is first asked about. */
    can: (principal: PrincipalFacts, ask: Ask) => Answer;
  }) => readonly StateJudgement[];
  /** The same state as far as one change alone proves it; the names are those of `judge`. */
  judgeChange?: ChangeCheck['judge'];
};

/** A question that found no answer. */
export type Unanswered = { checkId: CheckId; questionName: string; subject: Subject; why: Why };

/** Judges what Ringfence could not judge: one judgement a missing fact, never one a question. */
export type CoverageCheck = CheckWords & {
  kind: 'coverage';
  judge: (input: { accountId: string; unanswered: readonly Unanswered[] }) => readonly StateJudgement[];
};

/** A predicate over one change, with what is known about what it touched. */
export type ChangeCheck = CheckWords & {
  kind: 'change';
  judge: (input: { change: Change; context: ChangeContext; settings: CheckSettings }) => readonly StateJudgement[];
};

/** What Ringfence remembers that a change check may need. */
export type ChangeContext = {
  /** Containments in force: by subject and by policy, with what Ringfence set. */
  containments: readonly ContainmentInForce[];
  /** True when the change is Ringfence's own exact recorded write (response/echo). */
  ownEcho: boolean;
  /** Last known name and summary of a guardrail, where remembered. */
  guardrailMemory: Readonly<Record<string, RememberedGuardrail>>;
  /** Versions of guardrails that the change published, each with the version before it. */
  publishedVersions?: readonly PublishedVersion[];
  /** What stands around guardrails and the change touched, as it is now beside the state that it is held against. */
  surroundings?: readonly HeldSurrounding[];
  /** Who calls models and is refused under a guardrail that is enforced now, where the change can have made it so. */
  stoppedCallers?: readonly StoppedCallers[];
};

/** Principals that can call a model in the Region and cannot apply the guardrail that is enforced there: their calls fail. */
export type StoppedCallers = {
  /** The account of the principals. */
  accountId: string;
  region: string;
  guardrailArn: string;
  /** ARNs, sorted. */
  stopped: readonly string[];
  /** ARNs of those of whom it is not known. */
  undetermined: readonly string[];
};

/** Somebody who named a guardrail that is gone. `fails-closed`: its calls are refused. */
export type GuardrailUser = {
  /** ARN, or the name of a setting. */
  by: string;
  now: 'fails-closed' | 'may-run-unguarded' | 'not-known';
  /** One clause: what happens to it, and why. */
  because: string;
};

/** `before`: the last version published before it that is still known; absent for the first one. */
export type PublishedVersion = { facts: GuardrailFacts; before?: GuardrailFacts };

export type ContainmentInForce = {
  subject: Subject;
  /** What Ringfence set: the ARN of a managed policy or boundary, or `inline:NAME`. */
  policyArn: string;
  sagaId: string;
};

/** Keyed by guardrail id (not by ARN). */
export type RememberedGuardrail = {
  name: string;
  asOf: string;
  /** What it protected against, one sentence each. */
  summary: readonly string[];
  /** ARNs of principals, agents and settings that name it, where known. */
  referredToBy?: readonly string[];
  /** The same with what now happens to each. */
  users?: readonly GuardrailUser[];
  /** How it is brought back, one sentence each. */
  restore?: readonly string[];
};

/** Nothing remembered and nothing contained: what a file or a first event knows. */
export const emptyChangeContext: ChangeContext = { containments: [], ownEcho: false, guardrailMemory: {} };

/** What arrived and cannot be what it says it is: it is dropped, and reported. */
export type RefusedEvent = {
  accountId: string;
  /** As it claims. */
  eventId?: string;
  /** JSON Pointer to the place that contradicts the rest. */
  at: string;
  detail: string;
};

/** A predicate over an event that was refused before it became a change. */
export type EnvelopeCheck = CheckWords & {
  kind: 'envelope';
  judge: (input: { refused: RefusedEvent }) => readonly StateJudgement[];
};

export type Check = AccessCheck | PrincipalStateCheck | AccountStateCheck | ChangeCheck | CoverageCheck | EnvelopeCheck;
