/** Asks for a full re-evaluation: an event said that something changed and not what. */
export interface SweepRequests {
  request(input: { accountId: string; because: string; eventId: string }): Promise<void>;
}
