import { askRefusedEvent } from '../../checks/ask-refused-event.ts';
import type { RefusedEvent } from '../../checks/check.ts';
import { accountSubject } from '../../checks/subjects.ts';
import type { Finding } from '../../findings/finding.ts';
import type { Ports } from '../../ports/ports.ts';
import { currentMode } from './current-mode.ts';
import { keepFindings } from './keep-findings.ts';
import { readSettings } from './read-settings.ts';

/** An event that contradicts itself is never judged as a change: it is dropped and told. A repeat changes nothing. */
export const reportForged = async (
  ports: Ports,
  refused: Omit<RefusedEvent, 'accountId'>,
): Promise<readonly Finding[]> => {
  const { accountId } = ports.identity;
  const settings = await readSettings(ports);
  const asked = askRefusedEvent({ refused: { ...refused, accountId }, settings: settings.checks });
  const { changed } = await keepFindings(ports, {
    subject: accountSubject(accountId),
    judgements: asked.judgements,
    consulted: asked.consulted,
    settings,
    mode: await currentMode(ports),
    inputs: [],
    note: 'an event was refused because it contradicts itself',
    key: `forged#${refused.eventId ?? refused.at}`,
  });
  return changed;
};
