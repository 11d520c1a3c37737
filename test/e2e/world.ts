import type { EmulatedAccount } from './emulated-account.ts';
import type { Emulator } from './emulator.ts';
import type { FaultProxy } from './fault-proxy.ts';
import type { Mailbox } from './mailbox.ts';
import type { People } from './people.ts';

/** What the steps share. */
export type World = {
  root: string;
  folder: string;
  emulator: Emulator;
  /** Before the emulator, for those who ask for it. */
  faults: FaultProxy;
  account: EmulatedAccount;
  people: People;
  /** Every CloudTrail event of the emulator, as EventBridge delivers it. */
  trail: Mailbox;
  /** What people read: alerts, and the urgent ones. */
  alerts: Mailbox;
  urgent: Mailbox;
  /** What is told again, and to others, because nobody has answered. */
  escalations: Mailbox;
  /** What machines read. */
  events: Mailbox;
};
