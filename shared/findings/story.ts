import { checks } from '../checks/catalogue.ts';
import type { CheckId, Subject } from '../checks/check.ts';
import { severityRank, type Severity } from '../checks/severity.ts';
import { deltaInWords, type DeltaInWords } from './delta-in-words.ts';
import type { Finding, FindingId } from './finding.ts';
import { headlineOf } from './headline.ts';

/** One check's part of a story. */
export type Included = {
  checkId: CheckId;
  checkName: string;
  title: string;
  /** The worst of its findings. */
  severity: Severity;
  questions: readonly string[];
  findings: readonly FindingId[];
};

/** One principal, one story: its findings under the broadest one. */
export type Story = {
  subject: Subject;
  /** The broadest finding: its id is the story's thread, and commands are about it. */
  lead: Finding;
  /** The worst of all. */
  severity: Severity;
  /** One sentence. */
  headline: string;
  /** By check, in catalogue order; the lead's check among them. */
  includes: readonly Included[];
  delta: DeltaInWords;
  /** Worst first, then in catalogue order. */
  findings: readonly Finding[];
};

/**
 * Folds findings into one story a subject, worst story first. `open`: everything that stands about these subjects, for
 * what the subject could do already.
 *
 * The broadest finding is, in this order: the one whose statement lets the most of the findings through; the most severe;
 * the first in the catalogue; the first by question name.
 */
export const stories = (findings: readonly Finding[], open: readonly Finding[] = []): readonly Story[] => {
  const bySubject = Map.groupBy(findings, ({ subject }) => subject.uniqueId);
  return [...bySubject.values()]
    .flatMap((own) => {
      const background = open.filter(({ subject }) => subject.uniqueId === own[0]?.subject.uniqueId);
      return storyOf(own, background) ?? [];
    })
    .sort((a, b) => severityRank(b.severity) - severityRank(a.severity) || compareText(a.subject.arn, b.subject.arn));
};

const storyOf = (findings: readonly Finding[], open: readonly Finding[]): Story | undefined => {
  const sorted = findings.toSorted(worstFirst);
  const worst = sorted[0];
  const lead = sorted.toSorted(broadestFirst(sorted))[0];
  if (worst === undefined || lead === undefined) return undefined;
  const told = new Set(findings.map(({ id }) => id));
  return {
    subject: lead.subject,
    lead,
    severity: worst.severity,
    headline: headlineOf(lead, sorted),
    includes: includesOf(sorted),
    delta: deltaInWords(lead.subject, sorted, open.filter(({ id }) => !told.has(id)).toSorted(worstFirst)),
    findings: sorted,
  };
};

const catalogueOrder: ReadonlyMap<CheckId, number> = new Map(checks.map(({ id }, index) => [id, index]));
/** A finding of a retired check comes last. */
const placeOf = (id: CheckId): number => catalogueOrder.get(id) ?? catalogueOrder.size;

const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

const inCatalogueOrder = (a: Finding, b: Finding): number =>
  placeOf(a.checkId) - placeOf(b.checkId) ||
  compareText(a.checkId, b.checkId) ||
  compareText(a.questionName, b.questionName);

const worstFirst = (a: Finding, b: Finding): number =>
  severityRank(b.severity) - severityRank(a.severity) || inCatalogueOrder(a, b);

/** A statement of a layer that grants: boundaries and organisation policies only let through. */
const grantsOf = (finding: Finding): readonly string[] =>
  finding.because
    .filter(({ source }) => source.layer === 'identity' || source.layer === 'group' || source.layer === 'resource')
    .map(({ source, index }) => JSON.stringify([source.layer, source.name, index]));

const broadestFirst = (findings: readonly Finding[]): ((a: Finding, b: Finding) => number) => {
  const letsThrough = new Map<string, number>();
  for (const key of findings.flatMap(grantsOf)) letsThrough.set(key, (letsThrough.get(key) ?? 0) + 1);
  const breadth = (finding: Finding) => Math.max(0, ...grantsOf(finding).map((key) => letsThrough.get(key) ?? 0));
  return (a, b) => breadth(b) - breadth(a) || worstFirst(a, b);
};

const includesOf = (sorted: readonly Finding[]): readonly Included[] =>
  [...Map.groupBy(sorted, ({ checkId }) => checkId).values()]
    .flatMap((own) => {
      const first = own[0];
      if (first === undefined) return [];
      const { checkId, checkName, title, severity } = first;
      const questions = own.map(({ questionName }) => questionName);
      return [{ checkId, checkName, title, severity, questions, findings: own.map(({ id }) => id) }];
    })
    .sort((a, b) => placeOf(a.checkId) - placeOf(b.checkId) || compareText(a.checkId, b.checkId));
