import { areas, type Area } from '../check.ts';
import { givenNumbers } from '../given-numbers.ts';

/** An id that is neither a check nor the number of a later one. */
export class UnknownCheckInMatrix extends Error {
  override readonly name = 'UnknownCheckInMatrix';
}

const isArea = (text: string): text is Area => areas.some((area) => area === text);

/** `ACCESS.1-5` stands for five checks. @throws UnknownCheckInMatrix */
export const expandIds = (range: string): readonly string[] => {
  const [, area = '', first = '', last = first] = /^([A-Z]+)\.(\d+)(?:-(\d+))?$/.exec(range) ?? [];
  if (!isArea(area) || Number(last) > givenNumbers[area]) {
    throw new UnknownCheckInMatrix(`${range} of the coverage matrix was never given to a check`);
  }
  return Array.from({ length: Number(last) - Number(first) + 1 }, (_, at) => `RF.${area}.${Number(first) + at}`);
};
