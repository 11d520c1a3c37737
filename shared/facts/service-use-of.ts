import { known, knownInPart, outOfScope, type Known } from './known.ts';
import type { ServicesLastUsed, ServiceUse } from './services-last-used.ts';

/**
 * When anybody of an account last used each service, from the last uses of its principals. Whoever is gone is not counted, nor
 * is one whose uses were not read: then it is known in part.
 */
export const serviceUseOf = (all: readonly (Known<ServicesLastUsed> | undefined)[]): Known<readonly ServiceUse[]> => {
  // Whoever gave the input holds none of it.
  if (all.length > 0 && all.every((each) => each?.state === 'absent')) return outOfScope;
  const uses = new Map<string, ServiceUse>();
  let unread: string | undefined;
  for (const each of all) {
    if (each?.state === 'unknown') unread ??= each.why;
    if (each?.state !== 'known') continue;
    for (const use of each.value.services) {
      const before = uses.get(use.service);
      uses.set(use.service, before === undefined ? use : later(before, use));
    }
  }
  const value = [...uses.values()].sort((a, b) => (a.service < b.service ? -1 : 1));
  return unread === undefined ? known(value) : knownInPart(value, unread);
};

/** The later use, and the longer tracking: the account was watched as long as the one who was watched longest. */
const later = (a: ServiceUse, b: ServiceUse): ServiceUse => ({
  service: a.service,
  lastUsed: isLater(a.lastUsed, b.lastUsed) ? a.lastUsed : b.lastUsed,
  trackedSince: Date.parse(a.trackedSince) < Date.parse(b.trackedSince) ? a.trackedSince : b.trackedSince,
});

const isLater = (a: string, b: string): boolean => b === 'never' || (a !== 'never' && Date.parse(a) > Date.parse(b));
