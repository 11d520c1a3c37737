import type { Known } from '../../../facts/known.ts';
import { principalKey, type PrincipalRef } from '../../../facts/principal-ref.ts';
import type { PolicyDocument, PrincipalFacts } from '../../../facts/principal-facts.ts';
import type { Clock } from '../../../ports/clock.ts';
import { rowOf, type LocalState } from '../local-state.ts';

/** A principal as IAM keeps it: managed policies and groups by name, so that a new policy version reaches everybody. */
export type StoredPrincipal = {
  /** `attachedPolicies`, `permissionsBoundary` and `groups` stand in the fields below. */
  facts: PrincipalFacts;
  attached: Known<readonly string[]>;
  boundary: Known<string>;
  groups: Known<readonly string[]>;
};

export type StoredGroup = {
  name: string;
  arn: string;
  inline: Known<readonly PolicyDocument[]>;
  attached: Known<readonly string[]>;
};

export type StoredPolicy = {
  arn: string;
  description: string;
  /** Oldest first; at most five. */
  versions: readonly (PolicyDocument & { versionId: string })[];
  defaultVersionId: string;
  /** Version numbers are never used again. */
  lastVersion: number;
};

export type StoredProfile = { name: string; roles: readonly string[] };

/** Reads may lag: they give what was there at any time in the last `milliseconds`. `pick` chooses among `count` states, oldest first. */
export type Lag = { milliseconds: number; pick: (count: number) => number };

export type Shelf<T> = {
  /** The truth, for the writer's own checks. */
  leader(key: string): T | undefined;
  /** What a reader gets: perhaps an older state. */
  read(key: string): T | undefined;
  leaders(): readonly T[];
  write(key: string, value: T | undefined): void;
  /** As if it had always been there: no reader misses it, however far reads lag. */
  load(key: string, value: T): void;
};

export type IamStore = {
  principals: Shelf<StoredPrincipal>;
  groups: Shelf<StoredGroup>;
  policies: Shelf<StoredPolicy>;
  profiles: Shelf<StoredProfile>;
};

/** By when it began to hold; the last one holds now. */
type States<T> = { states: readonly { from: number; value: T | null }[] };

const shelf = <T>(state: LocalState, clock: Clock, lag: () => Lag, name: string): Shelf<T> => {
  const table = state.table(`iam.${name}`, rowOf<States<T>>('states'));
  const present = (row: States<T> | undefined): T | undefined => row?.states.at(-1)?.value ?? undefined;
  return {
    load: (key, value) => {
      table.put(key, { states: [{ from: 0, value }] });
    },
    leader: (key) => present(table.get(key)),
    leaders: () =>
      table.entries().flatMap(([, row]) => {
        const value = present(row);
        return value === undefined ? [] : [value];
      }),
    read: (key) => {
      const row = table.get(key);
      const { milliseconds, pick } = lag();
      if (row === undefined || milliseconds === 0) return present(row);
      const since = Date.parse(clock.now()) - milliseconds;
      const begun = row.states.findLastIndex(({ from }) => from <= since);
      // Before the first state there was nothing.
      const visible = [...(begun < 0 ? [{ value: null }] : []), ...row.states.slice(Math.max(begun, 0))];
      return visible[pick(visible.length)]?.value ?? undefined;
    },
    write: (key, value) => {
      const now = Date.parse(clock.now());
      const before = table.get(key)?.states ?? [];
      const holding = before.findLastIndex(({ from }) => from <= now - lag().milliseconds);
      table.put(key, { states: [...before.slice(Math.max(holding, 0)), { from: now, value: value ?? null }] });
    },
  };
};

export const iamStore = (state: LocalState, clock: Clock, lag: () => Lag): IamStore => ({
  principals: shelf(state, clock, lag, 'principal'),
  groups: shelf(state, clock, lag, 'group'),
  policies: shelf(state, clock, lag, 'policy'),
  profiles: shelf(state, clock, lag, 'instance-profile'),
});

export const keyOfPrincipal = (ref: PrincipalRef): string => principalKey(ref);
/** IAM names compare without letter case. */
export const keyOfName = (name: string): string => name.toLowerCase();
