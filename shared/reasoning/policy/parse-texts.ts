import { isTexts, pathIn, refuse, textOf, type Path, type Spot } from './parsed.ts';

/** Where a text stands in its statement. One for a list, moved along it: a path is only made for an error. */
export type Place = { element: Path; index: number | undefined };

export const placeIn = (spot: Spot, { element, index }: Place): Path =>
  index === undefined ? pathIn(spot, ...element) : pathIn(spot, ...element, index);

/** Reads one text of a list. */
export type ReadText = (text: string, spot: Spot, place: Place) => string;

/** What a value that is no text stands for. */
export type ReadOther = (value: unknown, spot: Spot, place: Place) => string;

/**
 * One text or a list of texts, each judged by `read`. Numbers count as their text, unless `readOther` says otherwise. The
 * list itself is given back where `read` changes none of it.
 */
export const parseTexts = (
  value: unknown,
  spot: Spot,
  element: Path,
  read: ReadText,
  readOther: ReadOther = readNumber,
): readonly string[] => {
  const place: Place = { element, index: undefined };
  if (!Array.isArray(value))
    return [read(typeof value === 'string' ? value : readOther(value, spot, place), spot, place)];
  const list: readonly unknown[] = value;
  // Counted, and a list is made only where one text is another: there are two lists for every statement of an account.
  let changed: string[] | undefined;
  for (let at = 0; at < list.length; at += 1) {
    place.index = at;
    const item = list[at];
    const text = read(typeof item === 'string' ? item : readOther(item, spot, place), spot, place);
    if (changed === undefined && text !== item) changed = list.map(textOrNone);
    if (changed !== undefined) changed[at] = text;
  }
  return changed ?? (isTexts(list) ? list : []);
};

const textOrNone = (item: unknown): string => (typeof item === 'string' ? item : '');

const readNumber: ReadOther = (value, spot, place) => {
  const text = textOf(value, () => placeIn(spot, place));
  if (text !== undefined) return text;
  const wanted = place.index === undefined ? 'A text or a list of texts is expected.' : 'A text is expected.';
  return refuse('wrong-type', placeIn(spot, place), wanted);
};
