import { agreeingReadsWithin } from './agreeing-reads.ts';
import { hold } from './before-intent.ts';
import { sha256 } from './canonical-json.ts';
import { compareWithPlan, type Found } from './compare-with-plan.ts';
import type { StepResult } from './contain.ts';
import { effectsOf, isOwn, ownEffectsOf, stateOfEffect, type Effect, type OwnEffect } from './effect.ts';
import { callOf } from './effect-calls.ts';
import { ensurePolicy } from './ensure-policy.ts';
import { endInConflict, endWithSubject, failInForce, isPartlyWritten } from './end-saga.ts';
import { leaveToAnother, mayBeMade } from './left-by-another.ts';
import type { Outcome } from './outcome.ts';
import type { Plan } from './plan.ts';
import { recheckPlan, recheckRest } from './recheck-plan.ts';
import { agreeAfterOf, askLastGate } from './run-settings.ts';
import type { Saga, SagaWrite } from './saga.ts';
import { advance, refOf, type Run } from './saga-run.ts';
import { sendEffect } from './send-effect.ts';
import { snapshotOf } from './snapshot.ts';

const tries = 3;

/** The saga as it stands, and which of its effects IAM shows already. */
type Standing = { saga: Saga; done: readonly OwnEffect[] };

/** A4 to A6. `sawPrior`: this very run has just read the state that the plan was made on. */
export const writeEffects = async (run: Run, saga: Saga, sawPrior: boolean): Promise<StepResult> => {
  const standing = sawPrior ? { saga, done: [] } : await whereItStands(run, saga);
  return 'done' in standing ? writeRest(run, standing) : standing;
};

const writeRest = async (run: Run, { saga, done }: Standing): Promise<StepResult> => {
  const verdict = await askLastGate(run, saga);
  if (verdict.gate !== 'go') {
    // Neither a refusal nor a wait may hide what is in force already.
    const { outcome, detail } = verdict;
    return done.length > 0 ? { moved: await failInForce(run, saga, { outcome, detail }) } : hold(run, saga, verdict);
  }
  const { slots, clock } = run.ports;
  const effects = effectsOf(saga.plan);
  if (!effects.some(isOwn)) return refused(run, saga, 'PROOF_FAILED', 'The plan holds nothing to write.');
  const rest = restOf(effects, done);
  await slots.recordAttempt(saga.plan.subject.uniqueId, saga.id);
  // The calls are stored before they are made, on the fence: a worker whose lease is gone stops here.
  let current = await advance(run, saga, {
    to: 'INTENT',
    change: {
      plan: saga.plan,
      mode: verdict.mode,
      writes: [...saga.writes, ...pending(saga, rest, clock.now())],
    },
    entry: { kind: 'gate', note: 'Every rule of the gate let it through; the calls follow.' },
  });
  for (const effect of rest) {
    const result = isOwn(effect) ? await writeOne(run, current, effect) : await createPolicy(run, current, effect);
    if (!('saga' in result)) return result;
    current = result.saga;
  }
  return { moved: await written(run, current, 'written') };
};

/** A policy that is made and not yet in use is made again only if it is not there. */
const restOf = (effects: readonly Effect[], done: readonly OwnEffect[]): readonly Effect[] => {
  const isDone = (effect: Effect): boolean => done.some((each) => JSON.stringify(each) === JSON.stringify(effect));
  const rest = effects.filter((effect) => !isDone(effect));
  return rest.some((effect) => effect.effect === 'set-boundary' || effect.effect === 'attach')
    ? rest
    : rest.filter(isOwn);
};

type Went = { saga: Saga } | StepResult;

const createPolicy = async (run: Run, saga: Saga, effect: Effect & { effect: 'create-policy' }): Promise<Went> => {
  const policy = await ensurePolicy(run, saga, { policyArn: effect.arn, document: effect.document });
  switch (policy.policy) {
    case 'there':
      return { saga: marked(saga, effect, 'written', policy.requestId) };
    case 'refused':
      return refused(run, saga, policy.outcome, policy.detail);
    case 'unsure':
      return { stopped: saga };
  }
};

/** The last read before a write, and the write. */
const writeOne = async (run: Run, saga: Saga, effect: OwnEffect): Promise<Went> => {
  const { ports } = run;
  const ref = refOf(saga);
  for (let turn = 0; turn < tries; turn += 1) {
    const read = await ports.principals.readPrincipal(ref);
    if (read.found !== 'yes') return { stopped: saga };
    const state = snapshotOf(read.value);
    if (!state.known) return { stopped: saga };
    const now = { facts: read.value, snapshot: state.snapshot, at: ports.clock.now() };
    const found = compareWithPlan(saga.plan, { read: 'agreed', ...now });
    const isDone = stateOfEffect(effect, saga.plan.snapshot, now) === 'done';
    // The one call on record is the one that is about to be made: whoever made the credential inactive, it was not Ringfence.
    const isSeen = found.found === 'partly' || found.found === 'desired';
    if (isDone && isSeen && effect.effect === 'deactivate' && mayBeMade(saga, effect) <= 1)
      return { saga: await leftAlone(run, saga, effect) };
    if (found.found !== 'prior' && found.found !== 'partly') return mismatch(run, saga, found);
    if (isDone) return { saga: marked(saga, effect, 'lost') };

    const result = await sendEffect(ports, effect, ref, saga.id);
    if (result.written === true) return { saga: marked(saga, effect, 'written', result.requestId) };
    if (result.written === 'unknown') {
      const lost = await advance(run, saga, {
        to: 'INTENT',
        change: { writes: marked(saga, effect, 'lost').writes },
        entry: { kind: 'gate', note: result.detail },
      });
      return whatBecameOf(run, lost);
    }
    const outcome = refusalOf(result.code);
    if (outcome !== undefined) return refused(run, saga, outcome, result.detail);
    // A policy made a moment ago may not be visible everywhere yet, and a change of another may be going through.
    await ports.clock.sleep(await agreeAfterOf(run));
  }
  return { stopped: saga };
};

const leftAlone = (run: Run, saga: Saga, effect: OwnEffect & { effect: 'deactivate' }): Promise<Saga> => {
  const { plan, writes } = leaveToAnother(saga, effect);
  const note = `${effect.credential.id} was made inactive by somebody else meanwhile: an undo leaves it so.`;
  return advance(run, saga, { to: 'INTENT', change: { plan, writes }, entry: { kind: 'gate', note } });
};

/** After a crash, and after a write whose answer was lost. */
const whereItStands = async (run: Run, saga: Saga): Promise<Standing | StepResult> => {
  const reads = await agreeingReadsWithin(run.ports, refOf(saga), await agreeAfterOf(run), tries);
  const found = compareWithPlan(saga.plan, reads);
  switch (found.found) {
    case 'desired':
      return { moved: await written(run, saga, 'lost') };
    case 'gone':
    case 'replaced':
      return { moved: await endWithSubject(run, saga, found) };
    case 'other':
      return { moved: await endInConflict(run, saga, found.differences, found.snapshot) };
    case 'disagreed':
    case 'unreadable':
      return { stopped: saga };
    case 'prior':
    case 'partly': {
      const done = ownEffectsOf(saga.plan).filter(
        (effect) => stateOfEffect(effect, saga.plan.snapshot, found) === 'done',
      );
      const standing = done.reduce(
        (each, effect) => (isAnswered(each, effect) ? each : marked(each, effect, 'lost')),
        saga,
      );
      const rechecked = found.found === 'prior' ? recheckPlan(saga.plan, found) : recheckRest(saga.plan, found);
      return rechecked.holds
        ? { saga: { ...standing, plan: rechecked.plan }, done }
        : refused(run, standing, rechecked.outcome, rechecked.detail);
    }
  }
};

/** The answer was lost: IAM says whether it was applied. */
const whatBecameOf = async (run: Run, saga: Saga): Promise<StepResult> => {
  const standing = await whereItStands(run, saga);
  return 'done' in standing ? writeRest(run, standing) : standing;
};

const mismatch = async (
  run: Run,
  saga: Saga,
  found: Exclude<Found, { found: 'prior' } | { found: 'partly' }>,
): Promise<StepResult> => {
  switch (found.found) {
    case 'replaced':
    case 'gone':
      return { moved: await endWithSubject(run, saga, found) };
    case 'desired':
      return { moved: await written(run, saga, 'lost') };
    case 'other':
      return { moved: await endInConflict(run, saga, found.differences, found.snapshot) };
    case 'disagreed':
    case 'unreadable':
      return { stopped: saga };
  }
};

const refusalOf = (code: 'denied' | 'conflict' | 'gone' | 'exists' | 'limit' | 'unmodifiable'): Outcome | undefined => {
  switch (code) {
    case 'denied':
      return 'WRITE_DENIED';
    case 'limit':
      return 'QUOTA_EXCEEDED';
    case 'unmodifiable':
      return 'ROUTE_SERVICE_LINKED';
    case 'gone':
    case 'conflict':
    case 'exists':
      return undefined;
  }
};

/** Before anything is in force the plan ends. Where a part of it is, that part stays, and a person is told. */
const refused = async (run: Run, saga: Saga, outcome: Outcome, detail: string): Promise<StepResult> => {
  if (isPartlyWritten(saga)) return { moved: await failInForce(run, saga, { outcome, detail }) };
  const writes = saga.writes.map(
    (write): SagaWrite => (write.answer === 'pending' ? { ...write, answer: 'refused' } : write),
  );
  return {
    moved: await advance(run, saga, {
      to: 'REFUSED',
      change: { outcome, detail, writes },
      entry: { kind: 'refused' },
      stage: outcome === 'POLICY_TAMPERED' || outcome === 'WRITE_DENIED' ? 'failed' : 'refused',
    }),
  };
};

const pending = (saga: Saga, effects: readonly Effect[], at: string): readonly SagaWrite[] =>
  effects.map((effect) => ({ call: callOf(effect, saga.plan.subject, saga.id), at, answer: 'pending' }));

const lastCallOf = (saga: Saga, effect: Effect): number => {
  const wanted = JSON.stringify(callOf(effect, saga.plan.subject, saga.id));
  return saga.writes.findLastIndex(({ call }) => JSON.stringify(call) === wanted);
};

const isAnswered = (saga: Saga, effect: Effect): boolean => saga.writes[lastCallOf(saga, effect)]?.answer === 'written';

/** The saga with the answer to the last stored call of an effect. It is stored with the next step. */
const marked = (saga: Saga, effect: Effect, answer: SagaWrite['answer'], requestId?: string): Saga => {
  const at = lastCallOf(saga, effect);
  const writes = saga.writes.map((write, index) =>
    index === at ? { ...write, answer, ...(requestId === undefined ? {} : { requestId }) } : write,
  );
  return { ...saga, writes };
};

/** `lost`: IAM shows it, and whether it was this try that wrote it is not known. */
const written = (run: Run, saga: Saga, answer: 'written' | 'lost'): Promise<Saga> =>
  advance(run, saga, {
    to: 'WRITTEN',
    change: { writes: saga.writes.map((write) => (write.answer === 'pending' ? { ...write, answer } : write)) },
    entry: { kind: 'written', after: { hash: sha256(documentOf(saga.plan)) } },
    stage: 'applied',
  });

const documentOf = ({ documents }: Plan): string =>
  documents.boundary ?? documents.merged ?? documents.inline ?? documents.managed ?? '';
