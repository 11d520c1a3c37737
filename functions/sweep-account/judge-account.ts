import { askAccountChecks } from '../../shared/checks/ask-account-checks.ts';
import { askCoverage } from '../../shared/checks/ask-coverage.ts';
import type { Subject } from '../../shared/checks/check.ts';
import type { Asked } from '../../shared/checks/judgement.ts';
import { accountSubject } from '../../shared/checks/subjects.ts';
import type { AccountFacts, GuardrailFacts, InvocationLogging } from '../../shared/facts/account-facts.ts';
import { absent, known, unknown, type Known } from '../../shared/facts/known.ts';
import type { Ports } from '../../shared/ports/ports.ts';
import type { Read } from '../../shared/ports/read.ts';
import { keepFindings } from '../../shared/runtime/evaluation/keep-findings.ts';
import type { Sweep } from './sweep-account.ts';

/** The account's own state, Region by Region, and what of the whole sweep could not be judged. */
export const judgeAccount = async (
  ports: Ports,
  sweep: Sweep,
): Promise<{ told: number; failed: readonly string[] }> => {
  const { accountId } = ports.identity;
  const account = await readAccountFacts(ports, sweep);
  const asked = askAccountChecks({
    account,
    settings: sweep.settings.checks,
    modelAccess: sweep.run.modelAccess,
  });
  const unanswered = [...sweep.run.coverage, ...asked.judgements.filter(({ answer }) => answer.answer === 'unknown')];
  const coverage = askCoverage({ accountId, asked: [{ judgements: unanswered, consulted: [] }], scope: 'sweep' });
  const inputs = [
    await ports.documents.put(
      JSON.stringify({ invocationLogging: account.invocationLogging, guardrails: account.guardrails }),
    ),
  ];
  let told = 0;
  const failed: string[] = [];
  const parts = [
    ...bySubject(asked),
    ...(await noLongerJudged(ports, asked)),
    { ...coverage, subject: accountSubject(accountId) },
  ];
  for (const part of parts) {
    try {
      const kept = await keepFindings(ports, {
        ...part,
        settings: sweep.settings,
        mode: sweep.mode,
        inputs,
        baseline: sweep.baseline,
        note: 'judged by the sweep',
        key: `sweep#${sweep.run.id}`,
      });
      told += kept.told.length;
    } catch (error) {
      failed.push(`${part.subject.arn}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  return { told, failed };
};

type Part = Asked & { subject: Subject };

const bySubject = (asked: Asked): readonly Part[] =>
  [...Map.groupBy(asked.judgements, ({ subject }) => subject.uniqueId).values()].flatMap((judgements) => {
    const subject = judgements[0]?.subject;
    return subject === undefined ? [] : [{ subject, judgements, consulted: asked.consulted }];
  });

/** What was found about a Region that no check judges any more is over. */
const noLongerJudged = async (ports: Ports, asked: Asked): Promise<readonly Part[]> => {
  const judged = new Set(asked.judgements.map(({ subject }) => subject.uniqueId));
  const consulted = new Set(asked.consulted);
  const left = new Map<string, Subject>();
  for (const { checkId, subject } of await ports.findings.open())
    if (consulted.has(checkId) && !judged.has(subject.uniqueId)) left.set(subject.uniqueId, subject);
  return [...left.values()].map((subject) => ({ subject, judgements: [], consulted: asked.consulted }));
};

const readAccountFacts = async (ports: Ports, sweep: Sweep): Promise<AccountFacts> => {
  const asOf = ports.clock.now();
  const invocationLogging: Record<string, Known<InvocationLogging>> = {};
  const guardrails: Record<string, Known<readonly GuardrailFacts[]>> = {};
  for (const region of ports.identity.watchedRegions) {
    invocationLogging[region] = knownOf(await ports.accountState.invocationLogging(region));
    const read = await ports.accountState.guardrails(region);
    guardrails[region] = knownOf(read);
    if (read.found === 'yes') for (const facts of read.value) await ports.guardrailMemory.remember(facts, asOf);
  }
  return { accountId: ports.identity.accountId, asOf, principals: sweep.principals, invocationLogging, guardrails };
};

const knownOf = <T>(read: Read<T>): Known<T> => {
  switch (read.found) {
    case 'yes':
      return known(read.value);
    case 'no':
      return absent;
    case 'unreadable':
      return unknown(read.why);
  }
};
