import Table from 'cli-table3';
import { displayText } from '../../change/display-text.ts';
import { severities, severityRank } from '../../checks/severity.ts';
import type { Finding } from '../finding.ts';
import { administersEverything } from '../headline.ts';
import { stories, type Included, type Story } from '../story.ts';
import { becauseText } from './because-text.ts';
import { requestLines } from './request-text.ts';
import type { ScanCoverage } from './scan-json.ts';
import { wrappedList } from './wrapped-list.ts';

/** Columns of the widest line; ARNs wrap and are never shortened. */
const width = 110;

/**
 * What `scan` prints for people: one story a principal, worst first, then what could not be judged. No colour. `account`: the file and
 * what was given beside it, as the command that explains takes it.
 */
export const scanTable = (findings: readonly Finding[], coverage: ScanCoverage, account?: string): string => {
  const standing = findings.filter(({ status }) => status !== 'resolved' && status !== 'undetermined');
  const missing = findings.filter(({ status }) => status === 'undetermined');
  const told = stories(standing);
  const parts = [
    told.length === 0 ? '' : summaryLine(coverage, told),
    told.length === 0 ? noneText(coverage, missing) : told.map((story) => storyText(story, account)).join('\n\n'),
    missing.length === 0 ? '' : ['Not judged, so not known to be safe:', ...missing.map(missingLine)].join('\n'),
    coverageText(coverage, told, standing),
  ];
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`;
};

/** No finding of what was never looked at would read as a pass. */
const noneText = ({ checks }: ScanCoverage, missing: readonly Finding[]): string =>
  checks.length === 0 && missing.length === 0 ? nothingJudged : 'No findings.';

/** For input that holds nothing to ask about. */
export const nothingJudged = 'Nothing was judged: the input holds no user and no role. This is no pass.';

/** The first line of the page: how bad, and how many principals. */
const summaryLine = ({ evaluated }: ScanCoverage, told: readonly Story[]): string => {
  const counts = [...severities]
    .reverse()
    .map((severity) => [told.filter((story) => story.severity === severity).length, severity] as const)
    .filter(([count]) => count > 0)
    .map(([count, severity]) => `${count} ${severity.toUpperCase()}`);
  return `${counts.join(', ')}; ${inWords(evaluated)} judged. Each is told once, worst first.`;
};

const inWords = (principals: number): string => `${principals} ${principals === 1 ? 'principal' : 'principals'}`;

const storyText = (story: Story, account: string | undefined): string =>
  [
    `${story.severity.toUpperCase()}  ${displayText(story.subject.arn, 2048)}`,
    `${displayText(story.headline, 1024)}.`,
    includedText(story),
    ...whyLines(story),
    `explain: ringfence explain ${story.lead.id}${account === undefined ? '' : ` --account ${account}`}`,
  ].join('\n');

/** A table where there is something to compare; one check is a line, and an administrator is a list of checks. */
const includedText = (story: Story): string => {
  const [only, second] = story.includes;
  if (administersEverything(story.findings)) {
    const ids = story.includes.map(({ checkId }) => checkId);
    return wrappedList('includes:', ids, '  ', width);
  }
  if (only !== undefined && second === undefined) {
    const title = `${only.checkId}  ${only.title}`;
    const questions = namedOf(only);
    return questions.length === 0 ? title : `${title}\n${wrappedList('  ', questions, '  ', width)}`;
  }
  return includesTable(story);
};

const includesTable = (story: Story): string => {
  const table = new Table({
    style: { head: [], border: [], compact: true },
    colWidths: [14, 18, width - 14 - 18 - 4],
    wordWrap: true,
    head: ['severity', 'check', 'what does not hold'],
  });
  table.push(
    ...story.includes
      .toSorted((a, b) => severityRank(b.severity) - severityRank(a.severity))
      .map((included) => [included.severity.toUpperCase(), included.checkId, foundText(included)]),
  );
  return table.toString();
};

/** Questions named for a check before the table says how many more there are; JSON has them all. */
const namedQuestions = 6;

/** The title, and below it the questions where they say more than the title: actions, services, paths. */
const foundText = (included: Included): string => {
  const questions = namedOf(included);
  return questions.length === 0 ? included.title : `${included.title}\n${questions.join(', ')}`;
};

const namedOf = ({ questions, checkName }: Included): readonly string[] => {
  if (questions.length === 1 && questions[0] === checkName) return [];
  const named = questions.slice(0, namedQuestions).map((question) => displayText(question));
  const more = questions.length - named.length;
  return more > 0 ? [...named, `and ${more} more`] : named;
};

const whyLines = ({ lead }: Story): readonly string[] => {
  if (lead.answer.answer !== 'yes') return [];
  if (!('witness' in lead.answer)) {
    return lead.answer.evidence.map(({ fact, value }) => `why: ${displayText(fact)}: ${displayText(value, 2048)}`);
  }
  return [
    ...lead.because.map((because) => `why: ${becauseText(because)}`),
    'a request that is allowed:',
    ...requestLines(lead.answer.witness.request).map((line) => `  ${line}`),
  ];
};

const missingLine = ({ sentence, reason }: Finding): string =>
  `  ${displayText(sentence, 1024)}${reason === undefined ? '' : `: ${displayText(reason, 1024)}`}`;

const coverageText = (coverage: ScanCoverage, told: readonly Story[], findings: readonly Finding[]): string => {
  const all = findings.length === 0 ? '' : ` (${findings.length} in all; --json has each)`;
  return [
    `${inWords(coverage.evaluated)} judged as of ${coverage.asOf}, ${told.length} with findings${all}.`,
    ...coverage.notEvaluated.map(
      ({ arn, reason }) => `Not read: ${displayText(arn, 2048)}: ${displayText(reason, 1024)}`,
    ),
    ...(coverage.given.length === 0
      ? []
      : ['The answers lean on:', ...coverage.given.map((line) => `  ${displayText(line, 1024)}`)]),
  ].join('\n');
};
