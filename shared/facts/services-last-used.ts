/**
 * Last use of a service, by one principal or by anybody of an account (AWS: "Refine permissions in AWS using last accessed
 * information").
 */
export type ServiceUse = {
  /** Prefix of its actions: `bedrock`. */
  service: string;
  /** ISO 8601; `never`: not since the tracking began. */
  lastUsed: string;
  /** ISO 8601: since when AWS has tracked it here. */
  trackedSince: string;
};

export type ServicesLastUsed = {
  /** ISO 8601: when it was read. */
  asOf: string;
  /** Services that are not listed were not read. */
  services: readonly ServiceUse[];
};

const day = 86_400_000;

/**
 * Whole days without use, from the last use or, where there is none, from the beginning of the tracking: before that nothing
 * is known.
 */
export const daysUnused = ({ lastUsed, trackedSince }: ServiceUse, asOf: string): number =>
  Math.floor((Date.parse(asOf) - Date.parse(lastUsed === 'never' ? trackedSince : lastUsed)) / day);
