import { displayText } from '../../change/display-text.ts';
import type { WriteResult } from '../../ports/containment-ports.ts';
import { guardrailRequest } from './guardrail-request.ts';
import { guardrailId, isGuardrail } from './repoint-text.ts';
import { move, mustHoldLease, type RestorationPorts, type RestorationRun } from './restoration-run.ts';
import type { GuardrailUse, Restoration, RestorationStep } from './restoration.ts';
import type { Restored } from './restore.ts';
import { sameRequest } from './same-request.ts';
import { allUses, usesOfGuardrail } from './uses-of-guardrail.ts';
import { verifyRestoration } from './verify-restoration.ts';
import { documentOf } from './whole-document.ts';

/** `conflict`: it is not as this restoration left it; nothing more is written. `later`: not known yet. */
type TakenBack = { taken: 'yes'; requestId?: string } | { taken: 'conflict' | 'later'; detail: string };
const yes: TakenBack = { taken: 'yes' };
const conflict = (detail: string): TakenBack => ({ taken: 'conflict', detail });

/** The guardrail that was made is looked at before anything of the references is taken back. */
export const takeBackRestoration = async (run: RestorationRun, restoration: Restoration): Promise<Restored> => {
  const taken = await takeBack(run, restoration);
  switch (taken.taken) {
    case 'yes': {
      const { requestId } = taken;
      const { undo } = restoration;
      const written = await move(run, restoration, {
        to: 'UNDO_INTENT',
        ...(undo === undefined || requestId === undefined ? {} : { change: { undo: { ...undo, requestId } } }),
        entry: { kind: 'undo-written', ...(requestId === undefined ? {} : { requestIds: [requestId] }) },
      });
      const undone = await move(run, written, {
        to: 'UNDONE',
        change: { outcome: 'UNDONE', byHand: [] },
        entry: { kind: 'undone', outcome: 'UNDONE' },
        stage: 'undone',
      });
      return { ran: true, restoration: undone };
    }
    case 'conflict': {
      const stopped = await move(run, restoration, {
        to: 'UNDO_CONFLICT',
        change: { outcome: 'UNDO_CONFLICT', detail: taken.detail },
        entry: { kind: 'undo-refused', outcome: 'UNDO_CONFLICT' },
        stage: 'conflict',
      });
      return { ran: true, restoration: stopped };
    }
    case 'later':
      return { ran: true, restoration, waitsFor: `the undo: ${taken.detail}` };
  }
};

const takeBack = async (run: RestorationRun, restoration: Restoration): Promise<TakenBack> => {
  switch (restoration.plan.kind) {
    case 'recreate':
      return takeBackMade(run, restoration);
    case 'put-back':
      return takeBackUpdate(run, restoration);
    case 'enforcement':
      return takeBackReferences(run, restoration);
  }
};

const takeBackMade = async (run: RestorationRun, restoration: Restoration): Promise<TakenBack> => {
  const { ports } = run;
  const { made, plan } = restoration;
  if (made === undefined) return takeBackReferences(run, restoration);
  const { region } = plan.subject;
  const there = await ports.accountState.guardrail(region, made.id);
  if (there.found === 'unreadable') return { taken: 'later', detail: there.why };
  if (there.found === 'yes') {
    const fault = await notOurs(ports, restoration);
    if (fault !== undefined) return fault;
  }
  const user = await otherUser(ports, restoration, made.arn);
  if (user !== undefined) {
    const named = user.policy === undefined ? user.by : `${displayText(user.policy)} of ${user.by}`;
    return conflict(`${user.kind} ${named} names ${made.id} now, and would be left without a guardrail`);
  }
  const references = await takeBackReferences(run, restoration);
  if (references.taken !== 'yes' || there.found === 'no') return references;
  mustHoldLease(run, restoration);
  return writtenOrNot(await ports.guardrailWriter.remove({ region, arn: made.arn, sagaId: restoration.id }));
};

/** Whoever names the new guardrail besides those that this restoration repointed: a person has pasted it there, say. */
const otherUser = async (
  ports: RestorationPorts,
  { plan, steps }: Restoration,
  arn: string,
): Promise<GuardrailUse | undefined> => {
  const ours = new Set(
    steps.flatMap(({ index, state }) => {
      const step = plan.steps[index];
      return step?.step === 'repoint' && state !== 'left' ? [step.by] : [];
    }),
  );
  const uses = await usesOfGuardrail(ports, { region: plan.subject.region, arn });
  return allUses(uses).find(({ by }) => !ours.has(by));
};

/** Somebody has worked on it since: deleting it would take that away too. */
const notOurs = async (ports: RestorationPorts, restoration: Restoration): Promise<TakenBack | undefined> => {
  const { made, plan, id, state } = restoration;
  if (made === undefined || state !== 'UNDO_INTENT') return undefined;
  const by = await ports.guardrailWriter.madeBy(plan.subject.region, made.arn);
  if (by.found === 'unreadable') return { taken: 'later', detail: by.why };
  if (by.found === 'no' || by.value !== id) return conflict(`guardrail ${made.id} does not carry the tag of ${id}`);
  // A restoration that failed on its way has not written all: what is there cannot be held against the whole plan.
  const isWhole =
    restoration.steps.length === plan.steps.length && restoration.steps.every(({ state: each }) => each !== 'begun');
  if (!isWhole) return undefined;
  const verified = await verifyRestoration(ports, { ...restoration, steps: [] });
  switch (verified.answer) {
    case 'yes':
      return undefined;
    case 'no':
      return conflict(verified.detail);
    case 'later':
      return { taken: 'later', detail: verified.detail };
  }
};

/** What this restoration repointed names again what it named; what somebody else has changed since is not touched. */
const takeBackReferences = async (run: RestorationRun, restoration: Restoration): Promise<TakenBack> => {
  for (const { index, state } of restoration.steps) {
    const step = restoration.plan.steps[index];
    if (step?.step !== 'repoint' || state === 'left') continue;
    const taken = await takeBackReference(run, restoration, step);
    if (taken.taken !== 'yes') return taken;
  }
  return yes;
};

const takeBackReference = async (
  run: RestorationRun,
  restoration: Restoration,
  { kind, by, identifier, version }: Extract<RestorationStep, { step: 'repoint' }>,
): Promise<TakenBack> => {
  const { guardrailWriter } = run.ports;
  const { plan, made, id } = restoration;
  const reference = { region: plan.subject.region, kind, by };
  const now = await guardrailWriter.named(reference);
  if (now.found === 'unreadable') return { taken: 'later', detail: now.why };
  if (now.found === 'no') return conflict(`${kind} ${by} is gone, or names no guardrail any more`);
  if (isGuardrail(now.value, guardrailId(plan.subject.arn))) return yes;
  const ours = plan.target?.arn ?? made?.arn ?? '';
  if (!isGuardrail(now.value, guardrailId(ours))) {
    return conflict(`somebody has let ${kind} ${by} name ${displayText(now.value.identifier)}`);
  }
  mustHoldLease(run, restoration);
  const to = { identifier, ...(version === undefined ? {} : { version }) };
  return writtenOrNot(await guardrailWriter.repoint({ ...reference, from: now.value.identifier, to, sagaId: id }));
};

const takeBackUpdate = async (run: RestorationRun, restoration: Restoration): Promise<TakenBack> => {
  const { ports } = run;
  const { plan, id } = restoration;
  const { region, arn } = plan.subject;
  let done: TakenBack = yes;
  for (const step of plan.steps) {
    if (step.step !== 'update' || step.from === undefined) continue;
    const [written, before] = [await documentOf(ports, step.content), await documentOf(ports, step.from)];
    if (!written.ok) return conflict(written.detail);
    if (!before.ok) return conflict(before.detail);
    const read = await ports.accountState.guardrail(region, arn);
    if (read.found === 'unreadable') return { taken: 'later', detail: read.why };
    if (read.found === 'no') return conflict('the guardrail is gone');
    if (sameRequest(read.value.content, before.content)) continue;
    if (!sameRequest(read.value.content, written.content)) {
      return conflict('somebody has changed the guardrail since: it is left as it is');
    }
    mustHoldLease(run, restoration);
    const request = guardrailRequest(before.content);
    const taken = writtenOrNot(
      await ports.guardrailWriter.update({ region, id: guardrailId(arn), request, sagaId: id }),
    );
    if (taken.taken !== 'yes') return taken;
    done = taken;
  }
  return done;
};

const writtenOrNot = (result: WriteResult): TakenBack => {
  if (result.written === true)
    return result.requestId === undefined ? yes : { taken: 'yes', requestId: result.requestId };
  if (result.written === 'unknown') return { taken: 'later', detail: result.detail };
  return result.code === 'gone' ? yes : conflict(result.detail);
};
