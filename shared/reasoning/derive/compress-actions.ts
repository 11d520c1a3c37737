import { actionsOfService, catalogueAction, type CatalogueAction } from '../catalogue/action-catalogue.ts';
import { hasWildcard, matchesWildcard } from '../policy/wildcard.ts';
import { neverDenyHit } from './never-deny.ts';

/**
 * Shortens a list of exact action names by patterns with a wildcard at word boundaries (`bedrock:Update*Policy`) until
 * it takes at most `target` characters (each name counts with quotation marks and comma) or nothing more is saved.
 * Exact: over all actions of the service in the catalogue, the patterns match what was given and nothing else. Patterns
 * that were given stay as they are, and so do actions of services that the catalogue does not hold. Patterns that stand
 * for several names come first; only where those do not save enough is a single name shortened to a pattern that it alone
 * matches.
 */
export const compressActions = (actions: readonly string[], target: number): readonly string[] => {
  let list = [...new Set(actions)];
  let size = costOf(list);
  if (size <= target) return [...list].sort();
  const intended = new Set(list.map((action) => action.toLowerCase()));
  const services = [...new Set(list.map((action) => action.slice(0, action.indexOf(':')).toLowerCase()))].sort();
  const exactOnes: Candidate[] = [];
  for (const service of services) {
    if (size <= target) break;
    const { several, one } = candidatesOf(actionsOfService(service), intended);
    exactOnes.push(...one);
    while (size > target) {
      const best = bestOf(several, list);
      if (best === undefined) break;
      list = [...list.filter((action) => !covers(best, action)), best.pattern];
      size = costOf(list);
      several.delete(best.pattern);
    }
  }
  const shorter = shortestFor(exactOnes);
  const savedOn = (action: string): number => action.length - (shorter.get(action.toLowerCase()) ?? action).length;
  // The longest savings first, so that as few names as possible lose their spelling.
  for (const action of [...list].sort().sort((a, b) => savedOn(b) - savedOn(a))) {
    const pattern = shorter.get(action.toLowerCase());
    if (size <= target || savedOn(action) <= 0 || pattern === undefined) break;
    list[list.indexOf(action)] = pattern;
    size -= savedOn(action);
  }
  return list.sort();
};

type Candidate = { pattern: string; covered: ReadonlySet<string> };

const PUNCTUATION = 3;

const costOf = (actions: readonly string[]): number =>
  actions.reduce((sum, action) => sum + action.length + PUNCTUATION, 0);

const covers = (candidate: Candidate, action: string): boolean =>
  hasWildcard(action)
    ? matchesWildcard(candidate.pattern.toLowerCase(), action.toLowerCase())
    : candidate.covered.has(action.toLowerCase());

/** `InvokeModelWithResponseStream` -> Invoke, Model, With, Response, Stream. */
const wordsOf = (name: string): readonly string[] => name.match(/[A-Z]+(?![a-z])|[A-Z]?[a-z0-9_-]+|[A-Z]/g) ?? [name];

type Candidates = { several: Map<string, Candidate>; one: readonly Candidate[] };

const candidatesOf = (service: readonly CatalogueAction[], intended: ReadonlySet<string>): Candidates => {
  const several = new Map<string, Candidate>();
  const one: Candidate[] = [];
  const seen = new Set<string>();
  for (const action of service) {
    if (!intended.has(action.key)) continue;
    const colon = action.name.indexOf(':');
    const words = wordsOf(action.name.slice(colon + 1));
    for (let head = 1; head <= words.length; head += 1) {
      for (let tail = 0; head + tail < words.length + (tail === 0 ? 1 : 0); tail += 1) {
        const start = words.slice(0, head).join('');
        const end = tail === 0 ? '' : words.slice(-tail).join('');
        const pattern = `${action.service}:${start}*${end}`;
        if (seen.has(pattern)) continue;
        seen.add(pattern);
        const candidate = exactCandidate(pattern, service, intended);
        if (candidate === undefined) continue;
        if (candidate.covered.size > 1) several.set(pattern, candidate);
        else one.push(candidate);
      }
    }
  }
  return { several, one };
};

/** The shortest pattern that one name alone matches; of equals the first in the alphabet. */
const shortestFor = (candidates: readonly Candidate[]): ReadonlyMap<string, string> => {
  const shortest = new Map<string, string>();
  for (const { pattern, covered } of candidates) {
    for (const key of covered) {
      const so = shortest.get(key);
      if (so === undefined || pattern.length < so.length || (pattern.length === so.length && pattern < so)) {
        shortest.set(key, pattern);
      }
    }
  }
  return shortest;
};

/** A pattern counts only when every action of the service that it matches is meant, and none of the never-deny list. */
const exactCandidate = (
  pattern: string,
  service: readonly CatalogueAction[],
  intended: ReadonlySet<string>,
): Candidate | undefined => {
  if (neverDenyHit(pattern) !== undefined) return undefined;
  const lower = pattern.toLowerCase();
  const covered = new Set<string>();
  for (const { key } of service) {
    if (!matchesWildcard(lower, key)) continue;
    if (!intended.has(key)) return undefined;
    covered.add(key);
  }
  return { pattern, covered };
};

const bestOf = (candidates: ReadonlyMap<string, Candidate>, list: readonly string[]): Candidate | undefined => {
  let best: Candidate | undefined;
  let most = 0;
  for (const candidate of candidates.values()) {
    let saved = -(candidate.pattern.length + PUNCTUATION);
    for (const action of list) {
      const exact = !hasWildcard(action) || candidate.pattern !== action;
      if (exact && covers(candidate, action)) saved += action.length + PUNCTUATION;
    }
    // Ties go to the pattern that comes first in the alphabet, so that the same input gives the same document.
    if (saved > most || (saved === most && best !== undefined && candidate.pattern < best.pattern)) {
      most = saved;
      best = candidate;
    }
  }
  return most > 0 ? best : undefined;
};

/** Whether patterns, expanded over the catalogue, are exactly the given names. Used to check what was composed. */
export const expandsExactly = (patterns: readonly string[], names: readonly string[]): boolean => {
  const intended = new Set(names.map((name) => name.toLowerCase()));
  const reached = new Set<string>();
  for (const pattern of patterns) {
    const lower = pattern.toLowerCase();
    if (!hasWildcard(lower)) {
      reached.add(lower);
      continue;
    }
    for (const { key } of actionsOfService(lower.slice(0, lower.indexOf(':')))) {
      if (matchesWildcard(lower, key)) reached.add(key);
    }
  }
  for (const name of intended) if (catalogueAction(name) === undefined && !reached.has(name)) return false;
  return reached.size === intended.size && [...reached].every((name) => intended.has(name));
};
