import type { Change } from '../change/change.ts';
import type { Read } from './read.ts';

/** What CloudTrail keeps of calls to IAM: the only record of a change that another one wrote over. */
export interface RecordedCalls {
  /**
   * Calls of these event names in the whole account, oldest first; of one second in no order that means anything. Delivery takes
   * minutes, so what is not there may still come. A record that cannot be read makes the answer `unreadable`: it may be any.
   * @param input times in ISO 8601, both included.
   */
  calls(input: { eventNames: readonly string[]; from: string; to: string }): Promise<Read<readonly Change[]>>;
}
