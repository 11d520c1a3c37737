import { notRead, type FactSource } from '../../../facts/fact-sources.ts';
import { known, knownInPart, unknown, type Known } from '../../../facts/known.ts';
import { awsFailure } from '../aws-failure.ts';
import { whyUnread } from './state-fact.ts';

/** One part of a fact, as one service tells it. */
export type FactPart<T> = {
  /** Plural, for a sentence: `flows with their roles`. */
  what: string;
  /** By what it is asked about apart: kinds of runners, services of resources. */
  names: readonly string[];
  read: (region: string) => Promise<readonly T[]>;
};

type PartRead<T> = { part: FactPart<T>; values: readonly T[]; whys: readonly string[] };

/**
 * Reads every part in every Region. A part that is refused is named beside what the others gave; where nothing was read at all
 * the fact is unknown.
 * @param rest what no part reads: it is then said too.
 */
export const readInParts = async <T>(
  parts: readonly FactPart<T>[],
  regions: readonly string[],
  rest?: FactSource,
): Promise<Known<readonly T[]>> => {
  const perRegion = await Promise.all(regions.map((region) => readRegion(parts, region)));
  const all = parts.map((part, index): PartRead<T> => {
    const own = perRegion.flatMap((reads) => reads[index] ?? []);
    return {
      part,
      values: own.flatMap((read) => ('values' in read ? read.values : [])),
      // The words are those of every Region: it is said once.
      whys: [...new Set(own.flatMap((read) => ('why' in read ? [read.why] : [])))],
    };
  });
  const values = all.flatMap((read) => read.values);
  const whys = [...new Set(all.flatMap((read) => read.whys))];
  const unread = [...whys, ...(rest === undefined ? [] : [notRead(rest)])];
  if (values.length === 0 && all.length > 0 && all.every((read) => read.whys.length > 0))
    return unknown(unread.join('; '));
  if (unread.length === 0) return known(values);
  return knownInPart(values, unread.join('; '), unreadByName(all, rest));
};

const unreadByName = <T>(
  all: readonly PartRead<T>[],
  rest: FactSource | undefined,
): Readonly<Record<string, string>> => {
  const byName = new Map<string, string[]>();
  for (const { part, whys } of all)
    if (whys.length > 0) for (const name of part.names) byName.set(name, [...(byName.get(name) ?? []), ...whys]);
  // What no part reads is named by the services that hold it.
  for (const permission of rest?.permissions ?? [])
    if (rest !== undefined) byName.set(permission.split(':')[0] ?? permission, [notRead(rest)]);
  return Object.fromEntries([...byName].map(([name, whys]) => [name, [...new Set(whys)].join('; ')]));
};

type RegionRead<T> = { values: readonly T[] } | { why: string };

const readRegion = async <T>(parts: readonly FactPart<T>[], region: string): Promise<readonly RegionRead<T>[]> => {
  const tried = await Promise.all(
    parts.map(async ({ read }) => {
      try {
        return { values: await read(region) };
      } catch (error) {
        return { error, noSuchHost: awsFailure(error).code === 'ENOTFOUND' };
      }
    }),
  );
  // A service that a Region does not have has no address there. Where no service has one, it is not the Region's fault.
  const reachable = tried.some((read) => !('error' in read) || !read.noSuchHost);
  return tried.map((read, index) => {
    if (!('error' in read)) return read;
    if (read.noSuchHost && reachable) return { values: [] };
    return { why: whyUnread(parts[index]?.what ?? 'facts', read.error) };
  });
};
