import type { Cause, FindingId } from '../findings/finding.ts';

/** Asks `restore-guardrail` to plan for one guardrail. It decides nothing: plan and gate read everything afresh. */
export type RestorationRequest = {
  accountId: string;
  region: string;
  /** Id or ARN. */
  guardrail: string;
  findingIds: readonly FindingId[];
  /** The change that led to it. */
  cause?: Cause;
  /** CloudTrail `eventID`, or the id of a person's request. */
  eventId: string;
};

/** Delivered at least once, in order for one guardrail. */
export interface RestorationRequests {
  request(input: RestorationRequest): Promise<void>;
}
