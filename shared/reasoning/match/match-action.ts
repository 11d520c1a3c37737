import type { Listed } from '../policy/policy.ts';
import { hasWildcard, matchesWildcard } from '../policy/wildcard.ts';
import { opposite, type Width } from './width.ts';

/** @param action lower case */
export const matchesAction = (actions: Listed<string>, action: string, width: Width): boolean => {
  const patternWidth = actions.negated ? opposite(width) : width;
  const listed = actions.entries.some((pattern) => matchesPattern(pattern, action, patternWidth));
  return listed !== actions.negated;
};

/**
 * A wildcard in the service part (`*:*`) may be refused when it is written, so the narrow reading matches nothing; `*`
 * alone is every action in any reading. Confidence: not verified, read both ways.
 */
const matchesPattern = (pattern: string, action: string, width: Width): boolean =>
  !(width === 'narrow' && isOpenInService(pattern)) && matchesWildcard(pattern, action);

export const isOpenInService = (pattern: string): boolean => {
  const colon = pattern.indexOf(':');
  return colon >= 0 && hasWildcard(pattern.slice(0, colon));
};
