import type { InstalledParts } from '../../../shared/adapters/aws/installed/installed-parts.ts';
import type { Known } from '../../../shared/facts/known.ts';
import type { Read } from '../../../shared/ports/read.ts';
import type { SweepState } from '../../../shared/ports/sweep-log.ts';
import type { ModeSwitch } from '../../../shared/response/settings.ts';
import type { OwnRole } from './role-items.ts';

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
  roles: Known<readonly OwnRole[]>;
  mode: Read<ModeSwitch>;
  sweep: Read<SweepState>;
};
