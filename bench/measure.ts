/** Milliseconds of CPU time of this process: other work on the machine counts less than by the wall clock. */
export const cpuMilliseconds = (work: () => unknown): number => {
  const before = process.cpuUsage();
  kept = work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
};

/** What the last work made; held so that no engine can leave the work out. */
export let kept: unknown;

export const median = (values: readonly number[]): number => percentile(values, 0.5);

/** @param share 0 to 1, nearest rank */
export const percentile = (values: readonly number[], share: number): number => {
  const sorted = values.toSorted((a, b) => a - b);
  const value = sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)];
  if (value === undefined) throw new RangeError('nothing was measured');
  return value;
};

/** Median over `runs` of each work, taken in turns: what slows the machine for a while slows all of them. */
export const inTurns = <Name extends string>(
  runs: number,
  works: Readonly<Record<Name, () => unknown>>,
): Readonly<Record<Name, number>> => {
  const names = Object.keys(works).filter((name): name is Name => name in works);
  const times = new Map<Name, number[]>(names.map((name) => [name, []]));
  for (let run = 0; run < runs; run++) {
    for (const name of names) times.get(name)?.push(cpuMilliseconds(works[name]));
  }
  const medians: Partial<Record<Name, number>> = {};
  for (const [name, values] of times) medians[name] = median(values);
  return complete(names, medians);
};

const complete = <Name extends string>(
  names: readonly Name[],
  medians: Partial<Record<Name, number>>,
): Record<Name, number> => {
  const isComplete = (value: Partial<Record<Name, number>>): value is Record<Name, number> =>
    names.every((name) => value[name] !== undefined);
  if (!isComplete(medians)) throw new RangeError('a work was not measured');
  return medians;
};

/** Bytes that are still held after a full collection, arrays of numbers beside the heap included. */
export const heldHeap = (): number => {
  if (globalThis.gc === undefined) throw new Error('run with --expose-gc');
  globalThis.gc();
  globalThis.gc();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
};
