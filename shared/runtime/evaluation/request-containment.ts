import type { Subject } from '../../checks/check.ts';
import type { Finding, FindingId } from '../../findings/finding.ts';
import type { PrincipalRef } from '../../facts/principal-ref.ts';
import type { Ports } from '../../ports/ports.ts';

/** Open, proved, and expressible as a Deny. */
const isDeniable = (finding: Finding): boolean =>
  (finding.status === 'new' || finding.status === 'updated') &&
  finding.answer.answer === 'yes' &&
  finding.containment !== 'ask' &&
  finding.containment !== 'restore';

/** And newly possible. */
export const isContainable = (finding: Finding): boolean =>
  isDeniable(finding) && (finding.novelty === 'granted-by-this-change' || finding.novelty === 'widened-by-this-change');

type About = { subject: Subject; principal: PrincipalRef; eventId: string };

/**
 * Asks `contain` about what this event made newly possible, and about what a containment closed that is not there any more: the event
 * that took it off may be heard before our own write is, and then nothing is new. Chosen from what is stored and not from what was just written, so that
 * a worker that died between saving and asking asks on the next delivery. The plan and the gate decide; this asks only.
 */
export const requestContainment = (
  ports: Pick<Ports, 'containmentRequests' | 'identity'>,
  about: About & { open: readonly Finding[]; takenOff: ReadonlySet<FindingId> },
): Promise<number> => {
  const { open, takenOff, ...rest } = about;
  const findings = open.filter(
    (finding) =>
      (isContainable(finding) && finding.cause?.eventId === about.eventId) ||
      (isDeniable(finding) && takenOff.has(finding.id)),
  );
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
