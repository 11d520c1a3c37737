import type { Cause } from '../findings/finding.ts';
import type { Plan } from './plan.ts';
import { isPrincipal } from './same-person.ts';
import type { Saga } from './saga.ts';

/** The second time is a person's: a template that is not changed sets it back for ever. */
const limit = 2;

export type SetBack = {
  /** Stored with the saga that is applied again. */
  setBack: NonNullable<Saga['setBack']>;
  /** Why a person has to decide; absent the first time. */
  held?: string;
};

/**
 * Infrastructure as code took off what a containment set. Undefined: nothing drifted, or the change came from elsewhere; a
 * contained principal that calls itself so is no template.
 */
export const setBackBy = (cause: Cause | undefined, sagas: readonly Saga[], plan: Plan): SetBack | undefined => {
  const by = cause?.infrastructureAsCode;
  if (by === undefined || !sagas.some(({ state }) => state === 'DRIFTED')) return undefined;
  if (cause?.actorArn !== undefined && isPrincipal(cause.actorArn, plan.subject.arn)) return undefined;
  const times = 1 + Math.max(0, ...sagas.map(({ setBack }) => setBack?.times ?? 0));
  const setBack = { by, times };
  if (times < limit) return { setBack };
  return {
    setBack,
    held: `Infrastructure as code sets it back (${by}, ${times} times): change the template of ${plan.subject.arn}: ${textFor(plan)}`,
  };
};

/** What the template has to say for the containment to stay. */
const textFor = ({ mechanism, policyArn, inlineName, documents }: Plan): string => {
  switch (mechanism) {
    case 'boundary':
    case 'merged':
      return `its permissions boundary is ${policyArn ?? ''}.`;
    case 'managed':
      return `${policyArn ?? ''} is attached to it.`;
    case 'inline':
    case 'group':
      return `it has the inline policy ${inlineName ?? ''}: ${documents.inline ?? ''}`;
  }
};
