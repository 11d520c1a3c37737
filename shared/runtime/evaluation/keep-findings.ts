import type { Change } from '../../change/change.ts';
import type { CheckId, Subject } from '../../checks/check.ts';
import type { Judgement } from '../../checks/judgement.ts';
import { evolve, type Evolved } from '../../findings/evolve.ts';
import type { Finding, FindingId } from '../../findings/finding.ts';
import { stories } from '../../findings/story.ts';
import type { Ports } from '../../ports/ports.ts';
import type { Notice } from '../../response/notice.ts';
import { sha256 } from '../../response/canonical-json.ts';
import type { Settings } from '../../response/settings.ts';
import { causeOf } from './cause-of.ts';
import { evaluationEntries } from './evaluation-entries.ts';

/** Another worker was faster; so often in a row it is not chance any more. */
const tries = 6;

export type Judged = {
  subject: Subject;
  judgements: readonly Judgement[];
  consulted: readonly CheckId[];
  change?: Change;
  settings: Settings;
  mode: string;
  /** Hashes of what was judged. */
  inputs: readonly string[];
  /** The first sweep: kept, and nobody is told. */
  baseline?: boolean;
  /** Ringfence's own exact write: kept, and nobody is told. */
  quiet?: boolean;
  note: string;
  /** What makes this evaluation itself, beside its subject: an event or a sweep. */
  key: string;
};

export type Kept = Pick<Evolved, 'changed' | 'open'> & { told: readonly FindingId[] };

/**
 * From judgements to stored findings, with history and the notice in the same transaction. A stale writer reads again and decides
 * again; what was judged stays the same.
 *
 * @throws FindingsContended where others were faster every time: the event is delivered again.
 */
export const keepFindings = async (
  ports: Pick<Ports, 'findings' | 'history' | 'documents' | 'clock' | 'identity'>,
  judged: Judged,
): Promise<Kept> => {
  for (let round = 0; round < tries; round += 1) {
    const now = ports.clock.now();
    const previous = await ports.findings.ofSubject(judged.subject.uniqueId);
    const evolved = evolve({
      previous,
      judgements: judged.judgements,
      consulted: judged.consulted,
      now,
      exemptions: judged.settings.exemptions,
      baseline: judged.baseline === true || judged.quiet === true,
      ...(judged.change === undefined ? {} : { cause: causeOf(judged.change) }),
    });
    const findingsDocument =
      evolved.changed.length === 0 ? undefined : await ports.documents.put(JSON.stringify(evolved.changed));
    const entries = evaluationEntries(
      {
        subject: judged.subject,
        ownArn: ports.identity.containRoleArn,
        now,
        settingsVersion: judged.settings.version,
        inputs: judged.inputs,
        outcome: evolved.changed.length === 0 ? 'unchanged' : 'changed',
        note: judged.note,
        ...(findingsDocument === undefined ? {} : { findingsDocument }),
        ...(judged.change === undefined ? {} : { change: judged.change }),
      },
      evolved.changed,
    );
    const kept: Kept = { changed: evolved.changed, open: evolved.open, told: evolved.tell.map(({ id }) => id) };
    const key = keyOf(judged, evolved.changed);
    if (evolved.changed.length === 0) {
      // A sweep that finds everything as it was says so once, not once a principal.
      if (judged.change !== undefined) await ports.history.append(entries, key);
      return kept;
    }
    const notices = judged.baseline === true ? [] : [noticeOf(ports, judged, evolved, now)];
    const saved = await ports.findings.save(evolved.changed, { entries, key, notices });
    if (saved.saved) return kept;
  }
  throw new FindingsContended(judged.subject.arn);
};

export class FindingsContended extends Error {
  constructor(arn: string) {
    super(`findings of ${arn} were not saved: other workers were faster ${tries} times; deliver the event again`);
    this.name = 'FindingsContended';
  }
}

/** The same evaluation with the same result is one entry; with another result it is another. */
const keyOf = ({ key, subject }: Judged, changed: readonly Finding[]): string =>
  `${key}#${subject.uniqueId}#${sha256(changed.map(({ id, version }) => `${id}#${version}`).join('\n')).slice(0, 16)}`;

/** One principal, one story: its id is that of the finding that leads it. */
const noticeOf = (ports: Pick<Ports, 'identity'>, judged: Judged, evolved: Evolved, now: string): Notice => {
  const { changed, tell, open } = evolved;
  const lead = stories(tell.length > 0 ? tell : changed, open)[0]?.lead;
  const told = new Set(changed.map(({ id }) => id));
  const base = {
    id: lead === undefined ? `${judged.key}#${judged.subject.uniqueId}` : `${lead.id}#${lead.version}`,
    at: now,
    accountId: ports.identity.accountId,
  };
  const tampering = tell.filter(({ checkId }) => checkId.startsWith('RF.TAMPER.'));
  return tampering.length > 0 && tampering.length === tell.length
    ? { ...base, kind: 'tampering', findings: changed }
    : {
        ...base,
        kind: 'findings',
        findings: changed,
        tell: tell.map(({ id }) => id),
        open: open.filter(({ id }) => !told.has(id)),
        mode: judged.mode,
      };
};
