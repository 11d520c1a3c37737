import { availableParallelism, loadavg } from 'node:os';
import { setTimeout as wait } from 'node:timers/promises';

/** What was waited for did not come in time. */
export class NeverHappened extends Error {
  override readonly name = 'NeverHappened';
}

const usual = 30_000;
const pause = 100;
const slowest = 6;

/**
 * How many times as long things take here as on an idle machine: emulator and functions share its cores with whatever else runs, and
 * ten processes that want two cores wait for each other five times as long.
 */
export const slowness = (): number => Math.min(slowest, Math.max(1, (loadavg()[0] ?? 0) / availableParallelism()));

/**
 * Polls until `look` gives a value, never by sleeping a fixed time.
 * @param within milliseconds on an idle machine
 * @throws NeverHappened
 */
export const eventually = async <T>(
  what: string,
  look: () => Promise<T | undefined>,
  within: number = usual,
): Promise<T> => {
  const started = Date.now();
  for (;;) {
    const seen = await look();
    if (seen !== undefined) return seen;
    const waited = Date.now() - started;
    if (waited > within * slowness()) throw new NeverHappened(`${what}: not within ${Math.round(waited / 1000)} s`);
    await wait(pause);
  }
};
