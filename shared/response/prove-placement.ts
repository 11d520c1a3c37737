import type { FindingId } from '../findings/finding.ts';
import type { PrincipalFacts } from '../facts/principal-facts.ts';
import { canEver } from '../reasoning/can-ever.ts';
import { compilePrincipal } from '../reasoning/compile-principal.ts';
import { proveContainment } from '../reasoning/derive/prove-containment.ts';
import type { Principal } from '../reasoning/principal.ts';
import type { Question, SearchOptions } from '../reasoning/types.ts';
import { canonicalJson, sha256, shortId } from './canonical-json.ts';
import type { Placement } from './choose-mechanism.ts';
import { containedFacts } from './contained-facts.ts';
import type { Plan, PlannedQuestion } from './plan.ts';
import type { Asked, Region } from './region.ts';

export type Proved =
  | { proved: true; questions: readonly PlannedQuestion[]; leavesOpen: readonly string[]; proof: Plan['proof'] }
  | { proved: false; detail: string };

type Claim = {
  facts: PrincipalFacts;
  /** Compiled from `facts`. */
  principal: Principal;
  placement: Placement;
  region: Region;
  shield: readonly Question[];
  violated: readonly Asked[];
  options: SearchOptions;
};

/**
 * Asks everything again with the document in force: each question that the plan is about answers no, and requests outside
 * region and shield keep their answer. A level that has a question of its own may leave questions of findings open; they
 * are named.
 */
export const provePlacement = (claim: Claim): Proved => {
  const { facts, principal, placement, region, shield, violated, options } = claim;
  const { mechanism, document } = placement;
  const proof = proveContainment(principal, document, mechanism, [...region.questions, ...shield], options);
  if ('refused' in proof) return { proved: false, detail: proof.refused.detail };
  const contained = compilePrincipal(containedFacts(facts, placement));
  const asked = violated.map(
    ({ finding, ask, before }): PlannedQuestion => ({
      findingId: finding.id,
      checkId: finding.checkId,
      name: finding.questionName,
      ask,
      before,
      after: canEver(contained, ask, options),
    }),
  );
  const closed = asked.filter(({ after }) => after.answer === 'no');
  const left = asked.filter(({ after }) => after.answer !== 'no').map(nameOf);
  const own = region.own;
  const questions =
    own === undefined
      ? closed
      : [
          {
            findingId: idOfOwn(own.checkId, facts.uniqueId),
            checkId: own.checkId,
            name: own.ask.name,
            ask: own.ask,
            before: own.before,
            after: canEver(contained, own.ask, options),
          },
          ...closed,
        ];
  const failure = failureOf(own === undefined ? left : [], questions, proof);
  return failure === undefined
    ? {
        proved: true,
        questions,
        leavesOpen: left,
        proof: { questionsAnswerNo: true, outsideUnchanged: proof.outsideUnchanged },
      }
    : { proved: false, detail: failure };
};

const nameOf = ({ checkId, name }: PlannedQuestion): string => `${checkId} ${name}`;

/** No finding has this id: the level asked, not a check. */
const idOfOwn = (checkId: string, uniqueId: string): FindingId =>
  `f-${shortId(sha256(canonicalJson({ checkId, uniqueId })))}`;

const failureOf = (
  left: readonly string[],
  questions: readonly PlannedQuestion[],
  proof: { questionsAnswerNo: boolean; outsideUnchanged: Plan['proof']['outsideUnchanged'] },
): string | undefined => {
  const open = [...left, ...questions.filter(({ after }) => after.answer !== 'no').map(nameOf)];
  if (open.length > 0) return `With the document in force ${open.join(', ')} would not answer no.`;
  if (!proof.questionsAnswerNo) return 'With the document in force a question would not answer no.';
  const [first] = proof.outsideUnchanged.differences;
  return first === undefined
    ? undefined
    : `The document would change a request outside the question: ${first.action} on ${first.resource}.`;
};
