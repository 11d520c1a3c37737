import type { Change } from '../../change/change.ts';
import { infrastructureAsCodeOf } from '../../change/infrastructure-as-code.ts';
import type { Cause } from '../../findings/finding.ts';

/** The change, as a finding keeps it: who, what, when, from where. */
export const causeOf = (change: Change): Cause => {
  const { actor } = change;
  const infrastructureAsCode = infrastructureAsCodeOf(actor);
  return {
    eventId: change.eventId,
    eventName: change.eventName,
    eventSource: change.eventSource,
    at: change.occurredAt,
    actorType: actor.type,
    ...(actor.arn === undefined ? {} : { actorArn: actor.arn }),
    ...(actor.sourceAddress === undefined ? {} : { sourceAddress: actor.sourceAddress }),
    ...(infrastructureAsCode === undefined ? {} : { infrastructureAsCode }),
  };
};
