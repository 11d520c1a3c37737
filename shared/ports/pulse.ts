/** Makes a call that changes nothing and that CloudTrail records, so that an event must come back. */
export interface Pulse {
  /** @throws where the call did not reach the service. */
  beat(region: string): Promise<void>;
}
