import { canEver } from '../reasoning/can-ever.ts';
import { compilePrincipal } from '../reasoning/compile-principal.ts';
import { agreeingReads, type AgreedRead } from './agreeing-reads.ts';
import { compareWithPlan, type Found } from './compare-with-plan.ts';
import type { StepResult } from './contain.ts';
import { doneOutcome } from './done-outcome.ts';
import { endInConflict, endWithSubject } from './end-saga.ts';
import { factsAskedOf } from './facts-asked-of.ts';
import type { Plan } from './plan.ts';
import { agreeAfterOf } from './run-settings.ts';
import type { Saga } from './saga.ts';
import { advance, refOf, type Run } from './saga-run.ts';
import { snapshotText } from './snapshot.ts';

const tries = 3;
/** CloudTrail usually delivers within this time; it is typical, not promised [unconfirmed]. */
const horizon = 15 * 60_000;

/** A7: IAM shows what was wanted, twice, and the reasoner answers no on what IAM shows. */
export const verifyContainment = async (run: Run, saga: Saga): Promise<StepResult> => {
  const agreeAfter = await agreeAfterOf(run);
  let found: Found = { found: 'disagreed' };
  for (let turn = 0; turn < tries; turn += 1) {
    found = compareWithPlan(saga.plan, await agreeingReads(run.ports, refOf(saga), agreeAfter));
    if (found.found === 'desired') {
      const open = openQuestions(saga.plan, found);
      return open === undefined ? contained(run, saga, found) : failed(run, saga, open);
    }
    if (found.found === 'gone' || found.found === 'replaced' || found.found === 'other') break;
  }
  switch (found.found) {
    case 'gone':
    case 'replaced':
      return { moved: await endWithSubject(run, saga, found) };
    case 'other':
      return {
        moved: await endInConflict(run, saga, `${found.differences}. ${answersNow(saga.plan, found)}`, found.snapshot),
      };
    case 'prior':
    case 'partly':
      return {
        moved: await advance(run, saga, {
          to: 'INTENT',
          entry: { kind: 'gate', note: 'IAM shows the state before again, or a part of it.' },
        }),
      };
    case 'unreadable':
      return failed(run, saga, `It could not be read back: ${found.why}`);
    case 'disagreed':
      return failed(run, saga, 'IAM gave two different answers each time.');
  }
};

const openQuestions = (plan: Plan, { facts, at }: AgreedRead): string | undefined => {
  const principal = compilePrincipal(factsAskedOf(plan, facts));
  const open = plan.questions.filter(
    ({ ask }) => canEver(principal, ask, { model: 'realistic', now: at }).answer !== 'no',
  );
  return open.length === 0
    ? undefined
    : `With the plan in force ${open.map(({ checkId, name }) => `${checkId} ${name}`).join(', ')} does not answer no.`;
};

const answersNow = (plan: Plan, read: AgreedRead): string =>
  openQuestions(plan, read)?.replace(/\.$/u, '') ?? 'Every question answers no all the same';

const contained = async (run: Run, saga: Saga, read: AgreedRead): Promise<StepResult> => {
  const { clock, documents } = run.ports;
  const after = await documents.put(snapshotText(read.snapshot));
  return {
    moved: await advance(run, saga, {
      to: 'CONTAINED',
      change: {
        outcome: doneOutcome(saga.plan.mechanism),
        detail: 'IAM shows it in force, twice, and every question answers no.',
        deadline: new Date(Date.parse(clock.now()) + horizon).toISOString(),
      },
      entry: { kind: 'verified', after: { hash: after } },
      stage: 'verified',
    }),
  };
};

/** The Deny stays: to take it off because it could not be verified would widen. */
const failed = async (run: Run, saga: Saga, detail: string): Promise<StepResult> => ({
  moved: await advance(run, saga, {
    to: 'FAILED',
    change: { outcome: 'VERIFY_FAILED', detail },
    entry: { kind: 'failed' },
    stage: 'failed',
  }),
});
