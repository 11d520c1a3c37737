import { z } from 'zod';
import { canonicalJson } from '../response/canonical-json.ts';
import { entryKinds, type Entry } from './entry.ts';

const hash = z.string().regex(/^[0-9a-f]{64}$/u);
const text = z.string();
const texts = z.array(text);

/** An entry as this version writes it: an unknown field is unreadable, not ignored. */
export const entrySchema = z.strictObject({
  v: z.literal(1),
  seq: z.int().nonnegative(),
  prev: hash,
  time: z.iso.datetime(),
  kind: z.enum(entryKinds),
  actor: z.strictObject({ arn: text, id: text.exactOptional(), session: text.exactOptional() }),
  subject: z.strictObject({ account: text, id: text, arn: text }).exactOptional(),
  saga: text.exactOptional(),
  check: text.exactOptional(),
  finding: text.exactOptional(),
  level: text.exactOptional(),
  outcome: text.exactOptional(),
  reason: text.exactOptional(),
  ticket: text.exactOptional(),
  before: z.strictObject({ hash }).exactOptional(),
  after: z.strictObject({ hash }).exactOptional(),
  inputs: z.array(hash).exactOptional(),
  settingsVersion: z.int().exactOptional(),
  catalogueVersion: text.exactOptional(),
  engineVersion: text.exactOptional(),
  approvals: texts.exactOptional(),
  requestIds: texts.exactOptional(),
  note: text.exactOptional(),
});

export type EntryRead =
  | { read: 'yes'; entry: Entry }
  | { read: 'unreadable'; why: string }
  /** It says something, in bytes that are not the ones that were hashed. */
  | { read: 'not-canonical'; entry: Entry };

const parse = (line: string): unknown => {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
};

const isCanonical = (entry: Entry, line: string): boolean => {
  try {
    return canonicalJson(entry) === line;
  } catch {
    return false;
  }
};

/** One stored line. */
export const readEntry = (line: string): EntryRead => {
  const value = parse(line);
  if (value === undefined) return { read: 'unreadable', why: 'not JSON' };
  const parsed = entrySchema.safeParse(value);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    return { read: 'unreadable', why: `${issue?.message ?? 'not an entry'} at /${issue?.path.join('/') ?? ''}` };
  }
  const entry: Entry = parsed.data;
  return isCanonical(entry, line) ? { read: 'yes', entry } : { read: 'not-canonical', entry };
};
