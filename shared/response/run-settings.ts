import { defaultCheckSettings } from '../checks/settings.ts';
import type { Read } from '../ports/read.ts';
import { callOf } from './effect-calls.ts';
import { ownEffectsOf } from './effect.ts';
import type { Plan } from './plan.ts';
import { gate, type GateInput, type GateVerdict } from './gate.ts';
import type { Saga } from './saga.ts';
import { holdsLease, type Run } from './saga-run.ts';
import { defaultSettings, type Settings } from './settings.ts';

/** The settings where they can be read, the defaults where none were stored, undefined where they cannot be read. */
export const usable = (settings: Read<Settings>): Settings | undefined => {
  switch (settings.found) {
    case 'yes':
      return settings.value;
    case 'no':
      return defaultSettings(defaultCheckSettings);
    case 'unreadable':
      return undefined;
  }
};

/** Milliseconds between agreeing reads; the default where the settings cannot be read. */
export const agreeAfterOf = async (run: Pick<Run, 'ports'>): Promise<number> =>
  (usable(await run.ports.settings.read()) ?? defaultSettings(defaultCheckSettings)).agreeAfter;

type Record = GateInput['record'];

/** Reads everything the gate decides on, now, and asks it. */
export const askGate = async (
  run: Run,
  plan: Plan,
  record: Record,
  last?: { slot?: NonNullable<GateInput['slot']> },
): Promise<GateVerdict> => {
  const { ports } = run;
  return gate({
    pass: last === undefined ? 'first' : 'last',
    plan,
    record,
    settings: await ports.settings.read(),
    modeSwitch: await ports.modeSwitch.read(),
    identity: ports.identity,
    sagas: await ports.sagas.list(),
    attempts: await ports.slots.attempts(plan.subject.uniqueId),
    ...(last === undefined ? {} : { leaseHeld: holdsLease(run), ...last }),
    now: ports.clock.now(),
  });
};

/** One slot an application: the first is the saga's own, a Deny that is set again after drift takes another. */
const slotOf = (saga: Saga): string => {
  const [first] = ownEffectsOf(saga.plan);
  const operation = first === undefined ? undefined : callOf(first, saga.plan.subject, saga.id).operation;
  const made = saga.writes.filter(
    ({ call, answer }) => call.operation === operation && (answer === 'written' || answer === 'lost'),
  ).length;
  return made === 0 ? saga.id : `${saga.id}/${made + 1}`;
};

/**
 * The last pass: everything first, the slot after everything else is in order, so that a refused plan takes none. A slot
 * that was taken stays taken.
 */
export const askLastGate = async (run: Run, saga: Saga): Promise<GateVerdict> => {
  const before = await askGate(run, saga.plan, saga, {});
  if (before.gate !== 'go') return before;
  const { ports } = run;
  const settings = usable(await ports.settings.read());
  if (settings === undefined) return askGate(run, saga.plan, saga, {});
  const slot = await ports.slots.take({
    accountId: saga.plan.subject.accountId,
    checkIds: [...new Set(saga.plan.questions.map(({ checkId }) => checkId))],
    sagaId: slotOf(saga),
    principalCount: saga.principalCount ?? 0,
    limits: settings.blast,
  });
  return askGate(run, saga.plan, saga, { slot });
};
