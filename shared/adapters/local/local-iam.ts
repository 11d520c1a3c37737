import type { PrincipalFacts } from '../../facts/principal-facts.ts';
import type { Clock } from '../../ports/clock.ts';
import { credentialOperations } from './iam/credential-operations.ts';
import { IamError } from './iam/iam-error.ts';
import { loadFacts } from './iam/iam-facts.ts';
import type { IamParameters } from './iam/iam-parameters.ts';
import { envelopeOf, type Caller, type EventEnvelope } from './iam/iam-record.ts';
import { iamStore, type IamStore, type Lag } from './iam/iam-store.ts';
import { policyOperations } from './iam/policy-operations.ts';
import { principalOperations } from './iam/principal-operations.ts';
import type { LocalState } from './local-state.ts';

export type IamAnswer =
  | { ok: true; requestId: string; responseElements: unknown }
  | { ok: false; requestId: string; code: IamError['code']; message: string };

/** An IAM that keeps what IAM keeps, refuses what IAM refuses and can lag as IAM does. It does not judge who may call. */
export type LocalIam = {
  /** One call, as CloudTrail spells it: `call({ arn }, 'PutRolePolicy', { roleName, policyName, policyDocument })`. */
  call(caller: Caller, eventName: string, parameters: IamParameters): IamAnswer;
  /** Puts principals with their policies and groups as they are, without events. */
  load(principals: readonly PrincipalFacts[]): void;
  /** From now on. Default: no lag. */
  setLag(lag: Lag): void;
  /** Called with the event of each mutating call, refused ones too. @returns stops it. */
  onEvent(listener: (event: EventEnvelope) => void): () => void;
  store: IamStore;
};

const operations = { ...principalOperations, ...credentialOperations, ...policyOperations };

export const localIam = (
  state: LocalState,
  clock: Clock,
  account: { accountId: string; partition?: string },
): LocalIam => {
  let lag: Lag = { milliseconds: 0, pick: () => 0 };
  const store = iamStore(state, clock, () => lag);
  const partition = account.partition ?? 'aws';
  const listeners = new Set<(event: EventEnvelope) => void>();
  const perform = (eventName: string, parameters: IamParameters): Omit<IamAnswer & { ok: true }, 'requestId'> => {
    const operation = operations[eventName];
    if (operation === undefined) throw new IamError('InvalidAction', `Local IAM does not know ${eventName}.`);
    const responseElements = state.transaction(() =>
      operation({ store, clock, accountId: account.accountId, partition }, parameters),
    );
    return { ok: true, responseElements };
  };
  const answerTo = (eventName: string, parameters: IamParameters, requestId: string): IamAnswer => {
    try {
      return { ...perform(eventName, parameters), requestId };
    } catch (error) {
      if (!(error instanceof IamError)) throw error;
      return { ok: false, requestId, code: error.code, message: error.message };
    }
  };
  return {
    store,
    load: (principals) => {
      state.transaction(() => {
        loadFacts(store, principals);
      });
    },
    setLag: (next) => {
      lag = next;
    },
    onEvent: (listener) => {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
    call: (caller, eventName, parameters) => {
      const requestId = clock.id();
      const answer = answerTo(eventName, parameters, requestId);
      const result = answer.ok
        ? { ok: true as const, responseElements: answer.responseElements }
        : { ok: false as const, code: answer.code, message: answer.message };
      const event = envelopeOf({
        accountId: account.accountId,
        partition,
        at: clock.now(),
        eventId: clock.id(),
        requestId,
        caller,
        eventName,
        parameters,
        result,
      });
      for (const listener of listeners) listener(event);
      return answer;
    },
  };
};
