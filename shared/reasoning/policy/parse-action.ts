import type { ReadText } from './parse-texts.ts';
import { measure, refuse } from './parsed.ts';
import { findPlaceholder } from './placeholder.ts';

/** Patterns as written, to their normal form: an account repeats few of them. Bounded, as text comes from anywhere. */
const known = new Map<string, string>();
const MOST_KNOWN = 20_000;

/** Actions compare without letter case. Two that are equal are one text, so that what is kept for it is found at once. */
export const parseAction: ReadText = (text, spot, place) => {
  measure(spot, text);
  const before = known.get(text);
  if (before !== undefined) return before;
  const placeholder = findPlaceholder(text);
  if (placeholder !== undefined)
    return refuse('placeholder', place(), `${placeholder} is a placeholder that was never filled in.`);
  const action = text.trim().toLowerCase();
  const colon = action.indexOf(':');
  if ((colon <= 0 || colon === action.length - 1) && (action === '' || /[^*]/.test(action))) {
    return refuse('bad-action', place(), `${JSON.stringify(text)} is not "service:action" or "*".`);
  }
  const kept = known.get(action) ?? action;
  if (known.size >= MOST_KNOWN) known.clear();
  // A long text is no action of AWS; it is not worth the room.
  if (text.length < LONG) known.set(text, kept).set(kept, kept);
  return kept;
};

const LONG = 200;
