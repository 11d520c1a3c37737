import type { Change } from '../../change/change.ts';
import { guardrailsTested } from '../../checks/access/avoid-guardrail/required-guardrails.ts';
import type { ChangeContext } from '../../checks/check.ts';
import type { PrincipalFacts } from '../../facts/principal-facts.ts';
import type { Ports } from '../../ports/ports.ts';

/**
 * Who loses a guardrail that is deleted: principals whose policies or boundary test `bedrock:GuardrailIdentifier` for it. Their
 * model calls fail until they name another one and their policies let them. A deletion is rare, so everybody is read at once;
 * where they cannot be read, the alert does not wait and says so.
 */
export const withCallers = async (
  ports: Pick<Ports, 'principals'>,
  change: Change,
  guardrailMemory: ChangeContext['guardrailMemory'],
): Promise<{ guardrailMemory: ChangeContext['guardrailMemory']; incomplete: readonly string[] }> => {
  const isDeletion = change.eventName === 'DeleteGuardrail' && Object.keys(guardrailMemory).length > 0;
  if (!isDeletion) return { guardrailMemory, incomplete: [] };
  const read = await ports.principals.readAccount();
  if (read.found !== 'yes') {
    const why = read.found === 'no' ? 'the account has no principals' : read.why;
    return { guardrailMemory, incomplete: [`who names a guardrail that was deleted is not known: ${why}`] };
  }
  const named = Object.entries(guardrailMemory).map(([id, remembered]) => {
    const callers = read.value.filter((principal) => names(principal, id)).map(({ arn }) => arn);
    const referredToBy = [...new Set([...(remembered.referredToBy ?? []), ...callers])];
    return [id, { ...remembered, ...(referredToBy.length === 0 ? {} : { referredToBy }) }] as const;
  });
  return { guardrailMemory: Object.fromEntries(named), incomplete: [] };
};

/** Ids of guardrails have one length, so none begins with another. A pattern for every guardrail names none of them. */
const names = (principal: PrincipalFacts, id: string): boolean =>
  guardrailsTested(principal)?.arns.some((arn) => arn.includes(`:guardrail/${id}`)) ?? false;
