import type { Known } from '../facts/known.ts';

/** `bedrock:InvokeModel`; letter case carries no meaning. */
export type Action = string;
export type Arn = string;
/** Condition keys compare without letter case. JSON booleans and numbers have become text. */
export type Context = Readonly<Record<string, string | readonly string[]>>;

/** One concrete request, as any evaluator can be asked it. */
export type AccessRequest = { action: Action; resource: Arn; context: Context };

export type Layer = 'identity' | 'group' | 'boundary' | 'session' | 'scp' | 'rcp' | 'resource' | 'trust';
/** `level`: the organisation level, 0 is the root. */
export type PolicySource = { layer: Layer; name: string; level?: number };

export type StatementRef = { source: PolicySource; index: number; sid?: string; effect: 'Allow' | 'Deny' };
/** A layer that had to allow and has no matching Allow. */
export type Gap = { layer: Layer; level?: number };

export type Decision =
  /** One Allow for each layer that had to allow. */
  | { decision: 'Allowed'; by: readonly StatementRef[] }
  /** Every matching Deny, in layer order. */
  | { decision: 'ExplicitlyDenied'; by: readonly StatementRef[] }
  | { decision: 'ImplicitlyDenied'; missing: readonly Gap[] };

/**
 * Which reading of a disputed rule applies (docs/reasoning.md, Where rules are disputed). `documented`: the likelier one.
 * `granting`: every Allow as wide and every Deny as narrow as any reading. `denying`: the other way round.
 */
export type Reading = 'documented' | 'granting' | 'denying';

/** `{StringNotLike: {'bedrock:GuardrailIdentifier': ['…']}}`, as in a policy. */
export type ConditionBlock = Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;

/** "Can this principal ever do ACTIONS on RESOURCES where CONDITIONS?" The shape of a Deny statement on purpose. */
export type Question = {
  /** Patterns; `*` and `?` as in a policy. */
  actions: readonly string[];
  /** Patterns. */
  resources: readonly string[];
  /** Every resource but these patterns: then `resources` is `['*']`. */
  exceptResources?: readonly string[];
  condition?: ConditionBlock;
};

/** A check asks one question, several (one yes is a finding), all (each must be yes), or a path (each step from the one before). */
export type Ask = { name: string } & (
  | { any: readonly Question[] }
  | { all: readonly Question[] }
  | { path: readonly Question[] }
);

/** A Deny that stood in the way and why it does not match: "aws:RequestedRegion is eu-west-1". */
export type PassedDeny = { statement: StatementRef; because: string };

export type Witness = {
  request: AccessRequest;
  /** The request shape of the realistic model, for example `public / role-session`; `formal` in the formal model. */
  shape: string;
  by: readonly StatementRef[];
  passedBy: readonly PassedDeny[];
};

/** A proof of no: what was searched, and what closed the branches (fewest first). */
export type Exhaustion = { shapes: number; branches: number; blockedBy: readonly (StatementRef | Gap)[] };

/** What an answer leaned on: facts, declarations ("through identity policies"), catalogue versions. */
export type Given = { about: string; value: string; source: 'fact' | 'declared' | 'catalogue' };

export type Why = {
  code: 'budget' | 'missing-facts' | 'unreadable-policy' | 'unsupported' | 'disputed-reading' | 'catalogue-gap';
  /** One sentence for a person, with the fact that would settle it. */
  detail: string;
};

export type Answer = { given: readonly Given[] } & (
  | {
      answer: 'yes';
      witness: Witness /** `all` and `path`: one a question, in order. */;
      witnesses?: readonly Witness[];
    }
  | { answer: 'no'; proof: Exhaustion }
  | { answer: 'unknown'; why: Why; candidate?: AccessRequest }
);

/** Any context. `allowed` and `denied` only with a proof; everything else is conditional. */
export type Verdict =
  | { verdict: 'allowed'; witness: Witness }
  | { verdict: 'conditional'; proven: true; witness: Witness; denied: AccessRequest }
  | { verdict: 'conditional'; proven: false; witness?: Witness; why: Why }
  | { verdict: 'denied'; proof: Exhaustion };

export type SearchOptions = {
  /** `realistic`: the ties of real requests. `formal`: every key is free (the batch interface). */
  model: 'realistic' | 'formal';
  /** ISO 8601; the reasoner reads no clock. */
  now: string;
  budget?: { branches: number; automatonStates: number };
  /** `false`: a no does not say what closes it. */
  explain?: false;
};

export type Found = { question: Question; witness: Witness };
/** One request that two worlds answer differently, for each watched question that has one. */
export type Delta = {
  gained: readonly Found[];
  lost: readonly Found[];
  undetermined: readonly { question: Question; why: Why }[];
};

export type PolicyError = {
  code:
    | 'not-json'
    | 'duplicate-key'
    | 'too-deep'
    | 'too-large'
    | 'unknown-element'
    | 'wrong-type'
    | 'missing-element'
    | 'bad-effect'
    | 'bad-action'
    | 'bad-operator'
    | 'bad-version'
    | 'placeholder';
  /** JSON Pointer to the place. */
  at: string;
  detail: string;
};

export type { Known };
