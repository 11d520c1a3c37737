import { z } from 'zod';
import { checks } from '../catalogue.ts';
import type { Check } from '../check.ts';
import { expandIds } from './expand-ids.ts';
import rows from './matrix.json' with { type: 'json' };

/** What Ringfence does besides asking: the file where it begins, and the command or the page that a person starts from. */
export const features = {
  containment: { file: 'shared/response/plan-containment.ts', command: 'contain', document: 'docs/containment.md' },
  'on-change': {
    file: 'functions/evaluate-access-change/evaluate-access-change.ts',
    command: 'replay',
    document: 'docs/architecture.md',
  },
  sweep: { file: 'functions/sweep-account/sweep-account.ts', command: 'scan', document: 'docs/architecture.md' },
  'framework-report': {
    file: 'shared/findings/framework-report.ts',
    command: 'checks coverage',
    document: 'docs/coverage.md',
  },
  'check-pages': { file: 'scripts/generate-check-docs.ts', command: 'checks show', document: 'docs/checks.md' },
  exemptions: { file: 'shared/response/grant-exemption.ts', command: 'exempt', document: 'docs/containment.md' },
} as const;

const row = z.strictObject({
  source: z.string(),
  recommendation: z.string(),
  /** `ACCESS.1-5` stands for five checks. */
  answeredBy: z.array(z.string().regex(/^[A-Z]+\.\d+(-\d+)?$/)),
  features: z
    .array(
      z.enum([
        'containment',
        'on-change',
        'sweep',
        'framework-report',
        'check-pages',
        'exemptions',
      ] satisfies (keyof typeof features)[]),
    )
    .default([]),
  outside: z.string().optional(),
  /** The check whose finding shows it. Absent: no check of it exists yet. */
  sample: z.string().optional(),
});

export type Recommendation = Omit<z.infer<typeof row>, 'answeredBy' | 'sample'> & {
  /** Checks that ask for it now, in catalogue order. */
  checks: readonly Check[];
  /** Ids that are given to checks of a later area. */
  later: readonly string[];
  sample?: Check;
};

const byId: ReadonlyMap<string, Check> = new Map(checks.map((check) => [check.id, check]));
/** Every recommendation that Ringfence was built for, with what answers it. */
export const recommendations: readonly Recommendation[] = z
  .array(row)
  .parse(rows)
  .map(({ answeredBy, sample, ...words }) => {
    const ids = answeredBy.flatMap(expandIds);
    const shown = sample === undefined ? undefined : byId.get(`RF.${sample}`);
    return {
      ...words,
      checks: ids.flatMap((id) => byId.get(id) ?? []),
      later: ids.filter((id) => !byId.has(id)),
      ...(shown === undefined ? {} : { sample: shown }),
    };
  });
