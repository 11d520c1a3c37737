import { mayBeOnePerson } from './same-person.ts';
import type { Exemption } from './settings.ts';

export type ExemptionFault =
  | 'NO_END'
  | 'TOO_LONG'
  | 'REQUESTER_APPROVES'
  | 'SUBJECT_APPROVES'
  | 'SUBJECT_REQUESTS'
  | 'NO_REASON'
  | 'NO_OWNER'
  | 'NO_TICKET'
  | 'BAD_SCOPE';

const day = 86_400_000;
const areaOf = (checkId: string): string => checkId.split('.')[1] ?? '';

/** `RF.SENSITIVE.12` or `SENSITIVE`. */
const scopePattern = /^(?:RF\.[A-Z]+\.\d+|[A-Z]+)$/u;

/**
 * What is wrong with an exemption as such, whatever the time is. An exemption with a fault is not honoured.
 * @param causedBy whoever made the change that led to the finding: they count as the subject.
 */
export const faultOf = (
  exemption: Exemption,
  causedBy?: string,
): { code: ExemptionFault; detail: string } | undefined => {
  const from = Date.parse(exemption.from);
  const expires = Date.parse(exemption.expires);
  const longest = exemption.breakGlass === true ? 365 : 90;
  if (Number.isNaN(from) || Number.isNaN(expires) || expires <= from) {
    return {
      code: 'NO_END',
      detail: `${exemption.id} needs a time from which it holds and a later one at which it ends.`,
    };
  }
  if (expires - from > longest * day) {
    return {
      code: 'TOO_LONG',
      detail: `${exemption.id} runs for more than ${longest} days; grant it again when it ends.`,
    };
  }
  if (exemption.reason.trim() === '') return { code: 'NO_REASON', detail: `${exemption.id} gives no reason.` };
  if (exemption.owner.trim() === '') return { code: 'NO_OWNER', detail: `${exemption.id} has no owner.` };
  if (exemption.ticket.trim() === '') return { code: 'NO_TICKET', detail: `${exemption.id} names no ticket.` };
  if (exemption.requester.trim() === '' || exemption.approver.trim() === '') {
    return { code: 'REQUESTER_APPROVES', detail: `${exemption.id} does not say who asked for it and who approved it.` };
  }
  if (!scopePattern.test(exemption.scope)) {
    return {
      code: 'BAD_SCOPE',
      detail: `${exemption.id} is for "${exemption.scope}", which is neither a check id nor an area.`,
    };
  }
  if (mayBeOnePerson(exemption.requester, exemption.approver)) {
    return {
      code: 'REQUESTER_APPROVES',
      detail: `${exemption.id} was approved by whoever asked for it: ${exemption.approver}.`,
    };
  }
  if (mayBeOnePerson(exemption.requester, exemption.arn)) {
    return {
      code: 'SUBJECT_REQUESTS',
      detail: `${exemption.id} was asked for by the principal that it is for: ${exemption.requester}.`,
    };
  }
  const subjects = causedBy === undefined ? [exemption.arn] : [exemption.arn, causedBy];
  if (subjects.some((subject) => mayBeOnePerson(exemption.approver, subject))) {
    return {
      code: 'SUBJECT_APPROVES',
      detail: `${exemption.id} was approved by whom it is for: ${exemption.approver}.`,
    };
  }
  return undefined;
};

export type ExemptionQuery = { uniqueId: string; checkId: string; now: string; causedBy?: string };

/** By unique id only: a re-created principal has another one, and names and tags decide nothing. */
export const exemptionFor = (
  exemptions: readonly Exemption[],
  query: ExemptionQuery,
): { exemption?: Exemption; ignored: readonly string[] } => {
  const now = Date.parse(query.now);
  const matching = exemptions.filter(
    ({ uniqueId, scope }) =>
      uniqueId === query.uniqueId && (scope === query.checkId || scope === areaOf(query.checkId)),
  );
  const judged = matching.map((exemption) => {
    const fault = faultOf(exemption, query.causedBy);
    if (fault !== undefined) return { exemption, ignored: `${fault.code}: ${fault.detail}` };
    if (Date.parse(exemption.from) > now) return { exemption, ignored: `${exemption.id} begins at ${exemption.from}.` };
    if (Date.parse(exemption.expires) <= now)
      return { exemption, ignored: `${exemption.id} ended at ${exemption.expires}.` };
    return { exemption };
  });
  const holding = judged.find(({ ignored }) => ignored === undefined);
  return {
    ...(holding === undefined ? {} : { exemption: holding.exemption }),
    ignored: judged.flatMap(({ ignored }) => (ignored === undefined ? [] : [ignored])),
  };
};
