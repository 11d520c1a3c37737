import type { ActionWorld } from '../action-world.ts';
import type { CompiledStatement } from '../compile-policy.ts';
import { matchesCondition, matchesStatement } from '../match/match-statement.ts';
import { coversResource } from '../match/covers-resource.ts';
import { requestView, type RequestView } from '../match/request-view.ts';
import type { AccessRequest, Gap, PassedDeny, StatementRef } from '../types.ts';

/** Every Deny about the action that the request passes, and by what. */
export const passedDenies = (world: ActionWorld, request: AccessRequest): readonly PassedDeny[] => {
  const view = requestView(request);
  const denies = [
    ...world.denies,
    ...world.resourcePolicies
      .filter(({ arn }) => coversResource(arn, request.resource))
      .flatMap((policy) => policy.denies),
  ];
  return denies
    .filter((statement) => !matchesStatement(statement, view, 'wide'))
    .map((statement) => ({ statement: statement.ref, because: reason(statement, view) }));
};

const reason = (statement: CompiledStatement, request: RequestView): string => {
  const failed = statement.conditions.find((condition) => !matchesCondition(condition, request, 'wide'));
  if (failed === undefined) return `the resource is ${request.resource}`;
  const value = request.valueOf(failed.key);
  if (value === undefined) return `${failed.name} is absent`;
  return `${failed.name} is ${typeof value === 'string' ? value : `[${value.join(', ')}]`}`;
};

/** Counts what closed branches. */
export type Blockers = { add: (cause: StatementRef | Gap) => void; list: () => readonly (StatementRef | Gap)[] };

/** For a no that need not say what closes it. */
export const unsaid: Blockers = { add: () => undefined, list: () => nothing };

const nothing: readonly (StatementRef | Gap)[] = [];

type Counted = { cause: StatementRef | Gap; times: number };

const MOST_SHOWN = 20;

export const blockers = (): Blockers => {
  const counted = new Map<string, Counted>();
  // A search meets the same object over and over; its text is made once.
  const met = new Map<StatementRef | Gap, Counted>();
  return {
    add: (cause) => {
      const again = met.get(cause);
      if (again !== undefined) {
        again.times += 1;
        return;
      }
      const key = JSON.stringify(cause);
      const known = counted.get(key) ?? { cause, times: 0 };
      known.times += 1;
      counted.set(key, known);
      met.set(cause, known);
    },
    list: () =>
      [...counted.entries()]
        .sort(([a, x], [b, y]) => x.times - y.times || (a < b ? -1 : 1))
        .slice(0, MOST_SHOWN)
        .map(([, { cause }]) => cause),
  };
};
