import type { PrincipalFacts } from '../shared/facts/principal-facts.ts';
import type { Finding } from '../shared/findings/finding.ts';
import type { Ports } from '../shared/ports/ports.ts';
import type { Settings } from '../shared/response/settings.ts';
import { scanAccount } from './scan-account.ts';

/**
 * What stands about a principal now: the findings that are known, and what the checks find on the present facts beside them. No
 * finding on record is no answer: the principal may never have been looked at.
 */
export const judgeHere = async (
  ports: Pick<Ports, 'principals' | 'clock'>,
  principal: PrincipalFacts,
  stored: readonly Finding[],
  settings: Pick<Settings, 'checks'>,
): Promise<readonly Finding[]> => {
  const read = await ports.principals.readAccount();
  const now = ports.clock.now();
  const { findings } = scanAccount({
    accountId: principal.accountId,
    principals: read.found === 'yes' ? read.value : [principal],
    about: [principal],
    settings: settings.checks,
    asOf: now,
    now,
  });
  const ids = new Set(stored.map(({ id }) => id));
  const found = findings.filter(({ id, subject }) => !ids.has(id) && subject.uniqueId === principal.uniqueId);
  return [...stored, ...found];
};
