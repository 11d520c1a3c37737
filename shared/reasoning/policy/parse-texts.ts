import { isTexts, pathIn, refuse, textOf, type Path, type Spot } from './parsed.ts';

/** Reads one text of a list. `place` leads to it, for an error. */
export type ReadText = (text: string, spot: Spot, place: () => Path) => string;

/**
 * One text or a list of texts, each judged by `read`. Numbers count as their text. The list itself is given back where
 * `read` changes none of it.
 */
export const parseTexts = (value: unknown, spot: Spot, element: Path, read: ReadText): readonly string[] => {
  const place = (): Path => pathIn(spot, ...element);
  if (!Array.isArray(value)) {
    const text = textOf(value, place);
    return [
      text === undefined
        ? refuse('wrong-type', place(), 'A text or a list of texts is expected.')
        : read(text, spot, place),
    ];
  }
  const list: readonly unknown[] = value;
  const texts = list.map((item, index) => {
    const itemPlace = (): Path => pathIn(spot, ...element, index);
    const text = textOf(item, itemPlace);
    return text === undefined ? refuse('wrong-type', itemPlace(), 'A text is expected.') : read(text, spot, itemPlace);
  });
  return isTexts(list) && texts.every((text, index) => text === list[index]) ? list : texts;
};
