import { compileEventPattern } from '../../shared/adapters/local/event-pattern.ts';
import type { LocalWorld } from '../../shared/adapters/local/local-world.ts';
import { changeRules } from '../../shared/runtime/event-rules/change-patterns.ts';
import { heardEvents, type Listener, listeners } from '../../shared/runtime/event-rules/heard-events.ts';
import { containFunction } from '../../functions/contain/handler.ts';
import { evaluateAccessChangeFunction } from '../../functions/evaluate-access-change/handler.ts';
import { evaluateAiActivityFunction } from '../../functions/evaluate-ai-activity/handler.ts';
import { evaluateGuardrailChangeFunction } from '../../functions/evaluate-guardrail-change/handler.ts';
import { restoreGuardrailFunction } from '../../functions/restore-guardrail/handler.ts';
import type { RestorationMessage } from '../../functions/restore-guardrail/restoration-message.ts';
import { sweepAccountFunction } from '../../functions/sweep-account/handler.ts';
import { undoFunction } from '../../functions/undo/handler.ts';
import type { UndoMessage } from '../../functions/undo/undo.ts';
import { watchTamperingFunction } from '../../functions/watch-tampering/handler.ts';
import type { AccessEvaluation } from '../../functions/evaluate-access-change/evaluate-access-change.ts';
import type { ContainmentResult } from '../../functions/contain/contain.ts';
import { localFunction, type LocalFunction } from './local-functions.ts';

/** What happened to one event on its way. */
export type Delivered = {
  eventId: string;
  /** Functions whose rule matched. */
  started: readonly string[];
  /** Functions that gave the event back: in AWS it would end in their dead-letter queue. */
  failed: readonly string[];
  access?: AccessEvaluation;
  containments: readonly ContainmentResult[];
};

export type LocalPipeline = {
  /** One event as EventBridge would deliver it, then whatever it led to: containment, sweep, notices. */
  deliver(envelope: unknown, eventId: string): Promise<Delivered>;
  /** A full sweep, as the schedule starts it. */
  sweep(id: string): Promise<void>;
  undo(request: UndoMessage): Promise<void>;
  /** What the queue of guardrails is told: an approval, an undo. */
  restore(message: RestorationMessage): Promise<void>;
};

/**
 * The deployed chain on this machine: the rules that the CDK app makes, matched by our own matcher, start the real
 * handlers over local ports. What would wait in a queue is worked off at once, in order.
 */
export const localPipeline = (world: LocalWorld): LocalPipeline => {
  const accesses: AccessEvaluation[] = [];
  const containments: ContainmentResult[] = [];
  const hearing: Readonly<Record<Listener, LocalFunction>> = {
    'evaluate-access-change': localFunction(evaluateAccessChangeFunction, world, (result) => accesses.push(result)),
    'evaluate-guardrail-change': localFunction(evaluateGuardrailChangeFunction, world),
    'evaluate-ai-activity': localFunction(evaluateAiActivityFunction, world),
    'watch-tampering': localFunction(watchTamperingFunction, world),
  };
  const contain = localFunction(containFunction, world, (result) => containments.push(result));
  const undo = localFunction(undoFunction, world);
  const restoreGuardrail = localFunction(restoreGuardrailFunction, world);
  const sweepAccount = localFunction(sweepAccountFunction, world);
  const rules = listeners.map((listener) => ({
    listener,
    matches: changeRules(heardEvents(listener, { inference: true, dataEvents: true }), [world.identity.accountId]).map(
      ({ pattern }) => compileEventPattern(pattern),
    ),
  }));

  const workOff = async (): Promise<readonly string[]> => {
    const failed: string[] = [];
    for (;;) {
      const request = world.containmentRequests.shift();
      const restoration = request === undefined ? world.restorationRequests.shift() : undefined;
      const sweep = request === undefined && restoration === undefined ? world.sweeps.shift() : undefined;
      if (request !== undefined) {
        if ((await contain.deliver(JSON.stringify(request), request.eventId)) === 'failed') failed.push(contain.name);
      } else if (restoration !== undefined) {
        if ((await restoreGuardrail.deliver(JSON.stringify(restoration), restoration.eventId)) === 'failed')
          failed.push(restoreGuardrail.name);
      } else if (sweep !== undefined) {
        if ((await sweepAccount.deliver(JSON.stringify(sweep), sweep.eventId)) === 'failed')
          failed.push(sweepAccount.name);
      } else {
        return failed;
      }
    }
  };

  return {
    deliver: async (envelope, eventId) => {
      accesses.length = 0;
      containments.length = 0;
      const body = JSON.stringify(envelope);
      const started = rules
        .filter(({ matches }) => matches.some((match) => match(envelope)))
        .map(({ listener }) => listener);
      const failed: string[] = [];
      for (const listener of started) {
        if ((await hearing[listener].deliver(body, `${listener}-${eventId}`)) === 'failed') failed.push(listener);
      }
      failed.push(...(await workOff()));
      const [access] = accesses;
      return { eventId, started, failed, ...(access === undefined ? {} : { access }), containments: [...containments] };
    },
    sweep: async (id) => {
      await world.sweeps.request({ accountId: world.identity.accountId, because: 'scheduled', eventId: id });
      await workOff();
    },
    restore: async (message) => {
      await restoreGuardrail.deliver(JSON.stringify(message), message.eventId);
    },
    undo: async (request) => {
      await undo.deliver(JSON.stringify(request), request.requestId);
    },
  };
};
