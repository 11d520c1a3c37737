import { z } from 'zod';
import { checks } from '../catalogue.ts';
import { areas, type Area, type Check } from '../check.ts';
import { givenNumbers } from '../given-numbers.ts';
import rows from './matrix.json' with { type: 'json' };

/** What Ringfence does besides asking; each with the file where it begins. */
export const features = {
  containment: 'shared/response/plan-containment.ts',
  'on-change': 'functions/evaluate-access-change/evaluate-access-change.ts',
  sweep: 'functions/sweep-account/sweep-account.ts',
  'framework-report': 'shared/findings/framework-report.ts',
  'check-pages': 'docs/checks.md',
  exemptions: 'shared/response/grant-exemption.ts',
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

/** An id that is neither a check nor the number of a later one. */
export class UnknownCheckInMatrix extends Error {
  override readonly name = 'UnknownCheckInMatrix';
}

const byId: ReadonlyMap<string, Check> = new Map(checks.map((check) => [check.id, check]));
const isArea = (text: string): text is Area => areas.some((area) => area === text);

const expand = (range: string): readonly string[] => {
  const [, area = '', first = '', last = first] = /^([A-Z]+)\.(\d+)(?:-(\d+))?$/.exec(range) ?? [];
  if (!isArea(area) || Number(last) > givenNumbers[area]) {
    throw new UnknownCheckInMatrix(`${range} of the coverage matrix was never given to a check`);
  }
  return Array.from({ length: Number(last) - Number(first) + 1 }, (_, at) => `RF.${area}.${Number(first) + at}`);
};

/** Every recommendation that Ringfence was built for, with what answers it. */
export const recommendations: readonly Recommendation[] = z
  .array(row)
  .parse(rows)
  .map(({ answeredBy, sample, ...words }) => {
    const ids = answeredBy.flatMap(expand);
    const shown = sample === undefined ? undefined : byId.get(`RF.${sample}`);
    return {
      ...words,
      checks: ids.flatMap((id) => byId.get(id) ?? []),
      later: ids.filter((id) => !byId.has(id)),
      ...(shown === undefined ? {} : { sample: shown }),
    };
  });
