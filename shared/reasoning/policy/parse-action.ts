import { measure, refuse, type Spot } from './parsed.ts';
import { placeIn, type ReadText } from './parse-texts.ts';
import { findPlaceholder } from './placeholder.ts';
import { hasWildcard } from './wildcard.ts';

/** In its normal form, and what it costs to find the actions that it matches. */
type Read = { action: string; cost: number };

/** By the text as written: an account repeats few patterns. Bounded, as text comes from anywhere. */
const known = new Map<string, Read>();
const MOST_KNOWN = 20_000;
/** A long text is no action of AWS; it is not worth the room. */
const LONG = 200;

/** Actions compare without letter case. Two that are equal are one text, so that what is kept for it is found at once. */
export const parseAction: ReadText = (text, spot, place) => {
  measure(spot, text);
  const before = known.get(text);
  if (before !== undefined) {
    pay(spot, before.cost);
    return before.action;
  }
  const placeholder = findPlaceholder(text);
  if (placeholder !== undefined)
    return refuse('placeholder', placeIn(spot, place), `${placeholder} is a placeholder that was never filled in.`);
  const action = text.trim().toLowerCase();
  const colon = action.indexOf(':');
  if ((colon <= 0 || colon === action.length - 1) && (action === '' || /[^*]/.test(action))) {
    return refuse('bad-action', placeIn(spot, place), `${JSON.stringify(text)} is not "service:action" or "*".`);
  }
  const read = known.get(action) ?? { action, cost: costOf(action, colon) };
  if (known.size >= MOST_KNOWN) known.clear();
  if (text.length < LONG) known.set(text, read).set(read.action, read);
  pay(spot, read.cost);
  return read.action;
};

/**
 * A list of thousands of patterns, each against thousands of actions, is written to stop whoever reads it. The most that
 * was seen in a policy of AWS or in public is 28 patterns with a wildcard before their end, and none in the service.
 */
const MOST_COST = 8_192;

/**
 * 16 patterns with a wildcard in the service, or 128 with several or a leading one in the name, or 682 with one star between
 * two texts, or 4,096 with one at the end. Documents that are shortened to fit a size limit are full of `Create*Agent`, and
 * finding what begins with a text is cheap.
 */
const costOf = (action: string, colon: number): number => {
  if (!hasWildcard(action) || colon < 0) return 0;
  if (hasWildcard(action.slice(0, colon))) return 512;
  if (!hasWildcard(action.slice(0, -1))) return 2;
  return /^[^*?]+\*[^*?]+$/.test(action.slice(colon + 1)) ? 12 : 64;
};

const pay = (spot: Spot, cost: number): void => {
  spot.cost += cost;
  if (spot.cost > MOST_COST)
    refuse('too-large', [], 'The document has more wildcards in its actions than any policy of AWS can hold.');
};
