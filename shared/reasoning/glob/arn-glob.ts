import { globFromParts, type Glob, type GlobPart } from './glob.ts';

/**
 * The pattern of an ARN operator: six segments between colons, matched one by one, so `*` does not cross a colon; the
 * last segment takes the rest (AWS: "IAM JSON policy elements: Condition operators", ARN operators). A pattern with
 * fewer segments is completed with wildcards, and says so.
 */
export type ArnGlob = { glob: Glob; complete: boolean };

const SEGMENTS = 6;

export function arnGlob(parts: readonly GlobPart[]): ArnGlob {
  const bound: GlobPart[] = [];
  let segment = 1;
  for (const part of parts) {
    if ('literal' in part) {
      segment += countColons(part.literal);
      bound.push(part);
    } else if (segment >= SEGMENTS) {
      bound.push('any' in part ? { any: true } : { one: true });
    } else {
      bound.push('any' in part ? { any: true, within: 'segment' } : { one: true, within: 'segment' });
    }
  }
  const complete = segment >= SEGMENTS;
  for (; segment < SEGMENTS; segment++) {
    bound.push({ literal: ':' }, segment + 1 === SEGMENTS ? { any: true } : { any: true, within: 'segment' });
  }
  return { glob: globFromParts(bound), complete };
}

function countColons(text: string): number {
  let colons = 0;
  for (let at = text.indexOf(':'); at >= 0; at = text.indexOf(':', at + 1)) colons++;
  return colons;
}

/** Every text of six segments or more. */
export const anyArn: Glob = arnGlob([{ any: true }]).glob;
