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

type About = { subject: Subject; principal: PrincipalRef; eventId: string };

/**
 * Asks `contain` about what this event made newly possible. Chosen from what is stored and not from what was just written, so that
 * a worker that died between saving and asking asks on the next delivery. The plan and the gate decide; this asks only.
 */
export const requestContainment = (
  ports: Pick<Ports, 'containmentRequests' | 'identity'>,
  about: About & { open: readonly Finding[] },
): Promise<number> => {
  const { open, ...rest } = about;
  const findings = open.filter((finding) => isContainable(finding) && finding.cause?.eventId === about.eventId);
  return requestContainmentOf(ports, { ...rest, findings });
};

/** @returns how many findings were asked about. */
export const requestContainmentOf = async (
  ports: Pick<Ports, 'containmentRequests' | 'identity'>,
  about: About & { findings: readonly Finding[] },
): Promise<number> => {
  if (about.findings.length === 0) return 0;
  await ports.containmentRequests.request({
    accountId: ports.identity.accountId,
    principal: about.principal,
    subjectUniqueId: about.subject.uniqueId,
    findingIds: about.findings.map(({ id }) => id),
    eventId: about.eventId,
  });
  return about.findings.length;
};
