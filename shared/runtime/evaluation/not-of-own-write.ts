import type { Change } from '../../change/change.ts';
import type { Judgement } from '../../checks/judgement.ts';
import { findingId } from '../../findings/finding-id.ts';
import type { Finding } from '../../findings/finding.ts';
import type { OwnIdentity } from '../../ports/ports.ts';
import { isPrincipal } from '../../response/same-person.ts';

/** Somebody else's change is read with a write of Ringfence, and nobody has heard of it yet. */
const why = {
  code: 'missing-facts',
  detail: 'A write of Ringfence cannot have made this possible; the change that did is judged when its event is heard.',
} as const;

/**
 * What is read after Ringfence's own write may hold more than that write did: a grant of the same second, whose own event is heard
 * later. Kept now, it would be kept quietly, and would be nothing new to its own event: nobody would ever be told. So what our write
 * cannot have made possible is left open, neither yes nor no, and the caller does not remember what it read.
 *
 * A containment only takes away: nothing new comes from it. An undo gives back: what was never found before is not what it gave.
 *
 * @param previous stored findings of the subject, in any status
 */
export const notOfOwnWrite = (
  judgements: readonly Judgement[],
  { previous, change, identity }: { previous: readonly Finding[]; change: Change; identity: OwnIdentity },
): { judgements: readonly Judgement[]; others: number } => {
  const givesBack = isUndo(change, identity);
  const stored = new Map(previous.map((finding) => [finding.id, finding]));
  let others = 0;
  const left = judgements.map((judgement): Judgement => {
    if (judgement.answer.answer !== 'yes' || !isGained(judgement)) return judgement;
    const found = stored.get(findingId(judgement.checkId, judgement.subject.uniqueId, judgement.questionName));
    if (givesBack && found !== undefined) return judgement;
    others += 1;
    return { ...judgement, answer: { answer: 'unknown', why }, novelty: 'unknown', because: [], sentence: '' };
  });
  return { judgements: left, others };
};

const isGained = ({ kind, novelty }: Judgement): boolean =>
  (kind === 'granted' || kind === 'state') &&
  (novelty === 'granted-by-this-change' || novelty === 'widened-by-this-change');

const isUndo = ({ actor }: Change, { undoRoleArn, undoInlineRoleArn, undoKeysRoleArn }: OwnIdentity): boolean =>
  [undoRoleArn, undoInlineRoleArn, undoKeysRoleArn].some(
    (role) => role !== undefined && actor.arn !== undefined && isPrincipal(actor.arn, role),
  );
