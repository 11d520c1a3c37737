const letters = Array.from({ length: 26 }, (_, at) => String.fromCharCode(97 + at));

/**
 * Patterns that match every action of a service but those that begin like `except`, without naming one: `bedrock:b*` to
 * `z*`, `bedrock:aa*` to `az*` without `ap*`, and so on for the first `depth` letters. New actions are caught too, unless
 * they begin with the same letters. A Deny cannot say "all but" about actions beside others any shorter.
 */
export const complementCover = (service: string, except: string, depth: number): readonly string[] => {
  const kept = except.toLowerCase().slice(0, depth);
  return Array.from({ length: kept.length }, (_, at) =>
    letters.filter((letter) => letter !== kept.charAt(at)).map((letter) => `${service}:${kept.slice(0, at)}${letter}*`),
  ).flat();
};
