import type { InstalledParts } from '../../shared/adapters/aws/installed/installed-parts.ts';
import type { Ports } from '../../shared/ports/ports.ts';

/** Functions that act on what a person asks for. */
export type Worker = 'contain' | 'undo' | 'restore-guardrail';

/** A deployed Ringfence, through the credentials of whoever gives the command. */
export type Deployed = {
  ports: Ports;
  /** ARN of the caller, as AWS says it: nobody gives it. */
  caller: string;
  /** Whether the stack that acts is deployed. */
  containment: boolean;
  /** Puts a request on the queue of a function. @param group what it is in order with */
  ask: (worker: Worker, group: string, message: Readonly<Record<string, unknown>>) => Promise<void>;
  readParts: () => Promise<InstalledParts>;
};
