import { setTimeout as wait } from 'node:timers/promises';

/** What was waited for did not come in time. */
export class NeverHappened extends Error {
  override readonly name = 'NeverHappened';
}

const usual = 30_000;
const pause = 100;

/** Polls until `look` gives a value, never by sleeping a fixed time. @throws NeverHappened */
export const eventually = async <T>(
  what: string,
  look: () => Promise<T | undefined>,
  within: number = usual,
): Promise<T> => {
  const deadline = Date.now() + within;
  for (;;) {
    const seen = await look();
    if (seen !== undefined) return seen;
    if (Date.now() > deadline) throw new NeverHappened(`${what}: not within ${within / 1000} s`);
    await wait(pause);
  }
};
