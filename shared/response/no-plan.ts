import type { PrincipalFacts } from '../facts/principal-facts.ts';
import { compilePrincipal } from '../reasoning/compile-principal.ts';
import { proveContainment } from '../reasoning/derive/prove-containment.ts';
import type { Question, SearchOptions } from '../reasoning/types.ts';
import { inlineSpace } from './choose-mechanism.ts';
import { composeDeny, composeServiceControlPolicy } from './compose-documents.ts';
import type { Outcome } from './outcome.ts';
import type { Planned } from './plan.ts';

/** A named outcome in place of a plan. */
export type Refused = Planned & { planned: false };

export const noPlan = (outcome: Outcome, detail: string, advice: string): Refused => ({
  planned: false,
  outcome,
  detail,
  advice,
});

/**
 * The documents a person can use where Ringfence itself writes nothing. What cannot be said as Deny is left out, and so
 * is an inline policy that is not proved: nobody should paste what was not checked.
 */
const documentsFor = (
  facts: PrincipalFacts,
  region: readonly Question[],
  options: SearchOptions,
): { inline?: string; serviceControlPolicy?: string } => {
  const inline = composeDeny(region, [], inlineSpace(facts)?.left ?? 0);
  const scp = composeServiceControlPolicy(region, facts.arn);
  return {
    ...(inline.composed && isProved(facts, inline.document, region, options) ? { inline: inline.document } : {}),
    ...(scp.composed ? { serviceControlPolicy: scp.document } : {}),
  };
};

const isProved = (
  facts: PrincipalFacts,
  document: string,
  region: readonly Question[],
  options: SearchOptions,
): boolean => {
  const proof = proveContainment(compilePrincipal(facts), document, 'inline', region, options);
  return !('refused' in proof) && proof.questionsAnswerNo && proof.outsideUnchanged.differences.length === 0;
};

/** As NEEDS_SCP and its like end: nothing is written, and a person gets what to paste. */
export const byAPerson = (
  outcome: Outcome,
  detail: string,
  facts: PrincipalFacts,
  region: readonly Question[],
  options: SearchOptions,
): Planned => {
  const documents = documentsFor(facts, region, options);
  const steps = [
    ...(documents.inline === undefined
      ? []
      : [
          `Add the inline Deny below to ${facts.name}: aws iam put-${facts.kind}-policy --${facts.kind}-name ${facts.name} ` +
            '--policy-name RingfenceDeny --policy-document file://deny.json. To undo it: ' +
            `aws iam delete-${facts.kind}-policy --${facts.kind}-name ${facts.name} --policy-name RingfenceDeny.`,
        ]),
    ...(documents.serviceControlPolicy === undefined
      ? []
      : [
          'Or attach the service control policy below to the account, from the management account: the principal ' +
            'cannot remove it, and it does not apply in the management account.',
        ]),
  ];
  const advice =
    steps.length === 0 ? 'Take the grant back where it was made: no Deny can say this question.' : steps.join(' ');
  return { planned: false, outcome, detail, advice, documents };
};
