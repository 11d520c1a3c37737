import { letterVariants } from './character.ts';
import { ANY, ANY_IN_SEGMENT, ONE, ONE_IN_SEGMENT, type Glob } from './glob.ts';

/**
 * False when the two globs surely share no text: their fixed beginnings differ. True proves nothing. Cheap, so a product
 * of long lists drops most of them before any automaton is built.
 */
export function mayMeet(a: Glob, b: Glob): boolean {
  if (a.exact !== undefined && b.exact !== undefined) return a.exact === b.exact;
  for (let i = 0; ; i++) {
    const left = a.tokens[i];
    const right = b.tokens[i];
    if (left === undefined) return canEndHere(b, i);
    if (right === undefined) return canEndHere(a, i);
    if (isAny(left) || isAny(right)) return true;
    if (!tokensMeet(a, left, b, right)) return false;
  }
}

const isAny = (token: number | undefined): boolean => token === ANY || token === ANY_IN_SEGMENT;

/** The rest may be nothing. At most two stars follow each other, since runs are joined. */
function canEndHere(glob: Glob, from: number): boolean {
  for (let i = from; i < glob.tokens.length; i++) if (!isAny(glob.tokens[i])) return false;
  return true;
}

function tokensMeet(a: Glob, left: number, b: Glob, right: number): boolean {
  if (left === right || left === ONE || right === ONE) return true;
  if (left === ONE_IN_SEGMENT || right === ONE_IN_SEGMENT) return (left === ONE_IN_SEGMENT ? right : left) !== 0x3a;
  if (a.folding === 'none' && b.folding === 'none') return false;
  const variants = letterVariants(right, b.folding);
  return letterVariants(left, a.folding).some((variant) => variants.includes(variant));
}
