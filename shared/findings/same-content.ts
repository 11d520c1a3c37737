import type { Finding } from './finding.ts';

/** Whether two states of one finding say the same. The times of evaluation, the version and the status take no part. */
export const sameContent = (a: Finding, b: Finding): boolean => contentText(a) === contentText(b);

const contentText = (finding: Finding): string =>
  JSON.stringify(sorted({ ...finding, version: 0, status: '', statusReason: '', firstSeen: '', evaluatedAt: '' }));

/** A witness names the moment of its evaluation; a later moment is no news. */
const times = new Set(['aws:currenttime', 'aws:epochtime', 'aws:tokenissuetime']);

/** A store may give the fields back in another order. */
const sorted = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => !times.has(key.toLowerCase()))
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, inner]) => [key, sorted(inner)]),
  );
};
