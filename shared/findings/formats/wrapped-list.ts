/**
 * Words with commas between them, broken into lines of at most `width` columns. A word is never broken. Every line but the
 * first begins with `indent`.
 */
export const wrappedList = (start: string, words: readonly string[], indent: string, width: number): string => {
  const lines: string[] = [];
  let line = start;
  words.forEach((word, at) => {
    const text = at < words.length - 1 ? `${word},` : word;
    if (line.trim() !== '' && line.length + 1 + text.length > width) {
      lines.push(line);
      line = `${indent}${text}`;
    } else {
      line = line.trim() === '' ? `${line}${text}` : `${line} ${text}`;
    }
  });
  return [...lines, line].join('\n');
};
