import { z } from 'zod';
import { checks } from '../catalogue.ts';
import type { Check } from '../check.ts';
import rows from './capabilities.json' with { type: 'json' };
import { expandIds } from './expand-ids.ts';

const row = z.strictObject({
  /** Numbers of the product's list of capabilities. */
  numbers: z.array(z.number().int()).min(1),
  capability: z.string(),
  /** `ACCESS.1-5` stands for five checks. */
  answeredBy: z.array(z.string().regex(/^[A-Z]+\.\d+(-\d+)?$/)),
  /** Of the command line: `history verify`. */
  commands: z.array(z.string()).default([]),
  /** Folders of functions/. */
  functions: z.array(z.string()).default([]),
  /** Pages that say how it works. */
  documents: z.array(z.string()).default([]),
});

export type Capability = Omit<z.infer<typeof row>, 'answeredBy'> & {
  /** Checks that ask for it now, in catalogue order. */
  checks: readonly Check[];
  /** Ids that are given to checks of a later area. */
  later: readonly string[];
};

const byId: ReadonlyMap<string, Check> = new Map(checks.map((check) => [check.id, check]));

/** What the product can do, and where: by checks, commands, functions and pages. */
export const capabilities: readonly Capability[] = z
  .array(row)
  .parse(rows)
  .map(({ answeredBy, ...words }) => {
    const ids = answeredBy.flatMap(expandIds);
    return {
      ...words,
      checks: ids.flatMap((id) => byId.get(id) ?? []),
      later: ids.filter((id) => !byId.has(id)),
    };
  });
