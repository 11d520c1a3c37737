import type { InstalledParts } from '../../../shared/adapters/aws/installed/installed-parts.ts';
import type { Read } from '../../../shared/ports/read.ts';
import type { SweepState } from '../../../shared/ports/sweep-log.ts';
import type { ModeSwitch } from '../../../shared/response/settings.ts';

/** What was read of a deployed installation. */
export type StackFacts = {
  stack: string;
  /** ISO 8601. */
  now: string;
  accountId: string;
  /** Watched. */
  regions: readonly string[];
  /** Whether the stack that acts is deployed. */
  containment: boolean;
  parts: InstalledParts;
  mode: Read<ModeSwitch>;
  sweep: Read<SweepState>;
};
