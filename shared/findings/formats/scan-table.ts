import Table from 'cli-table3';
import { displayText } from '../../change/display-text.ts';
import { severities } from '../../checks/severity.ts';
import type { Finding } from '../finding.ts';
import { stories, type Story } from '../story.ts';
import { becauseText } from './because-text.ts';
import { requestLines } from './request-text.ts';
import type { ScanCoverage } from './scan-json.ts';

/** Columns of the widest line; ARNs wrap and are never shortened. */
const width = 110;

/** What `scan` prints for people: one story a principal, worst first, then what could not be judged. No colour. `account`: the file, for the command that explains. */
export const scanTable = (findings: readonly Finding[], coverage: ScanCoverage, account?: string): string => {
  const standing = findings.filter(({ status }) => status !== 'resolved' && status !== 'undetermined');
  const missing = findings.filter(({ status }) => status === 'undetermined');
  const told = stories(standing);
  const parts = [
    told.length === 0 ? 'No findings.' : told.map((story) => storyText(story, account)).join('\n\n'),
    missing.length === 0 ? '' : ['Not judged, so not known to be safe:', ...missing.map(missingLine)].join('\n'),
    coverageText(coverage, told, standing),
  ];
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`;
};

const storyText = (story: Story, account: string | undefined): string => {
  const table = new Table({
    style: { head: [], border: [], compact: true },
    colWidths: [14, 18, width - 14 - 18 - 4],
    wordWrap: true,
    head: ['severity', 'check', 'what does not hold'],
  });
  table.push(
    ...story.includes.map((included) => [included.severity.toUpperCase(), included.checkId, foundText(included)]),
  );
  return [
    `${story.severity.toUpperCase()}  ${displayText(story.subject.arn, 2048)}`,
    `${displayText(story.headline, 1024)}.`,
    table.toString(),
    ...whyLines(story),
    `explain: ringfence explain ${story.lead.id}${account === undefined ? '' : ` --account ${account}`}`,
  ].join('\n');
};

/** Questions named for a check before the table says how many more there are; JSON has them all. */
const namedQuestions = 6;

/** The title, and below it the questions where they say more than the title: actions, services, paths. */
const foundText = ({ title, questions, checkName }: Story['includes'][number]): string => {
  if (questions.length === 1 && questions[0] === checkName) return title;
  const named = questions.slice(0, namedQuestions).map((question) => displayText(question));
  const more = questions.length - named.length;
  return `${title}\n${named.join(', ')}${more > 0 ? `, and ${more} more` : ''}`;
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
  const counts = [...severities]
    .reverse()
    .map((severity) => [findings.filter((finding) => finding.severity === severity).length, severity] as const)
    .filter(([count]) => count > 0)
    .map(([count, severity]) => `${count} ${severity.toUpperCase()}`);
  return [
    `${coverage.evaluated} ${coverage.evaluated === 1 ? 'principal' : 'principals'} judged as of ${coverage.asOf}, ` +
      `${told.length} with findings${counts.length === 0 ? '' : ` (${counts.join(', ')})`}.`,
    ...coverage.notEvaluated.map(
      ({ arn, reason }) => `Not read: ${displayText(arn, 2048)}: ${displayText(reason, 1024)}`,
    ),
    ...(coverage.given.length === 0
      ? []
      : ['The answers lean on:', ...coverage.given.map((line) => `  ${displayText(line, 1024)}`)]),
  ].join('\n');
};
