import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { containFunction } from '../../functions/contain/handler.ts';
import { evaluateAccessChangeFunction } from '../../functions/evaluate-access-change/handler.ts';
import { evaluateGuardrailChangeFunction } from '../../functions/evaluate-guardrail-change/handler.ts';
import { sweepAccountFunction } from '../../functions/sweep-account/handler.ts';
import { undoFunction } from '../../functions/undo/handler.ts';
import type { UndoMessage } from '../../functions/undo/undo.ts';
import { watchTamperingFunction } from '../../functions/watch-tampering/handler.ts';
import { manualClock, type ManualClock } from '../../shared/adapters/local/local-clock.ts';
import { localWorld, type LocalWorld } from '../../shared/adapters/local/local-world.ts';
import type { PrincipalFacts } from '../../shared/facts/principal-facts.ts';
import { defaultCheckSettings } from '../../shared/checks/settings.ts';
import { defaultSettings, type Mode } from '../../shared/response/settings.ts';
import { onMessages, type MessageFunction } from '../../shared/runtime/on-messages.ts';

process.env['POWERTOOLS_LOG_LEVEL'] = 'SILENT';
process.env['POWERTOOLS_METRICS_DISABLED'] = 'true';

/** Every function of an installation over a local account, driven as Lambda drives them: a batch of messages each. */
export type Installation = {
  world: LocalWorld;
  clock: ManualClock;
  /** One call to IAM; its event waits until it is delivered. */
  call: (eventName: string, parameters: Readonly<Record<string, unknown>>, caller?: string) => void;
  /** Events that IAM has caused and nobody was given yet, oldest first. */
  events: object[];
  /** Gives one event to every function that hears it. @returns failed message ids. */
  deliver: (event: object) => Promise<readonly string[]>;
  /** Delivers all that waits, works off every queue, and again, until nothing moves. */
  settle: () => Promise<void>;
  sweep: (because?: string, remaining?: () => number) => Promise<readonly string[]>;
  tend: () => Promise<readonly string[]>;
  undo: (message: UndoMessage) => Promise<readonly string[]>;
  mode: (mode: Mode) => Promise<void>;
};

const deployer = 'arn:aws:sts::111122223333:assumed-role/Deploy/ci';

export const install = async (principals: readonly PrincipalFacts[] = []): Promise<Installation> => {
  const clock = manualClock('2026-11-21T21:00:00.000Z');
  const world = localWorld({ clock, principals });
  // A team that has looked at its resource policies: a new boundary needs no approval for want of that.
  await world.settings.write({
    ...defaultSettings(defaultCheckSettings),
    version: 1,
    resourcePoliciesReviewed: true,
  });
  const events: object[] = [];
  world.iam.onEvent((event) => events.push(event));

  let remaining = () => 900_000;
  const runner = <I, R>(spec: MessageFunction<I, R>) => {
    const handler = onMessages(spec, () => world);
    let sent = 0;
    return async (body: unknown): Promise<readonly string[]> => {
      sent += 1;
      const answer: SQSBatchResponse = await handler(sqsEvent(spec.name, `${spec.name}-${sent}`, body), {
        getRemainingTimeInMillis: () => remaining(),
      } as never);
      return answer.batchItemFailures.map(({ itemIdentifier }) => itemIdentifier);
    };
  };
  const functions = {
    access: runner(evaluateAccessChangeFunction),
    guardrail: runner(evaluateGuardrailChangeFunction),
    tampering: runner(watchTamperingFunction),
    contain: runner(containFunction),
    undo: runner(undoFunction),
    sweep: runner(sweepAccountFunction),
  };

  const deliver = async (event: object): Promise<readonly string[]> => {
    const isIam = JSON.stringify(event).includes('iam.amazonaws.com');
    return isIam
      ? [...(await functions.access(event)), ...(await functions.tampering(event))]
      : functions.guardrail(event);
  };

  return {
    world,
    clock,
    events,
    deliver,
    call: (eventName, parameters, caller = deployer) => {
      const answer = world.iam.call({ arn: caller }, eventName, parameters);
      if (!answer.ok) throw new Error(`${eventName}: ${answer.message}`);
    },
    settle: async () => {
      for (;;) {
        const event = events.shift();
        if (event !== undefined) {
          expect(await deliver(event)).toEqual([]);
          continue;
        }
        const request = world.containmentRequests.shift();
        if (request !== undefined) {
          expect(await functions.contain(request)).toEqual([]);
          continue;
        }
        const sweep = world.sweeps.shift();
        if (sweep === undefined) return;
        expect(await functions.sweep(sweep)).toEqual([]);
      }
    },
    sweep: async (because = 'schedule', time = () => 900_000) => {
      remaining = time;
      const failed = await functions.sweep({ accountId: '111122223333', because, eventId: clock.id() });
      remaining = () => 900_000;
      return failed;
    },
    tend: () => functions.contain({ tend: true, eventId: clock.id() }),
    undo: (message) => functions.undo(message),
    mode: (mode) => world.modeSwitch.setMode(mode),
  };
};

export const sqsEvent = (name: string, messageId: string, body: unknown): SQSEvent => ({
  Records: [
    {
      messageId,
      receiptHandle: messageId,
      body: typeof body === 'string' ? body : JSON.stringify(body),
      attributes: {
        ApproximateReceiveCount: '1',
        SentTimestamp: '0',
        SenderId: 'test',
        ApproximateFirstReceiveTimestamp: '0',
      },
      messageAttributes: {},
      md5OfBody: '',
      eventSource: 'aws:sqs',
      eventSourceARN: `arn:aws:sqs:us-east-1:111122223333:ringfence-${name}`,
      awsRegion: 'us-east-1',
    },
  ],
});
