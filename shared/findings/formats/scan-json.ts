import { severityRank } from '../../checks/severity.ts';
import type { Finding } from '../finding.ts';
import { stories, type Story } from '../story.ts';
import { answerShape } from './answer-shape.ts';
import { frameworkIds } from './framework-ids.ts';

/** How much of the input was judged. Numbers without it say nothing. */
export type ScanCoverage = {
  /** Principals that were judged, and those that could not be read at all. */
  evaluated: number;
  notEvaluated: readonly { arn: string; reason: string }[];
  /** What the answers lean on: `service control policies: out of scope`. */
  given: readonly string[];
  /** Checks that were asked. Empty: nothing was judged. */
  checks: readonly string[];
  /** ISO 8601: of the input. */
  asOf: string;
};

export type ScanJson = {
  schemaVersion: '1';
  findings: readonly object[];
  /** Missing facts: what could not be answered, and what would settle it. Never a pass. */
  undetermined: readonly object[];
  coverage: ScanCoverage;
};

/**
 * What `scan --format json` prints: one finding a subject, worst first, then by subject. It is the broadest of those about
 * the subject, as severe as the worst of them, and says which checks it `includes`; the others stand whole in `included`,
 * each with its own witness. Severity is upper case.
 */
export const scanJson = (findings: readonly Finding[], coverage: ScanCoverage): ScanJson => ({
  schemaVersion: '1',
  findings: stories(findings.filter(({ status }) => status !== 'undetermined')).map(asFolded),
  undetermined: findingRows(findings.filter(({ status }) => status === 'undetermined')),
  coverage,
});

/** Each finding by itself: worst first, then by subject and check. */
export const findingRows = (findings: readonly Finding[]): readonly object[] =>
  findings
    .toSorted(
      (a, b) =>
        severityRank(b.severity) - severityRank(a.severity) ||
        compare(a.subject.arn, b.subject.arn) ||
        compare(a.checkId, b.checkId) ||
        compare(a.questionName, b.questionName),
    )
    .map(asRow);

const asFolded = ({ lead, severity, headline, includes, findings }: Story): object => ({
  ...asRow(lead),
  severity: severity.toUpperCase(),
  sentence: findings.length === 1 ? lead.sentence : headline,
  includes: includes.map(({ checkId }) => checkId),
  included: findings.filter((finding) => finding !== lead).map(asRow),
});

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

const asRow = (finding: Finding): object => ({
  id: finding.id,
  checkId: finding.checkId,
  checkName: finding.checkName,
  title: finding.title,
  status: finding.status,
  severity: finding.severity.toUpperCase(),
  subject: { kind: finding.subject.kind, arn: finding.subject.arn, uniqueId: finding.subject.uniqueId },
  accountId: finding.subject.accountId,
  ...(finding.subject.region === undefined ? {} : { region: finding.subject.region }),
  question: finding.questionName,
  sentence: finding.sentence,
  ...(finding.reason === undefined ? {} : { reason: finding.reason }),
  answer: answerShape(finding.answer),
  because: finding.because.map(({ policyArn, source, sid, index, effect, text, sha256 }) => ({
    policyArn: policyArn ?? source.name,
    layer: source.layer,
    ...(sid === undefined ? {} : { sid }),
    index,
    effect,
    statement: text,
    sha256,
  })),
  novelty: finding.novelty,
  containment: finding.containment ?? 'ask',
  ...(finding.fix === undefined ? {} : { fix: finding.fix }),
  ...(finding.origin === undefined ? {} : { origin: finding.origin }),
  frameworks: frameworkIds(finding.references),
});
