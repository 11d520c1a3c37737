const breaks = /[\p{Cc}\p{Zl}\p{Zp}]+/gu;
const invisible = /[\p{Cf}\p{Cs}]/gu;

/** Characters that a person is shown of one value, unless the caller says otherwise. */
export const displayLimit = 256;

/**
 * A value from a record, safe to show to a person in one line. Names, session names, user agents and error messages are
 * chosen by callers: line breaks forge log lines, bidirectional and zero-width characters make one name look like
 * another. Line breaks and controls become one space, invisible characters and lone surrogates go, and what is longer
 * than `limit` code points ends in `…`. Markup is left alone: escaping belongs to each output format.
 */
export const displayText = (value: string, limit: number = displayLimit): string => {
  // A code point is at most two units: the cut keeps the work small for a huge value.
  const clean = value
    .slice(0, limit * 4)
    .replace(breaks, ' ')
    .replace(invisible, '');
  const points = Array.from(clean);
  const cut = points.length > limit || value.length > limit * 4;
  return cut ? `${points.slice(0, Math.max(0, limit - 1)).join('')}…` : clean;
};
