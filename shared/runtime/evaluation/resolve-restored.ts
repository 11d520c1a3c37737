import { diffWithRecord } from '../../facts/guardrail/guardrail-record.ts';
import { mayBeWeaker } from '../../facts/guardrail/verdict.ts';
import type { Finding } from '../../findings/finding.ts';
import type { Ports } from '../../ports/ports.ts';
import type { Restoration } from '../../response/guardrail/restoration.ts';
import { keepRetired } from './keep-retired.ts';
import { readSettings } from './read-settings.ts';

/** What a whole restoration answers: the deletion, and what had been lost before it. Not the deletion of a single version. */
const lossOf: ReadonlySet<string> = new Set(['guardrail-deleted', 'guardrail-weakened']);

/**
 * Ends the findings that a restoration has answered. Asked again it changes nothing. A loss that was found after the plan was made
 * is another one, and one that was put back in part stands for what stays.
 */
export const resolveRestored = async (
  ports: Pick<
    Ports,
    'findings' | 'documents' | 'clock' | 'identity' | 'accountState' | 'guardrailMemory' | 'settings' | 'restorations'
  >,
  restoration: Restoration,
): Promise<readonly Finding[]> => {
  const { id, state, plan } = restoration;
  if (state !== 'RESTORED' || plan.kind === 'enforcement') return [];
  if (plan.kind === 'put-back' && !(await isWhole(ports, restoration))) return [];
  return keepRetired(ports, {
    subject: plan.subject,
    because: `restoration ${id} brought it back`,
    settings: await readSettings(ports),
    key: `restored#${id}`,
    which: ({ checkId, questionName, status, evaluatedAt }) =>
      (checkId === 'RF.GUARD.1' || checkId === 'RF.GUARD.2') &&
      lossOf.has(questionName) &&
      (status === 'new' || status === 'updated') &&
      Date.parse(evaluatedAt) <= Date.parse(plan.plannedAt),
    outcome: 'restored',
    kind: 'evaluation',
  });
};

/** It stands now as nothing had been lost; what cannot be ranked stays open, and what cannot be read stays as it is. */
const isWhole = async (
  { accountState, guardrailMemory }: Pick<Ports, 'accountState' | 'guardrailMemory'>,
  { plan: { subject } }: Restoration,
): Promise<boolean> => {
  const [now, record] = [
    await accountState.guardrail(subject.region, subject.arn),
    await guardrailMemory.recall(subject.arn),
  ];
  return now.found === 'yes' && record.found === 'yes' && !mayBeWeaker(diffWithRecord(record.value, now.value).verdict);
};
