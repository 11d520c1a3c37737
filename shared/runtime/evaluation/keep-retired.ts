import type { Change } from '../../change/change.ts';
import type { Subject } from '../../checks/check.ts';
import { retire } from '../../findings/evolve.ts';
import type { Finding } from '../../findings/finding.ts';
import type { Ports } from '../../ports/ports.ts';
import type { Settings } from '../../response/settings.ts';
import { causeOf } from './cause-of.ts';
import { evaluationEntries } from './evaluation-entries.ts';
import { FindingsContended } from './keep-findings.ts';

const tries = 6;

/**
 * The subject is gone, or what was lost of it is back: what stood about it is resolved with the reason, in one write with history.
 * `which` chooses among the findings, `outcome` and `kind` name it in history. Defaults: all of them, `subject-gone`, by the change.
 */
export const keepRetired = async (
  ports: Pick<Ports, 'findings' | 'documents' | 'clock' | 'identity'>,
  gone: {
    subject: Subject;
    because: string;
    change?: Change;
    settings: Settings;
    key: string;
    which?: (finding: Finding) => boolean;
    outcome?: string;
    kind?: 'evaluation';
  },
): Promise<readonly Finding[]> => {
  for (let round = 0; round < tries; round += 1) {
    const now = ports.clock.now();
    const stored = await ports.findings.ofSubject(gone.subject.uniqueId);
    const previous = gone.which === undefined ? stored : stored.filter(gone.which);
    const retired = retire({
      previous,
      now,
      because: gone.because,
      ...(gone.change === undefined ? {} : { cause: causeOf(gone.change) }),
    });
    if (retired.length === 0) return [];
    const findingsDocument = await ports.documents.put(JSON.stringify(retired));
    const entries = evaluationEntries(
      {
        subject: gone.subject,
        ownArn: ports.identity.containRoleArn,
        now,
        settingsVersion: gone.settings.version,
        inputs: [],
        findingsDocument,
        outcome: gone.outcome ?? 'subject-gone',
        note: gone.because,
        ...(gone.change === undefined ? {} : { change: gone.change }),
        ...(gone.kind === undefined ? {} : { kind: gone.kind }),
      },
      retired,
    );
    const key = `${gone.key}#${gone.subject.uniqueId}#retired`;
    const { saved } = await ports.findings.save(retired, {
      entries,
      key,
      notices: [
        {
          kind: 'findings',
          id: `${key}#${retired.length}`,
          at: now,
          accountId: ports.identity.accountId,
          findings: retired,
          tell: [],
          mode: 'observe',
        },
      ],
    });
    if (saved) return retired;
  }
  throw new FindingsContended(gone.subject.arn);
};
