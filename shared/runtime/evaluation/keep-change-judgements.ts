import type { Change } from '../../change/change.ts';
import type { Asked } from '../../checks/judgement.ts';
import type { Finding } from '../../findings/finding.ts';
import type { Ports } from '../../ports/ports.ts';
import type { Settings } from '../../response/settings.ts';
import { keepFindings } from './keep-findings.ts';

/** What was done, kept by whom or what it is about. A change with nothing to say about it writes nothing. */
export const keepChangeJudgements = async (
  ports: Ports,
  about: { asked: Asked; change: Change; settings: Settings; mode: string },
): Promise<readonly Finding[]> => {
  const { asked, change, settings, mode } = about;
  const changed: Finding[] = [];
  for (const judgements of Map.groupBy(asked.judgements, ({ subject }) => subject.uniqueId).values()) {
    const subject = judgements[0]?.subject;
    if (subject === undefined) continue;
    const kept = await keepFindings(ports, {
      subject,
      judgements,
      consulted: asked.consulted,
      change,
      settings,
      mode,
      inputs: [],
      note: `${change.eventName} was judged by itself`,
      key: `change#${change.eventId}`,
    });
    changed.push(...kept.changed);
  }
  return changed;
};
