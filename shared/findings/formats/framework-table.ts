import Table from 'cli-table3';
import type { FrameworkCoverage } from '../../checks/frameworks/coverage-of.ts';
import type { FrameworkReport } from '../framework-report.ts';

/** One framework for people: which checks ask for each id, and, where something was evaluated, what came of it. */
export const frameworkTable = (report: FrameworkReport | FrameworkCoverage): string => {
  const rows =
    'rows' in report ? report.rows : report.items.map((item) => ({ ...item, notAsked: [], status: plainStatus(item) }));
  const table = new Table({
    style: { head: [], border: [], compact: true },
    colWidths: [16, 15, 75],
    wordWrap: true,
    head: ['id', 'status', 'asked by'],
  });
  table.push(
    ...rows.map(({ id, title, status, checks, notAsked, outside }) => [
      id,
      status,
      [title, checks.join(', '), notAskedInWords(checks, notAsked), outside]
        .filter((part) => part !== undefined && part !== '')
        .join('\n'),
    ]),
  );
  const note = report.complete ? '' : '\nOnly the ids in use are listed: what is not covered cannot be counted.';
  return `${report.framework} ${report.version}\n${table.toString()}${note}`;
};

/** Where none was asked the status says so. */
const notAskedInWords = (checks: readonly string[], notAsked: readonly string[]): string | undefined =>
  notAsked.length === 0 || notAsked.length === checks.length ? undefined : `not asked: ${notAsked.join(', ')}`;

const plainStatus = ({ checks, outside }: FrameworkCoverage['items'][number]): string =>
  checks.length > 0 ? 'covered' : outside === undefined ? 'not-covered' : 'outside';
