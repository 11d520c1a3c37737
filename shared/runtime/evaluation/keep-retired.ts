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

/** The subject is gone: what stood about it is resolved with the reason, in one write with history. */
export const keepRetired = async (
  ports: Pick<Ports, 'findings' | 'documents' | 'clock' | 'identity'>,
  gone: { subject: Subject; because: string; change?: Change; settings: Settings; key: string },
): Promise<readonly Finding[]> => {
  for (let round = 0; round < tries; round += 1) {
    const now = ports.clock.now();
    const previous = await ports.findings.ofSubject(gone.subject.uniqueId);
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
        outcome: 'subject-gone',
        note: gone.because,
        ...(gone.change === undefined ? {} : { change: gone.change }),
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
