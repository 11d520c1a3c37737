import { envelopeOf, type EventEnvelope } from '../../shared/adapters/local/iam/iam-record.ts';
import type { LocalWorld } from '../../shared/adapters/local/local-world.ts';
import type { DemoStep } from './demo-day.ts';

/** The account as its people use it: each call changes it and leaves the event that CloudTrail would deliver. */
export type DemoAccount = {
  perform(
    step: Extract<DemoStep, { do: 'iam' | 'hollow' | 'refused' | 'delete-guardrail' | 'update-guardrail' }>,
  ): void;
  /** Events that nobody has seen yet, Ringfence's own calls among them; oldest first. */
  takeEvents(): readonly EventEnvelope[];
};

export const demoAccount = (world: LocalWorld): DemoAccount => {
  const events: EventEnvelope[] = [];
  world.iam.onEvent((event) => events.push(event));

  const recordOf = (actor: string, eventName: string) => ({
    accountId: world.identity.accountId,
    partition: world.identity.partition,
    at: world.clock.now(),
    eventId: world.clock.id(),
    requestId: world.clock.id(),
    caller: { arn: actor },
    eventName,
    parameters: {},
  });

  const bedrockEvent = (actor: string, eventName: string, requestParameters: Record<string, string>): EventEnvelope => {
    const { region } = world.identity;
    const event = envelopeOf({ ...recordOf(actor, eventName), result: { ok: true, responseElements: null } });
    const detail = { ...event.detail, eventSource: 'bedrock.amazonaws.com', awsRegion: region, requestParameters };
    return { ...event, source: 'aws.bedrock', region, detail };
  };

  return {
    takeEvents: () => events.splice(0),
    perform: (step) => {
      switch (step.do) {
        case 'iam':
          world.iam.call({ arn: step.actor }, step.eventName, step.parameters);
          return;
        case 'hollow': {
          world.iam.call({ arn: step.actor }, step.eventName, step.parameters);
          const whole = events.pop();
          // What CloudTrail does to an event that is too large.
          if (whole)
            events.push({
              ...whole,
              detail: { ...whole.detail, requestParameters: { omitted: true }, responseElements: null },
            });
          return;
        }
        case 'refused': {
          const result = {
            ok: false as const,
            code: 'AccessDenied',
            message: `${step.actor} is not authorized to perform: iam:${step.eventName}`,
          };
          const event = envelopeOf({ ...recordOf(step.actor, step.eventName), result });
          // A refused IAM call has no parameters in its record.
          events.push({ ...event, detail: { ...event.detail, requestParameters: null } });
          return;
        }
        case 'delete-guardrail':
          world.bedrock.deleteGuardrail(world.identity.region, step.identifier);
          events.push(bedrockEvent(step.actor, 'DeleteGuardrail', { guardrailIdentifier: step.identifier }));
          return;
        case 'update-guardrail':
          world.bedrock.changeGuardrail(world.identity.region, step.identifier, step.replaces);
          // Name and content are hidden in the record, as AWS does.
          events.push(
            bedrockEvent(step.actor, 'UpdateGuardrail', {
              guardrailIdentifier: step.identifier,
              name: 'HIDDEN_DUE_TO_SECURITY_REASONS',
            }),
          );
          return;
      }
    },
  };
};
