/**
 * Whether `*` and `?` in a pattern stretch to the whole text. Two pointers: linear for ordinary patterns, never worse
 * than pattern length times text length, whoever wrote the pattern. Both sides in the letter case they are compared in.
 */
export const matchesWildcard = (pattern: string, text: string): boolean => {
  let p = 0;
  let t = 0;
  let star = -1;
  let resume = 0;
  while (t < text.length) {
    const c = pattern.charCodeAt(p);
    if (c === 42) {
      star = p;
      resume = t;
      p += 1;
    } else if (p < pattern.length && (c === 63 || c === text.charCodeAt(t))) {
      p += 1;
      t += 1;
    } else if (star >= 0) {
      p = star + 1;
      resume += 1;
      t = resume;
    } else {
      return false;
    }
  }
  while (pattern.charCodeAt(p) === 42) p += 1;
  return p === pattern.length;
};

export const hasWildcard = (pattern: string): boolean => pattern.includes('*') || pattern.includes('?');
