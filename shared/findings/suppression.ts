import type { CheckId } from '../checks/check.ts';

/** What an exemption means for findings; an exemption of response/settings has this shape and more. */
export type Suppression = {
  id: string;
  /** Principal's unique id: a re-created role has another one and is not exempted. */
  uniqueId: string;
  /** A check id, or an area: `SENSITIVE`. */
  scope: string;
  /** ISO 8601: in force from `from` until before `expires`. */
  from: string;
  expires: string;
};

/** The exemption in force for a finding, if any. The first in the list decides when there are several. */
export const suppressionOf = (
  suppressions: readonly Suppression[],
  finding: { checkId: CheckId; subject: { uniqueId: string } },
  now: string,
): Suppression | undefined => {
  const instant = Date.parse(now);
  const area = finding.checkId.split('.')[1];
  return suppressions.find(
    ({ uniqueId, scope, from, expires }) =>
      uniqueId === finding.subject.uniqueId &&
      (scope === finding.checkId || scope === area) &&
      // A date that cannot be read compares false both times: such an exemption is not in force.
      Date.parse(from) <= instant &&
      instant < Date.parse(expires),
  );
};
