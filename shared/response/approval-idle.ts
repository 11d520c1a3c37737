import type { PrincipalFacts } from '../facts/principal-facts.ts';
import { daysUnused } from '../facts/services-last-used.ts';
import type { Question } from '../reasoning/types.ts';

const day = 86_400_000;
const idleDays = 30;

/** Nobody used the principal for thirty days, as far as IAM records it. */
const isPrincipalIdle = (facts: PrincipalFacts, now: string): boolean => {
  switch (facts.lastUsedAt.state) {
    case 'known':
      return Date.parse(facts.lastUsedAt.value) < Date.parse(now) - idleDays * day;
    case 'absent':
      return facts.lastUsedAt.declared !== true;
    case 'unknown':
      return false;
  }
};

/** `undefined`: a pattern that reaches over services, or none. */
const servicesOf = (denied: readonly Question[]): ReadonlySet<string> | undefined => {
  const services = denied.flatMap(({ actions }) => actions).map((action) => action.split(':')[0]?.toLowerCase() ?? '');
  return services.length === 0 || services.some((service) => service === '' || /[*?]/u.test(service))
    ? undefined
    : new Set(services);
};

/**
 * The principal is used, and none of the services that would be denied is: each was tracked and not used for thirty days, by a reading
 * that is less than a day old. A service that was not read counts as used.
 */
const areServicesIdle = (facts: PrincipalFacts, denied: readonly Question[], now: string): boolean => {
  const used = facts.servicesLastUsed;
  const services = servicesOf(denied);
  if (used?.state !== 'known' || services === undefined) return false;
  const { asOf } = used.value;
  const age = Date.parse(now) - Date.parse(asOf);
  if (Number.isNaN(age) || age < 0 || age >= day) return false;
  return [...services].every((service) => {
    const found = used.value.services.find((each) => each.service.toLowerCase() === service);
    return found !== undefined && daysUnused(found, asOf) >= idleDays;
  });
};

/** Whether nobody has used for thirty days what a plan takes away. What is not known counts as used. */
export const isIdle = (facts: PrincipalFacts, denied: readonly Question[], now: string): boolean =>
  isPrincipalIdle(facts, now) || areServicesIdle(facts, denied, now);
