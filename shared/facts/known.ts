/**
 * A fact: known, absent or unknown. `absent` is itself a fact (there is none), or `declared` out of scope by whoever
 * gave the input (a file cannot hold organisation policies, say). Unknown is never an empty list.
 */
export type Known<T> =
  | {
      state: 'known';
      value: T;
      /** Part of it could not be read: one clause as for `unknown`. The value holds the rest, so nothing found is no proof. */
      unread?: string;
      /** Where its parts are asked about apart: why each of them was not read, by its name. Absent: `unread` speaks of all. */
      unreadOf?: Readonly<Record<string, string>>;
    }
  | { state: 'absent'; declared?: true }
  | { state: 'unknown'; why: string };

export const known = <T>(value: T): { state: 'known'; value: T } => ({ state: 'known', value });
/** Known but for a part. @param unread as the `why` of `unknown`. @param unreadOf the same by part. */
export const knownInPart = <T>(
  value: T,
  unread: string,
  unreadOf?: Readonly<Record<string, string>>,
): { state: 'known'; value: T; unread: string; unreadOf?: Readonly<Record<string, string>> } => ({
  state: 'known',
  value,
  unread,
  ...(unreadOf === undefined ? {} : { unreadOf }),
});
export const absent: { state: 'absent' } = { state: 'absent' };
/** Absent because the input cannot hold it: listed in `given` of every answer. */
export const outOfScope: { state: 'absent'; declared: true } = { state: 'absent', declared: true };
/** @param why one clause for a person: what could not be read, and the permission or file that would settle it. */
export const unknown = (why: string): { state: 'unknown'; why: string } => ({ state: 'unknown', why });
