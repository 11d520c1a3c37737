import { commandOf } from './command-of.ts';
import { ownEffectsOf, standsIn, type OwnEffect } from './effect.ts';
import { inverseOf } from './effect-calls.ts';
import type { Snapshot } from './plan.ts';
import type { Saga } from './saga.ts';
import { refOf, type Run } from './saga-run.ts';
import { isInForce, isUnderway } from './saga-transitions.ts';
import { snapshotOf } from './snapshot.ts';

const nothing: Snapshot = { uniqueId: '', arn: '', inline: {}, attached: [], groups: [], keys: {} };

/**
 * In the moment between our last read and our write a principal can be made anew under its name, and what was meant for the one stands
 * on the other, which no containment is for. What that is, and the calls that take it off; empty where nothing of it stands there.
 */
export const leftOnAnother = async (run: Run, saga: Saga, uniqueId: string): Promise<string> => {
  const { plan, writes } = saga;
  const mayHaveWritten = writes.some(({ call, answer }) => call.operation !== 'create-policy' && answer !== 'refused');
  if (!mayHaveWritten) return '';
  // The same content has the same name: it may have been contained by itself since.
  const own = await run.ports.sagas.ofSubject(uniqueId);
  if (own.some((each) => isInForce(each) || isUnderway(each))) return '';
  const read = await run.ports.principals.readPrincipal(refOf(saga));
  if (read.found === 'no') return '';
  const state = read.found === 'yes' ? snapshotOf(read.value) : undefined;
  const effects = ownEffectsOf(plan);
  const commands = (which: readonly OwnEffect[]): string =>
    which
      .toReversed()
      .map((effect) => commandOf(inverseOf(effect, plan.subject, undefined)))
      .join(' ; ');
  if (state?.known !== true) {
    return ` Whether what was written stands on the new one is not known. Where it does: ${commands(effects)}`;
  }
  if (state.snapshot.uniqueId !== uniqueId) return '';
  const left = effects.filter((effect) => standsIn(state.snapshot, effect, nothing));
  return left.length === 0
    ? ''
    : ` What was written stands on the new one, which no containment is for: ${left.map(nameOf).join(', ')}. By hand: ${commands(left)}`;
};

const nameOf = (effect: OwnEffect): string => {
  switch (effect.effect) {
    case 'set-boundary':
      return `the boundary ${effect.arn}`;
    case 'put-inline':
      return `the inline policy ${effect.name}`;
    case 'attach':
      return `the attached policy ${effect.arn}`;
    case 'deactivate':
      return effect.credential.id;
  }
};
