import type { Tag } from '../../facts/guardrail/tags-of-guardrail.ts';
import type { Subject } from '../../checks/check.ts';
import type { Cause, FindingId } from '../../findings/finding.ts';
import type { Outcome } from '../outcome.ts';
import type { Mode } from '../settings.ts';

/**
 * `recreate`: a deleted guardrail is made again. `put-back`: what one lost is put back. `enforcement`: the account's enforcement
 * names the new one; it reaches every caller of the Region, so it is a plan with an approval of its own.
 */
export type RestorationKind = 'recreate' | 'put-back' | 'enforcement';

/** What can name a guardrail and be repointed by Ringfence. */
export type GuardrailReferenceKind = 'agent' | 'flow' | 'enforcement';

/** Who names the guardrail. What the loss means there, the finding says. */
export type GuardrailUse = {
  kind: GuardrailReferenceKind | 'policy' | 'organisation' | 'resource-policy';
  /** ARN, or the id of an enforced configuration. For a policy: the principal or managed policy that holds it. */
  by: string;
  /** Policies: which one, as the facts name it. */
  policy?: string;
  version?: string;
};

/**
 * One call. `content` is the hash of GetGuardrail's answer as it is to be; it stands in the content store, and is looked at
 * before it is used.
 */
export type RestorationStep =
  /** `tags`: those that it is made with, besides Ringfence's own. */
  | { step: 'create'; content: string; tags?: readonly Tag[] }
  /** `from`: what must be there right before, where the guardrail is not one that this saga made. */
  | { step: 'update'; content: string; from?: string }
  /** `from`: the number that the version had. `becomes`: the number that it gets. */
  | { step: 'publish'; from: string; becomes: string }
  /** `identifier`, `version`: what it names before, as it names it. */
  | { step: 'repoint'; kind: GuardrailReferenceKind; by: string; identifier: string; version?: string };

/** One thing that is not done yet, in one clause. `document`: hash of the exact text that a person pastes for it. */
export type OpenPoint = { what: string; document?: string };

/** What a person has to change. `document`: hash of the exact text that takes the place of what is there. */
export type ByHand = { use: GuardrailUse; document?: string };

export type RestorationPlan = {
  /** `r-` + 26 characters of base32 of `planHash`. */
  id: string;
  kind: RestorationKind;
  /** The guardrail that was lost or weakened. */
  subject: Subject & { region: string };
  name: string;
  checkId: string;
  findingIds: readonly FindingId[];
  /** When what is brought back was read. ISO 8601. */
  asOf: string;
  steps: readonly RestorationStep[];
  /** What it loses or lost, in sentences; nothing of it quotes a word or a pattern. */
  lost: readonly string[];
  /** Everybody who was found to name it. */
  uses: readonly GuardrailUse[];
  /** Where nobody could look, one clause each: then nobody can say that all of it is repointed. */
  unread: readonly string[];
  /** The resource policy that went with it: hash of its text, or why it is not known. Absent: none is remembered. */
  resourcePolicy?: { document: string } | { unread: string };
  /** What else comes back with it, or does not, one clause each: where it is evaluated, its tags. */
  comesWith?: readonly string[];
  /** By path: what no request of this version can hold. */
  leftOut: readonly string[];
  /** Enforcement only: the guardrail that is named from now on, and its versions by their old number. */
  target?: { arn: string; versions: Readonly<Record<string, string>> };
  /** H(kind, subject, steps, uses, round): what an approval is bound to. */
  planHash: string;
  /** How many restorations of this guardrail ended before. */
  round: number;
  plannedAt: string;
};

export type RestorationState =
  | 'PLANNED'
  | 'WAITING'
  | 'INTENT'
  | 'RESTORED'
  | 'PARTIAL'
  | 'FAILED'
  | 'REFUSED'
  | 'UNDO_INTENT'
  | 'UNDONE'
  | 'UNDO_CONFLICT';

/** A step that was begun is stored before its call is made; `left`: somebody else's doing is in the way, nothing was written. */
export type StepRecord = {
  index: number;
  at: string;
  state: 'begun' | 'done' | 'left';
  detail?: string;
  requestId?: string;
};

/** One restoration from plan to undo. Every change of it is one conditional write on (version, fence). */
export type Restoration = {
  id: string;
  version: number;
  fence: number;
  state: RestorationState;
  plan: RestorationPlan;
  mode: Mode;
  cause?: Cause;
  requestedBy?: string;
  outcome?: Outcome;
  detail?: string;
  /** One a step that was begun, in order. */
  steps: readonly StepRecord[];
  /** The guardrail that was made, and the number of each of its versions by the number that it had. */
  made?: { id: string; arn: string; versions: Readonly<Record<string, string>> };
  /** What is left for a person, once it is known what the new guardrail is called. */
  byHand: readonly ByHand[];
  /** Why it is partial, a line each; `detail` has the same in one. */
  open?: readonly OpenPoint[];
  /** The restoration of the account's enforcement that goes on from this one. */
  followedBy?: string;
  approval?: { planHash: string; approver: string; at: string; expires: string };
  /** `requestId`: of the call that deleted or updated the guardrail; absent while it is not made, or its answer was lost. */
  undo?: { requestedBy: string; reason: string; at: string; approver?: string; requestId?: string };
  /** ISO 8601: until then somebody can approve. */
  deadline?: string;
  openedAt: string;
  changedAt: string;
};
