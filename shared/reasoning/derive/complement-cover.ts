const letters = 'abcdefghijklmnopqrstuvwxyz';

/**
 * Patterns that match every action of a service but those that begin like `except`, without naming one: `bedrock:b*` to
 * `z*`, `bedrock:aa*` to `az*` without `ap*`, and so on for the first `depth` letters. New actions are caught too, unless
 * they begin with the same letters. A Deny cannot say "all but" about actions beside others any shorter.
 */
export const complementCover = (service: string, except: string, depth: number): readonly string[] => {
  const kept = except.toLowerCase().slice(0, depth);
  return [...kept].flatMap((letter, at) =>
    [...letters].filter((other) => other !== letter).map((other) => `${service}:${kept.slice(0, at)}${other}*`),
  );
};
