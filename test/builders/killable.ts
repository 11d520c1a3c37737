/** The process died: nothing after it is carried out. */
export class Killed extends Error {
  override readonly name = 'Killed';
}

/** Runs it in a process that may die: whether it did. Anything else that is thrown goes on. */
export const untilKilled = async (work: () => Promise<unknown>): Promise<'died' | 'ended'> => {
  try {
    await work();
    return 'ended';
  } catch (error) {
    if (error instanceof Killed) return 'died';
    throw error;
  }
};

export type Kill = {
  /** Counted over all ports, from 1. */
  call: number;
  /** `before`: the call is not made. `after`: it was made, and its answer never arrived. */
  when: 'before' | 'after';
};

export type Killable<P> = { ports: P; calls: () => readonly string[] };

type Method = (...args: unknown[]) => unknown;

/**
 * The same ports, in a process that dies at one call. Time and ids are not calls: a process can always look at its watch.
 * @param watch told of each call right before it is made.
 */
export const killable = <P extends object>(
  ports: P,
  kill?: Kill,
  watch: (call: string) => void = () => {},
): Killable<P> => {
  const calls: string[] = [];
  let dead = false;
  const guard =
    (name: string, method: Method): Method =>
    async (...args) => {
      if (dead) throw new Killed(name);
      calls.push(name);
      const isHere = calls.length === kill?.call;
      if (isHere && kill.when === 'before') {
        dead = true;
        throw new Killed(name);
      }
      watch(name);
      const answer = await method(...args);
      if (isHere) {
        dead = true;
        throw new Killed(name);
      }
      return answer;
    };
  const wrapped = Object.fromEntries(
    Object.entries(ports).map(([port, value]) => {
      if (typeof value !== 'object' || value === null || port === 'clock' || port === 'identity') return [port, value];
      const methods = Object.entries(value as Record<string, unknown>).map(([name, member]) => [
        name,
        typeof member === 'function' ? guard(`${port}.${name}`, member as Method) : member,
      ]);
      return [port, Object.fromEntries(methods)];
    }),
  );
  return { ports: wrapped as P, calls: () => calls };
};
