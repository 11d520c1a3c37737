import { ANY, ANY_IN_SEGMENT, ONE, ONE_IN_SEGMENT, type Glob } from './glob.ts';

/** A text that the glob matches: every star becomes `filler`, every `?` an x. @param filler without a colon */
export function sampleOf(glob: Glob, filler: string): string {
  let text = '';
  for (const token of glob.tokens) {
    if (token === ANY || token === ANY_IN_SEGMENT) text += filler;
    else if (token === ONE || token === ONE_IN_SEGMENT) text += 'x';
    else text += String.fromCodePoint(token);
  }
  return text;
}
