import type { CheckId } from '../checks/check.ts';
import type { Judgement } from '../checks/judgement.ts';
import { severityRank } from '../checks/severity.ts';
import { findingId } from './finding-id.ts';
import type { Cause, Finding, FindingId } from './finding.ts';
import { sameContent } from './same-content.ts';
import { suppressionOf, type Suppression } from './suppression.ts';

export type EvolveInput = {
  /** Stored findings of the subjects that were judged, in any status. */
  previous: readonly Finding[];
  judgements: readonly Judgement[];
  /** Checks that were asked about these subjects as a whole: their open findings that no judgement names are resolved. */
  consulted: readonly CheckId[];
  /** ISO 8601. */
  now: string;
  /** Absent for a sweep. */
  cause?: Cause;
  exemptions?: readonly Suppression[];
  /** The first sweep: findings are stored and nobody is told of any of them; one summary is sent instead. */
  baseline?: boolean;
};

export type Evolved = {
  /** To be stored, each with the version that follows the stored one, and to be emitted to machines. */
  changed: readonly Finding[];
  /** The part of `changed` that people are told: what became possible, what was done, what grew worse. */
  tell: readonly Finding[];
  /** Every finding of these subjects that is not resolved, after the changes; `changed` or as stored. */
  open: readonly Finding[];
};

/**
 * From what is stored and what was judged to what is stored next. The same judgements twice change nothing.
 *
 * - A yes opens, keeps or updates a finding; an exemption in force makes it suppressed.
 * - A no resolves. An unknown leaves an open finding as it is: what was proved once is not unproved by not knowing.
 * - A missing fact (the coverage check) is a finding of its own, `undetermined`.
 */
export const evolve = (input: EvolveInput): Evolved => {
  const stored = new Map(input.previous.map((finding) => [finding.id, finding]));
  const after = new Map(stored);
  const changed = new Map<FindingId, Finding>();
  const told: FindingId[] = [];
  const judged = new Set<FindingId>();

  const keep = (step: Step | undefined): void => {
    if (step === undefined) return;
    const { finding, tell } = step;
    changed.set(finding.id, finding);
    after.set(finding.id, finding);
    if (tell && input.baseline !== true) told.push(finding.id);
  };

  for (const judgement of input.judgements) {
    if (judgement.listedOnly === true) continue;
    const id = findingId(judgement.checkId, judgement.subject.uniqueId, judgement.questionName);
    // The same question twice in one evaluation is a defect of a check; the first answer stands.
    if (judged.has(id)) continue;
    judged.add(id);
    keep(next(id, stored.get(id), judgement, input));
  }
  const consulted = new Set(input.consulted);
  for (const finding of input.previous) {
    if (!judged.has(finding.id) && consulted.has(finding.checkId)) {
      keep(resolved(finding, input, 'the check no longer judges it'));
    }
  }
  return {
    changed: [...changed.values()],
    tell: told.flatMap((id) => changed.get(id) ?? []),
    open: [...after.values()].filter(({ status }) => status !== 'resolved'),
  };
};

/** The subject is gone: everything open about it is resolved, with the reason. */
export const retire = (input: {
  previous: readonly Finding[];
  now: string;
  cause?: Cause;
  /** One clause: `the role was deleted`. */
  because: string;
}): readonly Finding[] => input.previous.flatMap((finding) => resolved(finding, input, input.because)?.finding ?? []);

type Step = { finding: Finding; tell: boolean };
type When = Pick<EvolveInput, 'now' | 'cause'>;

const next = (
  id: FindingId,
  previous: Finding | undefined,
  judgement: Judgement,
  input: EvolveInput,
): Step | undefined => {
  switch (judgement.answer.answer) {
    case 'no':
      return previous === undefined ? undefined : resolved(previous, input, 'the question answers no');
    case 'unknown':
      if (judgement.kind === 'coverage') return standing(id, previous, judgement, input, 'undetermined');
      return previous?.status === 'suppressed' ? unsuppressed(previous, input) : undefined;
    case 'yes':
      return standing(id, previous, judgement, input, 'new');
  }
};

const exemptionEnded = 'its exemption is no longer in force';

/** What was proved before its exemption ended, and cannot be asked again now, stands again as it was proved. */
const unsuppressed = (previous: Finding, input: EvolveInput): Step | undefined => {
  if (suppressionOf(input.exemptions ?? [], previous, input.now) !== undefined) return undefined;
  const version = previous.version + 1;
  return { finding: { ...previous, status: 'new', statusReason: exemptionEnded, version }, tell: true };
};

const resolved = (previous: Finding, { now, cause }: When, because: string): Step | undefined => {
  if (previous.status === 'resolved') return undefined;
  const finding: Finding = {
    ...previous,
    ...(cause === undefined ? {} : { cause }),
    status: 'resolved',
    statusReason: because,
    version: previous.version + 1,
    evaluatedAt: now,
  };
  return { finding, tell: false };
};

/** A finding that stands: opened, opened again, updated, suppressed, or as it was. */
const standing = (
  id: FindingId,
  previous: Finding | undefined,
  judgement: Judgement,
  input: EvolveInput,
  opened: 'new' | 'undetermined',
): Step | undefined => {
  const exemption = suppressionOf(input.exemptions ?? [], judgement, input.now);
  const fresh = asFinding(id, previous, judgement, input);
  if (exemption !== undefined) {
    const finding: Finding = { ...fresh, status: 'suppressed', statusReason: `exemption ${exemption.id}` };
    const same = previous?.status === 'suppressed' && previous.statusReason === finding.statusReason;
    return same && sameContent(previous, finding) ? undefined : { finding, tell: false };
  }
  if (previous === undefined || previous.status === 'resolved') {
    return { finding: { ...fresh, status: opened }, tell: isNews(judgement, input) };
  }
  if (previous.status === 'suppressed') {
    const finding: Finding = { ...fresh, status: opened, statusReason: exemptionEnded };
    return { finding, tell: true };
  }
  // A change asks about a few principals: its count of unanswered questions is not the account's.
  if (judgement.kind === 'coverage' && input.cause !== undefined) return undefined;
  if (sameContent(previous, fresh)) return undefined;
  const worse = severityRank(fresh.severity) > severityRank(previous.severity);
  const tell = worse || judgement.kind === 'done' || judgement.novelty === 'widened-by-this-change';
  return { finding: { ...fresh, status: opened === 'new' ? 'updated' : opened }, tell };
};

/** What was there before the change is recorded and listed beside what is new; it is not an alert of its own. */
const isNews = (judgement: Judgement, input: EvolveInput): boolean =>
  input.cause === undefined || judgement.novelty !== 'already-there';

const asFinding = (
  id: FindingId,
  previous: Finding | undefined,
  judgement: Judgement,
  { now, cause }: EvolveInput,
): Finding => {
  const open = previous !== undefined && previous.status !== 'resolved';
  const news = judgement.novelty === 'granted-by-this-change' || judgement.novelty === 'widened-by-this-change';
  // How it came about is remembered: a later sweep knows no more about it than the change that made it.
  const keepsOrigin = open && !news;
  const novelty = keepsOrigin ? previous.novelty : judgement.novelty;
  const gained = keepsOrigin ? previous.gained : judgement.gained;
  const shownCause = keepsOrigin ? previous.cause : cause;
  return {
    id,
    version: (previous?.version ?? 0) + 1,
    checkId: judgement.checkId,
    checkName: judgement.checkName,
    title: judgement.title,
    questionName: judgement.questionName,
    ...(judgement.ask === undefined ? {} : { ask: judgement.ask }),
    ...(judgement.trust === undefined ? {} : { trust: judgement.trust }),
    status: 'new',
    severity: judgement.severity,
    subject: judgement.subject,
    sentence: judgement.sentence,
    ...(judgement.reason === undefined ? {} : { reason: judgement.reason }),
    answer: judgement.answer,
    because: judgement.because,
    novelty,
    ...(gained === undefined ? {} : { gained }),
    references: judgement.references,
    containment: judgement.containment,
    fix: judgement.fix,
    ...(judgement.origin === undefined ? {} : { origin: judgement.origin }),
    ...(shownCause === undefined ? {} : { cause: shownCause }),
    firstSeen: previous?.firstSeen ?? now,
    evaluatedAt: now,
  };
};
