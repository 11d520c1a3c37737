import type { Subject } from '../../checks/check.ts';
import type { Finding } from '../../findings/finding.ts';
import type { PrincipalRef } from '../../facts/principal-ref.ts';
import type { Ports } from '../../ports/ports.ts';

/** Open, proved, newly possible, and expressible as a Deny. */
export const isContainable = (finding: Finding): boolean =>
  (finding.status === 'new' || finding.status === 'updated') &&
  finding.answer.answer === 'yes' &&
  finding.containment !== 'ask' &&
  finding.containment !== 'restore' &&
  (finding.novelty === 'granted-by-this-change' || finding.novelty === 'widened-by-this-change');

/**
 * Asks `contain` about what this event made newly possible. Chosen from what is stored and not from what was just written, so that
 * a worker that died between saving and asking asks on the next delivery. The plan and the gate decide; this asks only.
 */
export const requestContainment = async (
  ports: Pick<Ports, 'containmentRequests' | 'identity'>,
  about: { subject: Subject; principal: PrincipalRef; open: readonly Finding[]; eventId: string },
): Promise<number> => {
  const findingIds = about.open
    .filter((finding) => isContainable(finding) && finding.cause?.eventId === about.eventId)
    .map(({ id }) => id);
  if (findingIds.length === 0) return 0;
  await ports.containmentRequests.request({
    accountId: ports.identity.accountId,
    principal: about.principal,
    subjectUniqueId: about.subject.uniqueId,
    findingIds,
    eventId: about.eventId,
  });
  return findingIds.length;
};
