import type { Subject } from '../../shared/checks/check.ts';
import type { Ports } from '../../shared/ports/ports.ts';
import { keepRetired } from '../../shared/runtime/evaluation/keep-retired.ts';
import type { Sweep } from './sweep-account.ts';

/** Findings about roles and users that the account no longer has: they are over. @returns how many principals are gone. */
export const retireMissing = async (ports: Ports, sweep: Sweep): Promise<number> => {
  const present = new Set(sweep.principals.map(({ uniqueId }) => uniqueId));
  const missing = new Map<string, Subject>();
  for (const { subject } of await ports.findings.open()) {
    const isPrincipal = subject.kind === 'role' || subject.kind === 'user';
    if (isPrincipal && subject.accountId === ports.identity.accountId && !present.has(subject.uniqueId))
      missing.set(subject.uniqueId, subject);
  }
  for (const subject of missing.values())
    await keepRetired(ports, {
      subject,
      because: `the ${subject.kind} does not exist any more`,
      settings: sweep.settings,
      key: `sweep#${sweep.run.id}`,
    });
  return missing.size;
};
