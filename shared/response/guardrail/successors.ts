import type { Restoration } from './restoration.ts';

/** What a guardrail became. `versions`: the number that each has now, by the number that the first one had. */
export type Successor = { by: Restoration; id: string; arn: string; versions: Readonly<Record<string, string>> };

/**
 * Old, new, newer: one restoration after the other, oldest first. A guardrail that was brought back can be deleted and brought back
 * again. What a person took back, or what failed on its way, is nobody's successor.
 */
export const successorsOf = (arn: string, restorations: readonly Restoration[]): readonly Successor[] => {
  const chain: Successor[] = [];
  const seen = new Set([arn]);
  for (let at: string | undefined = arn; at !== undefined; ) {
    const next = nextOf(at, restorations);
    at = undefined;
    if (next === undefined || seen.has(next.arn)) continue;
    const before = chain.at(-1)?.versions;
    chain.push(before === undefined ? next : { ...next, versions: composed(before, next.versions) });
    seen.add(next.arn);
    at = next.arn;
  }
  return chain;
};

/** Two of one guardrail: the later one counts. */
const nextOf = (arn: string, restorations: readonly Restoration[]): Successor | undefined =>
  restorations
    .flatMap((by) => {
      const { plan, made, state } = by;
      const stands = state === 'RESTORED' || state === 'PARTIAL';
      return stands && made !== undefined && plan.kind === 'recreate' && plan.subject.arn === arn
        ? [{ by, ...made }]
        : [];
    })
    .toSorted((a, b) => (a.by.openedAt < b.by.openedAt ? -1 : 1))
    .at(-1);

/** A version that was not made again on the way has no number any more. */
const composed = (
  first: Readonly<Record<string, string>>,
  second: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(first).flatMap(([was, is]) => {
      const now = second[is];
      return now === undefined ? [] : [[was, now] as const];
    }),
  );
