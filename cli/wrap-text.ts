/**
 * Breaks a line between words so that it fits, and indents what follows under it; a bar at its beginning is repeated. A
 * word that is longer than the line, an ARN say, stays whole: it is there to be copied.
 */
export const wrapText = (line: string, width: number): readonly string[] => {
  const start = /^\s*(?:\| *)?/u.exec(line)?.[0] ?? '';
  const hanging = `${start}  `;
  const lines: string[] = [];
  let current = start;
  let isEmpty = true;
  for (const word of line.slice(start.length).split(/ (?! )/u)) {
    const joined = isEmpty ? `${current}${word}` : `${current} ${word}`;
    if (joined.length > width && !isEmpty) {
      lines.push(current);
      current = `${hanging}${word}`;
    } else {
      current = joined;
    }
    isEmpty = false;
  }
  return [...lines, current.trimEnd()];
};
