import {
  coverageOf,
  frameworkNames,
  idsIn,
  type FrameworkCoverage,
  type FrameworkName,
} from '../checks/frameworks/coverage-of.ts';
import type { Finding } from './finding.ts';

/**
 * `failing`: a finding says so. `undetermined`: a check could not answer. `covered`: asked, and nothing was found.
 * `not-asked`: checks exist and none was asked (pack, settings or facts). `not-covered`: no check asks. `outside`: none could.
 */
export const frameworkStatuses = ['failing', 'undetermined', 'covered', 'not-asked', 'not-covered', 'outside'] as const;
export type FrameworkStatus = (typeof frameworkStatuses)[number];

export type FrameworkRow = {
  id: string;
  title?: string;
  status: FrameworkStatus;
  checks: readonly string[];
  /** Those of them that were not asked (pack, settings or facts): whatever the status, they say nothing. */
  notAsked: readonly string[];
  /** Ids of the findings that fail it. */
  findings: readonly string[];
  outside?: string;
};

export type FrameworkReport = Omit<FrameworkCoverage, 'items'> & { rows: readonly FrameworkRow[] };

/** What an evaluation says about one framework. `asked`: ids of the checks that were asked and had what they need. */
export const frameworkReport = (
  name: FrameworkName,
  evaluated: { findings: readonly Finding[]; asked: readonly string[] },
): FrameworkReport => {
  const { items, ...framework } = coverageOf(name);
  const standing = evaluated.findings.filter(({ status }) => status !== 'resolved' && status !== 'suppressed');
  const asked = new Set(evaluated.asked);
  // What could not be judged is one finding of the account for many checks: which of them, the asked ones cannot say.
  const undetermined = standing.some(({ status }) => status === 'undetermined');
  return {
    ...framework,
    rows: items.map((item) => {
      const failing = standing.filter(
        (finding) => finding.status !== 'undetermined' && idsIn(name, finding.references).includes(item.id),
      );
      const notAsked = item.checks.filter((id) => !asked.has(id));
      const isAsked = notAsked.length < item.checks.length;
      const status: FrameworkStatus =
        failing.length > 0
          ? 'failing'
          : isAsked
            ? undetermined
              ? 'undetermined'
              : 'covered'
            : item.checks.length > 0
              ? 'not-asked'
              : item.outside === undefined
                ? 'not-covered'
                : 'outside';
      return { ...item, status, notAsked, findings: failing.map(({ id }) => id) };
    }),
  };
};

export const frameworkReports = (evaluated: Parameters<typeof frameworkReport>[1]): readonly FrameworkReport[] =>
  frameworkNames.map((name) => frameworkReport(name, evaluated));
