import type { Subject } from '../../checks/check.ts';
import type { Finding } from '../../findings/finding.ts';
import type { EntryDraft } from '../../history/entry.ts';
import type { Change } from '../../change/change.ts';
import { displayText } from '../../change/display-text.ts';
import { versions } from '../versions.ts';

export type EvaluationRecord = {
  subject: Subject;
  /** Absent: a sweep, unless `kind` says otherwise. */
  change?: Change;
  kind?: 'evaluation';
  /** Ringfence's own ARN, where nobody else acted. */
  ownArn: string;
  now: string;
  settingsVersion: number;
  /** Hashes of the facts and documents that were judged. */
  inputs: readonly string[];
  /** Hash of the document that holds the changed findings whole: whoever has one can show what was found. */
  findingsDocument?: string;
  outcome: string;
  note: string;
};

const atWork = { catalogueVersion: versions.catalogue, engineVersion: versions.product } as const;

/** One entry for what was judged, and one for each finding that changed. Numbers and text only: they are hashed. */
export const evaluationEntries = (record: EvaluationRecord, changed: readonly Finding[]): readonly EntryDraft[] => {
  const actor = actorOf(record);
  const subject = subjectOf(record.subject);
  return [
    {
      time: record.now,
      kind: record.kind ?? (record.change === undefined ? 'sweep' : 'evaluation'),
      actor,
      subject,
      outcome: record.outcome,
      inputs: record.inputs,
      settingsVersion: record.settingsVersion,
      ...atWork,
      note: hashable(record.note),
    },
    ...changed.map(
      (finding): EntryDraft => ({
        time: record.now,
        kind: 'finding',
        actor,
        subject: subjectOf(finding.subject),
        check: finding.checkId,
        finding: finding.id,
        outcome: finding.status,
        ...(record.findingsDocument === undefined ? {} : { after: { hash: record.findingsDocument } }),
        settingsVersion: record.settingsVersion,
        ...atWork,
        ...(finding.statusReason === undefined ? {} : { reason: finding.statusReason }),
        note: finding.sentence,
      }),
    ),
  ];
};

const actorOf = ({ change, ownArn }: EvaluationRecord): EntryDraft['actor'] =>
  change === undefined
    ? { arn: ownArn }
    : {
        arn: hashable(change.actor.arn ?? `unknown:${change.actor.type}`),
        ...(change.actor.principalId === undefined ? {} : { id: hashable(change.actor.principalId) }),
        ...(change.actor.sessionName === undefined ? {} : { session: hashable(change.actor.sessionName) }),
      };

/** Half a surrogate pair has no hash: a name must not be able to keep its own change out of history. */
const hashable = (text: string): string => displayText(text, 2_048);

const subjectOf = ({ accountId, uniqueId, arn }: Subject): NonNullable<EntryDraft['subject']> => ({
  account: accountId,
  id: uniqueId,
  arn,
});
