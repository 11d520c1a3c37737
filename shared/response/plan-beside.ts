import type { Finding } from '../findings/finding.ts';
import type { FindingStore } from '../ports/memory.ts';
import { canEver } from '../reasoning/can-ever.ts';
import { compilePrincipal } from '../reasoning/compile-principal.ts';
import type { AgreedRead } from './agreeing-reads.ts';
import { callsOf } from './effect-calls.ts';
import { effectsOf } from './effect.ts';
import { withBoundary } from './facts-asked-of.ts';
import { identifyPlan } from './identify-plan.ts';
import type { Plan, Planned, PolicyOnRecord } from './plan.ts';
import { planContainment } from './plan-containment.ts';
import { usable } from './run-settings.ts';
import type { Saga } from './saga.ts';
import type { Run, SagaPorts } from './saga-run.ts';
import { hasEnded } from './saga-transitions.ts';

export type BesidePorts = SagaPorts & { findings: Pick<FindingStore, 'get'> };

/** Every question of the plan answers no with that boundary, and whatever stands beside it now. */
export const closesAlone = (
  { questions }: Pick<Plan, 'questions'>,
  boundary: PolicyOnRecord,
  { facts, at }: Pick<AgreedRead, 'facts' | 'at'>,
): boolean => {
  const principal = compilePrincipal(withBoundary(facts, boundary));
  return questions.every(({ ask }) => canEver(principal, ask, { model: 'realistic', now: at }).answer === 'no');
};

/** The same findings, asked of the principal as it is to be, and planned on what IAM shows. */
export const planBeside = async (
  run: Run<BesidePorts>,
  saga: Saga,
  boundary: PolicyOnRecord,
  read: AgreedRead,
): Promise<Planned> => {
  const { settings: stored, identity, sagas } = run.ports;
  const settings = usable(await stored.read());
  if (settings === undefined) {
    return { planned: false, outcome: 'SETTINGS_UNREADABLE', detail: 'The settings cannot be read.', advice: '' };
  }
  const findings: Finding[] = [];
  for (const { findingId } of saga.plan.questions) {
    const finding = await run.ports.findings.get(findingId);
    // A finding that the containment resolved is open again without its boundary.
    if (finding.found === 'yes') findings.push({ ...finding.value, status: 'updated' });
  }
  const ofSubject = await sagas.ofSubject(saga.plan.subject.uniqueId);
  const round = ofSubject.filter(hasEnded).length;
  const { level } = saga.plan;
  // The lost boundary goes back as it was: nothing is merged with it.
  const { mergeBoundaries: _merge, ...unmerged } = settings;
  const planned = planContainment({
    facts: withBoundary(read.facts, boundary),
    findings,
    level,
    settings: unmerged,
    identity,
    round,
    now: read.at,
  });
  if (!planned.planned) return planned;
  const asIf = { sagaId: saga.id, boundary };
  const ids = identifyPlan({ level, round }, read.snapshot, planned.plan);
  const { plan } = planned;
  const calls = callsOf(effectsOf(plan), plan.subject, { replaced: plan.replaced, sagaId: ids.id });
  return { planned: true, plan: { ...plan, ...ids, ...calls, snapshot: read.snapshot, asIf } };
};
