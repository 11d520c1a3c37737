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
  const textAt = (item: unknown): string => (typeof item === 'string' ? item : readOther(item, spot, place));
  const place: Place = { element, index: undefined };
  if (!Array.isArray(value)) return [read(textAt(value), spot, place)];
  const list: readonly unknown[] = value;
  const texts = list.map((item, index) => {
    place.index = index;
    return read(textAt(item), spot, place);
  });
  return isTexts(list) && isSame(texts, list) ? list : texts;
};

const isSame = (texts: readonly string[], list: readonly string[]): boolean => {
  for (let at = 0; at < texts.length; at += 1) if (texts[at] !== list[at]) return false;
  return true;
};

const readNumber: ReadOther = (value, spot, place) => {
  const text = textOf(value, () => placeIn(spot, place));
  if (text !== undefined) return text;
  const wanted = place.index === undefined ? 'A text or a list of texts is expected.' : 'A text is expected.';
  return refuse('wrong-type', placeIn(spot, place), wanted);
};
