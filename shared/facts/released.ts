/** Which installations have a part: every one, those whose stack that acts is deployed, those whose configuration asks for it. */
export type Installed = 'always' | 'acting' | 'asked';

/** A rule of EventBridge as this version makes it. */
export type ReleasedRule = {
  name: string;
  needed: Installed;
  /** Any of them is right: they differ by what the configuration listens to. Absent: the clock starts it. */
  patterns?: readonly [unknown, ...unknown[]];
  /** Name of the queue that it puts events on. */
  queue: string;
};

/** A function as its stack made it; recorded beside it when it is deployed. */
export type ReleasedFunction = {
  schemaVersion: '1';
  /** Version of the product. */
  release: string;
  function: string;
  /** Base64, as Lambda gives it (AWS Lambda API Reference, "FunctionConfiguration"). */
  codeSha256: string;
  handler: string;
  runtime: string;
  /** Seconds. */
  timeout: number;
  /** ARN. */
  role: string;
  /** Names of its environment variables, in order. */
  environment: readonly string[];
};

/** Where the functions' releases are recorded, one parameter each: the function's name follows. */
export const releaseParameters = '/ringfence/release/';
