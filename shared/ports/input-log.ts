import type { Read } from './read.ts';

/** What is known of the way by which the events of one Region come. Times are ISO 8601. */
export type InputState = {
  accountId: string;
  region: string;
  /** When the first heartbeat was sent. */
  beatingSince: string;
  /** When the last call was made whose event came back. Absent: none has yet. */
  lastHeardAt?: string;
};

export interface InputLog {
  recall(accountId: string, region: string): Promise<Read<InputState>>;
  remember(state: InputState): Promise<void>;
}
