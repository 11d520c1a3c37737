import { severities, type Severity } from '../checks/severity.ts';
import type { Finding } from './finding.ts';

/** What the first sweep found, in numbers: the one message that it sends. */
export type BaselineSummary = {
  principals: number;
  findingsBySeverity: Readonly<Record<Severity, number>>;
  /** Missing facts: what could not be judged. */
  undetermined: number;
};

/** @param principals how many were judged, with and without findings. */
export const baselineSummary = (principals: number, open: readonly Finding[]): BaselineSummary => {
  const count = (severity: Severity) =>
    open.filter((finding) => finding.severity === severity && finding.status !== 'undetermined').length;
  const [informational, low, medium, high, critical] = severities;
  return {
    principals,
    findingsBySeverity: {
      informational: count(informational),
      low: count(low),
      medium: count(medium),
      high: count(high),
      critical: count(critical),
    },
    undetermined: open.filter(({ status }) => status === 'undetermined').length,
  };
};
