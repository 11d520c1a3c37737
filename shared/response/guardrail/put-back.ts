import { isJsonObject, type JsonObject } from '../../change/json-object.ts';
import { diffGuardrails, findChanges, type GuardrailDiff } from '../../facts/guardrail/diff-guardrails.ts';
import type { GuardrailChange } from '../../facts/guardrail/rule.ts';
import { guardrailRequest, type GuardrailRequest } from './guardrail-request.ts';
import { setAt } from './set-at.ts';
import { unknownMembers } from './unknown-members.ts';

export type PutBackRefusal =
  /** Nothing got weaker: what cannot be ranked is for a person. */
  | 'NOTHING_WEAKER'
  /** An update replaces the whole guardrail, so it would take away what this version cannot write. */
  | 'UNKNOWN_MEMBERS'
  /** The result would still be weaker than before, or weaker than now. */
  | 'PROOF_FAILED'
  /** The guardrail is not READY. */
  | 'NOT_READY';

/** How to put back what a guardrail lost, with the proof beside it. */
export type PutBack =
  | {
      can: true;
      /** What is put back, as the diff named it. */
      putBack: readonly GuardrailChange[];
      /** What nobody can rank: it stays as it is now, and a person looks at it. */
      left: readonly GuardrailChange[];
      /** GetGuardrail's answer as it will be, as far as it is asked for. */
      content: JsonObject;
      /** For UpdateGuardrail, with the identifier. */
      request: GuardrailRequest;
      /** From before to the result: no loss. From now to the result: no loss either, so every gain stays. */
      proof: { before: GuardrailDiff; now: GuardrailDiff };
    }
  | { can: false; because: PutBackRefusal; detail: string };

/** Putting one thing back can bring another into effect; each round ends with fewer losses. */
const rounds = 8;

/**
 * Puts back only what got weaker and keeps what got stronger. Nothing is written here.
 * @param before what the guardrail is held against, GetGuardrail's answer
 * @param now GetGuardrail's answer, just read
 */
export const putBack = (before: JsonObject, now: JsonObject): PutBack => {
  const { status } = now;
  if (status !== undefined && status !== 'READY') {
    return refuse(
      'NOT_READY',
      `the guardrail is ${typeof status === 'string' ? status : 'in an unknown status'}; read it again when it is READY`,
    );
  }
  const unknown = unknownMembers(now);
  if (unknown.length > 0) {
    return refuse(
      'UNKNOWN_MEMBERS',
      `this version does not know ${unknown.join(', ')}, and an update would take it away; put it back by hand`,
    );
  }
  const first = diffGuardrails(before, now);
  if (!hasLoss(first)) return refuse('NOTHING_WEAKER', 'nothing of it is weaker than before');
  let content = now;
  for (let round = 0; round < rounds && hasLoss(diffGuardrails(before, content)); round += 1) {
    for (const change of findChanges(before, content)) {
      if (change.verdict === 'weaker') content = setAt(content, change.steps, change.before);
    }
  }
  const ranked = content;
  content = withProfile(before, content);
  const isProfileBack = content !== ranked;
  const proof = { before: diffGuardrails(before, content), now: diffGuardrails(now, content) };
  if (hasLoss(proof.before) || hasLoss(proof.now)) {
    const lost = [...proof.before.changes, ...proof.now.changes].filter(({ verdict }) => verdict === 'weaker');
    return refuse('PROOF_FAILED', `it would still be weaker: ${lost.map(({ sentence }) => sentence).join(' ')}`);
  }
  return {
    can: true,
    // What comes back needs the profile, so that comes back with it, though nobody could rank it alone.
    putBack: first.changes.filter(
      ({ verdict, path }) => verdict === 'weaker' || (isProfileBack && path.startsWith('crossRegionDetails')),
    ),
    left: proof.before.changes.filter(({ verdict }) => verdict === 'unranked'),
    content,
    request: guardrailRequest(content),
    proof,
  };
};

/**
 * The standard tier runs in more than one Region, so it needs the cross-Region profile that it had. (AWS: "Safeguard tiers for
 * guardrails policies".) The same is taken for automated reasoning policies [unconfirmed].
 */
const withProfile = (before: JsonObject, content: JsonObject): JsonObject => {
  const { crossRegionDetails } = before;
  const needsIt =
    Object.values(content).some(
      (policy) => isJsonObject(policy) && isJsonObject(policy['tier']) && policy['tier']['tierName'] === 'STANDARD',
    ) || isJsonObject(content['automatedReasoningPolicy']);
  return needsIt && isJsonObject(crossRegionDetails) && !isJsonObject(content['crossRegionDetails'])
    ? { ...content, crossRegionDetails }
    : content;
};

const hasLoss = ({ changes }: GuardrailDiff): boolean => changes.some(({ verdict }) => verdict === 'weaker');

const refuse = (because: PutBackRefusal, detail: string): PutBack => ({ can: false, because, detail });
