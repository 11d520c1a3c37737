import { z } from 'zod';
import type { Origin } from '../check.ts';
import type { Severity } from '../severity.ts';
import rows from './sensitive-actions.json' with { type: 'json' };

/** The tactic names as they were published; the v19 pair stands beside them. */
export const publishedTactics = [
  'Initial Access',
  'Execution',
  'Persistence',
  'Privilege Escalation',
  'Defense Evasion',
  'Credential Access',
  'Lateral Movement',
  'Collection',
  'Exfiltration',
  'Impact',
] as const;
export type PublishedTactic = (typeof publishedTactics)[number];

const row = z.strictObject({
  service: z.string(),
  action: z.string(),
  origin: z.enum(['sonrai', 'ringfence']) satisfies z.ZodType<Origin>,
  accessLevel: z.string(),
  resourceTypes: z.array(z.string()),
  tactic: z.enum(publishedTactics),
  attack: z.strictObject({ version: z.literal('19'), tactic: z.string(), technique: z.string().nullable() }),
  atlas: z.string().nullable(),
  severity: z.enum(['low', 'medium', 'high', 'critical']) satisfies z.ZodType<Severity>,
  denyable: z.boolean(),
  reason: z.string(),
});

export type SensitiveAction = z.infer<typeof row> & {
  /** `bedrock:DeleteGuardrail`. */
  name: string;
};

/** Every action that lets somebody attack by means of AI, in the catalogue's order. A new row needs no code. */
export const sensitiveActions: readonly SensitiveAction[] = z
  .array(row)
  .parse(rows)
  .map((entry) => ({ ...entry, name: `${entry.service}:${entry.action}` }));
