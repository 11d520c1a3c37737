/**
 * One argument of a command that is shown to be pasted, as a POSIX shell takes it: names come from whoever made them, and one with
 * a space or a quotation mark must not end the argument.
 */
export const shellQuoted = (value: string): string =>
  /^[\w:/.+@,-][\w:/.=+@,-]*$/u.test(value) ? value : `'${value.replaceAll("'", String.raw`'\''`)}'`;
