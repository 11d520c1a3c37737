import type { Change } from '../../change/change.ts';
import { needsOfChange, type Need } from '../../facts/needs-of-change.ts';
import { principalKey, type PrincipalRef } from '../../facts/principal-ref.ts';
import type { Ports } from '../../ports/ports.ts';
import type { Read } from '../../ports/read.ts';

/** Whom a change can affect. */
export type Reach = {
  refs: readonly PrincipalRef[];
  /** Why the whole account must be looked at again; absent: it need not. */
  sweep?: string;
  /** What could not be found out, and the permission that would settle it. */
  incomplete: readonly string[];
};

const refused = new Set(['AccessDenied', 'AccessDeniedException']);

/** Not refused: it did not answer, or answered half. The event is delivered again. */
export class NotReadNow extends Error {
  constructor(why: string) {
    super(`${why}; the event is delivered again`);
    this.name = 'NotReadNow';
  }
}

/** Only a refusal lasts. @throws NotReadNow for everything else. */
export const lastingFault = (read: { why: string; code?: string }): string => {
  if (read.code !== undefined && refused.has(read.code)) return read.why;
  throw new NotReadNow(read.why);
};

export const reachOf = async (ports: Pick<Ports, 'principals'>, change: Change): Promise<Reach> => {
  const refs = new Map<string, PrincipalRef>();
  const incomplete: string[] = [];
  let sweep: string | undefined;
  for (const need of needsOfChange(change)) {
    if (need.need === 'whole-account') sweep ??= need.because;
    const found = await refsOf(ports, need);
    if (found.found === 'yes') for (const ref of found.value) refs.set(principalKey(ref), ref);
    if (found.found === 'unreadable') incomplete.push(lastingFault(found));
  }
  // Whoever a refused list would have named is found by the sweep, if by anything.
  if (incomplete.length > 0) sweep ??= `${change.eventName}: ${incomplete.join('; ')}`;
  return { refs: [...refs.values()], incomplete, ...(sweep === undefined ? {} : { sweep }) };
};

const refsOf = async (ports: Pick<Ports, 'principals'>, need: Need): Promise<Read<readonly PrincipalRef[]>> => {
  switch (need.need) {
    case 'principal':
      return { found: 'yes', value: [need.ref] };
    case 'members-of-group':
      return ports.principals.membersOf(need.group);
    case 'roles-of-instance-profile':
      return ports.principals.rolesOfInstanceProfile(need.name);
    case 'reached-by-policy': {
      const reached = await ports.principals.reachedBy(need.policyArn);
      if (reached.found !== 'yes') return reached;
      const { attached, groups, bounded } = reached.value;
      const members: PrincipalRef[] = [];
      for (const group of groups) {
        const read = await ports.principals.membersOf(group);
        if (read.found === 'unreadable') return read;
        if (read.found === 'yes') members.push(...read.value);
      }
      return { found: 'yes', value: [...attached, ...bounded, ...members] };
    }
    case 'guardrail':
    case 'invocation-logging':
    case 'whole-account':
      return { found: 'no' };
  }
};
