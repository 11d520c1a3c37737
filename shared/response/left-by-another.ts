import type { OwnEffect } from './effect.ts';
import { callOf, inverseOf } from './effect-calls.ts';
import type { PlannedCall } from './plan.ts';
import type { Saga, SagaWrite } from './saga.ts';

type Deactivation = OwnEffect & { effect: 'deactivate' };

const isSame = (a: PlannedCall, b: PlannedCall): boolean => JSON.stringify(a) === JSON.stringify(b);

/** Calls of ours on record that may have made this effect. */
export const mayBeMade = (saga: Saga, effect: Deactivation): number => {
  const wanted = callOf(effect, saga.plan.subject, saga.id);
  return saga.writes.filter(({ call, answer }) => answer !== 'refused' && isSame(call, wanted)).length;
};

/**
 * The saga without a credential that somebody else made inactive after the plan was made: it is none of ours, so an undo leaves it as it
 * is. The plan keeps its hashes, so an approval stays bound to it.
 */
export const leaveToAnother = (saga: Saga, effect: Deactivation): Saga => {
  const { credential } = effect;
  const { plan } = saga;
  const { snapshot } = plan;
  const made = callOf(effect, plan.subject, saga.id);
  const back = inverseOf(effect, plan.subject, plan.replaced);
  const rest = plan.credentials?.filter(({ kind, id }) => kind !== credential.kind || id !== credential.id) ?? [];
  const { credentials: _all, ...others } = plan;
  return {
    ...saga,
    plan: {
      ...others,
      ...(rest.length === 0 ? {} : { credentials: rest }),
      snapshot:
        credential.kind === 'access-key'
          ? { ...snapshot, keys: { ...snapshot.keys, [credential.id]: 'Inactive' } }
          : { ...snapshot, credentials: { ...snapshot.credentials, [credential.id]: 'Inactive' } },
      calls: plan.calls.filter((call) => !isSame(call, made)),
      undo: plan.undo.filter((call) => !isSame(call, back)),
    },
    // The call was not made.
    writes: saga.writes.map(
      (write): SagaWrite =>
        write.answer === 'pending' && isSame(write.call, made) ? { ...write, answer: 'refused' } : write,
    ),
  };
};
