import { askChecks } from '../../shared/checks/ask-checks.ts';
import type { Judgement } from '../../shared/checks/judgement.ts';
import type { PrincipalFacts } from '../../shared/facts/principal-facts.ts';
import { unknown } from '../../shared/facts/known.ts';
import type { Ports } from '../../shared/ports/ports.ts';
import type { SweepRun } from '../../shared/ports/sweep-log.ts';
import type { Answer } from '../../shared/reasoning/types.ts';
import { keepFindings } from '../../shared/runtime/evaluation/keep-findings.ts';
import { isContainable, requestContainmentOf } from '../../shared/runtime/evaluation/request-containment.ts';
import { stateBefore } from '../../shared/runtime/evaluation/state-before.ts';
import type { Sweep } from './sweep-account.ts';

/** Kept between two parts of a sweep; the facts that are missing are named, their questions counted no further than this. */
const unansweredKept = 500;

/** One principal of a sweep: judged against what was seen last, so that a change whose event was lost is told and contained. */
export const sweepPrincipal = async (
  ports: Ports,
  sweep: Sweep,
  facts: PrincipalFacts,
): Promise<{ run: SweepRun; told: number }> => {
  const { settings, mode, baseline, cache, account, run } = sweep;
  const now = ports.clock.now();
  const before = baseline ? unknown('the first sweep of the account') : await stateBefore(ports, facts, undefined);
  const asked = askChecks({ principal: facts, before, settings: settings.checks, now, cache, account });
  const kept = await keepFindings(ports, {
    subject: asked.subject,
    judgements: asked.judgements,
    consulted: asked.consulted,
    settings,
    mode,
    inputs: [await ports.documents.put(JSON.stringify({ facts }))],
    baseline,
    note: 'judged by the sweep',
    key: `sweep#${run.id}`,
  });
  if (!baseline) {
    await requestContainmentOf(ports, {
      subject: asked.subject,
      principal: { kind: facts.kind, name: facts.name },
      eventId: run.id,
      findings: kept.open.filter((finding) => isContainable(finding) && finding.evaluatedAt >= run.startedAt),
    });
  }
  await ports.principalMemory.remember(facts, now);
  return {
    told: kept.told.length,
    run: {
      ...run,
      after: facts.uniqueId,
      principals: run.principals + 1,
      modelAccess: withKind(run.modelAccess, asked.modelAccess),
      coverage: [...run.coverage, ...asked.judgements.filter(isUnanswered)].slice(0, unansweredKept),
    },
  };
};

const isUnanswered = ({ answer }: Judgement): boolean => answer.answer === 'unknown';

/** One answer of each kind. */
const withKind = (answers: readonly Answer[], next: Answer): readonly Answer[] =>
  answers.some(({ answer }) => answer === next.answer) ? answers : [...answers, next];
