/** Time and identity, so that tests and the demo can set them. */
export interface Clock {
  /** ISO 8601 UTC with milliseconds. */
  now(): string;
  sleep(milliseconds: number): Promise<void>;
  /** A fresh unique id. */
  id(): string;
}
