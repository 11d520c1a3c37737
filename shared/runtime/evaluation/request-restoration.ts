import type { Change } from '../../change/change.ts';
import { guardrailSubject } from '../../checks/subjects.ts';
import type { Finding } from '../../findings/finding.ts';
import type { Ports } from '../../ports/ports.ts';

/** A deletion, or an update after which a guardrail protects less. */
const restorable: ReadonlySet<string> = new Set(['RF.GUARD.1', 'RF.GUARD.2']);

/**
 * Asks `restore-guardrail` about what this event took away. Chosen from what is stored and not from what was just written, so
 * that a worker that died between saving and asking asks on the next delivery. The plan and the gate decide; this asks only.
 * @returns how many guardrails were asked about
 */
export const requestRestoration = async (
  ports: Pick<Ports, 'restorationRequests' | 'findings' | 'identity'>,
  change: Change,
): Promise<number> => {
  const { accountId } = ports.identity;
  let asked = 0;
  for (const touched of change.touches) {
    // A version alone cannot be made again under its number. UpdateGuardrail answers with the version that it changed: DRAFT.
    if (touched.kind !== 'guardrail' || (touched.version ?? 'DRAFT') !== 'DRAFT') continue;
    const subject = guardrailSubject(accountId, change.region, touched.identifier);
    const findings = (await ports.findings.ofSubject(subject.uniqueId)).filter((finding) => isOf(finding, change));
    const [first] = findings;
    if (first === undefined) continue;
    await ports.restorationRequests.request({
      accountId,
      region: change.region,
      guardrail: subject.arn,
      findingIds: findings.map(({ id }) => id),
      ...(first.cause === undefined ? {} : { cause: first.cause }),
      eventId: change.eventId,
    });
    asked += 1;
  }
  return asked;
};

const isOf = ({ checkId, status, answer, cause }: Finding, { eventId }: Change): boolean =>
  restorable.has(checkId) &&
  (status === 'new' || status === 'updated') &&
  answer.answer === 'yes' &&
  cause?.eventId === eventId;
