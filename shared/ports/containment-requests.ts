import type { FindingId } from '../findings/finding.ts';
import type { PrincipalRef } from './principal-reader.ts';

/** Asks `contain` to plan for one principal. The request decides nothing: plan and gate read everything afresh. */
export type ContainmentRequest = {
  accountId: string;
  principal: PrincipalRef;
  subjectUniqueId: string;
  findingIds: readonly FindingId[];
  /** The change that led to it: CloudTrail `eventID`, or the id of a person's request. */
  eventId: string;
};

/** Delivered at least once, in order for one subject. */
export interface ContainmentRequests {
  request(input: ContainmentRequest): Promise<void>;
}
