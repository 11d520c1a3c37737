import type { Change } from '../../change/change.ts';
import { absent, known, unknown, type Known } from '../../facts/known.ts';
import type { PrincipalFacts } from '../../facts/principal-facts.ts';
import { principalKey } from '../../facts/principal-ref.ts';
import type { Ports } from '../../ports/ports.ts';

const creations = new Set(['CreateRole', 'CreateUser', 'CreateServiceLinkedRole']);

export const createsPrincipal = ({ eventName }: Change): boolean => creations.has(eventName);

/** What Ringfence saw last of this principal. One that this change made did not exist before. */
export const stateBefore = async (
  ports: Pick<Ports, 'principalMemory'>,
  facts: PrincipalFacts,
  change: Change | undefined,
): Promise<Known<PrincipalFacts>> => {
  const own = await ports.principalMemory.recall(facts.uniqueId);
  if (own.found === 'yes') return known(own.value.facts);
  if (own.found === 'unreadable') return unknown(own.why);
  const named = await ports.principalMemory.recallByName(principalKey(facts));
  // Another unique id under the same name: that one is gone, and this one did not exist.
  if (named.found === 'yes' && named.value.facts.uniqueId !== facts.uniqueId) return absent;
  if (change !== undefined && createsPrincipal(change)) return absent;
  return unknown(`${facts.arn} was never read before`);
};
