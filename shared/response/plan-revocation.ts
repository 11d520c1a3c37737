import type { PrincipalFacts } from '../facts/principal-facts.ts';
import type { OwnIdentity } from '../ports/ports.ts';
import { policySize } from '../reasoning/derive/policy-size.ts';
import { sha256 } from './canonical-json.ts';
import { inlineSpace, type Placement } from './choose-mechanism.ts';
import { composeDeny } from './compose-documents.ts';
import type { Plan } from './plan.ts';
import { everyAiAction } from './quarantine-region.ts';

export type Revocation = Pick<Plan, 'revocationName'> & { document?: string; notes: readonly string[] };

/**
 * Denies AI actions to every session that was opened before `until`. A part of what a quarantine denies, so it changes no
 * answer while that stands; it outlives it. Long-term keys carry no token time and are not touched, nor are sessions of
 * roles that were assumed onwards (IAM User Guide, "Revoking IAM role temporary security credentials").
 */
export const planRevocation = (
  facts: PrincipalFacts,
  identity: Pick<OwnIdentity, 'containInlineRoleArn'>,
  placement: Placement,
  until: string,
): Revocation => {
  const none = (why: string): Revocation => ({ notes: [`Sessions are not revoked: ${why}`] });
  if (identity.containInlineRoleArn === undefined)
    return none('this installation has no role that writes inline policies.');
  const space = inlineSpace(facts);
  if (space === undefined) return none(`the inline policies of ${facts.name} are not known.`);
  const beside = placement.mechanism === 'inline' ? policySize(placement.document) : 0;
  const composed = composeDeny(
    [{ ...everyAiAction, condition: { DateLessThan: { 'aws:TokenIssueTime': until } } }],
    [],
    space.left - beside,
  );
  if (!composed.composed) return none(composed.detail);
  return {
    revocationName: `RingfenceRevoke-${sha256(composed.document).slice(0, 16)}`,
    document: composed.document,
    notes: [`Sessions of ${facts.name} that were opened before ${until} can do no AI action.`],
  };
};
