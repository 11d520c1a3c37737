import { aiAccess } from '../../shared/checks/ai-access.ts';
import { reasoner } from '../../shared/checks/reasoner.ts';
import type { Known } from '../../shared/facts/known.ts';
import type { PrincipalFacts } from '../../shared/facts/principal-facts.ts';
import type { ServicesLastUsed } from '../../shared/facts/services-last-used.ts';
import type { Ports } from '../../shared/ports/ports.ts';
import type { PolicyCache } from '../../shared/reasoning/compile-principal.ts';

/** By ARN; whoever surely holds no access to AI is not in it. */
export type LastUses = Map<string, Known<ServicesLastUsed>>;

/** IAM makes a report for each principal, which takes seconds: only for those who can do anything to AI, and each once. */
export const readLastUses = async (
  ports: Pick<Ports, 'accountState' | 'clock'>,
  principals: readonly PrincipalFacts[],
  { read, cache }: { read: LastUses; cache: PolicyCache },
): Promise<void> => {
  const now = ports.clock.now();
  const wanted = principals.filter(
    (principal) =>
      !read.has(principal.arn) &&
      reasoner.canEver(reasoner.compile(principal, cache), aiAccess, { model: 'realistic', now }).answer !== 'no',
  );
  await Promise.all(
    wanted.map(async (principal) => {
      read.set(principal.arn, await ports.accountState.servicesLastUsed(principal));
    }),
  );
};

export const withLastUse = (principal: PrincipalFacts, uses: LastUses): PrincipalFacts => {
  const servicesLastUsed = uses.get(principal.arn);
  return servicesLastUsed === undefined ? principal : { ...principal, servicesLastUsed };
};
