import type { GuardrailFacts, InvocationLogging } from '../../facts/account-facts.ts';
import type { AccountStateReader } from '../../ports/account-state-reader.ts';
import { localAccountState, type LocalAccountState } from './local-account-state.ts';
import { rowOf, type LocalState } from './local-state.ts';

/** Bedrock's account-wide state, set by whoever plays the account. */
export type LocalBedrock = AccountStateReader &
  LocalAccountState & {
    /** Undefined: the Region has no logging configuration. */
    setInvocationLogging(region: string, logging: InvocationLogging | undefined): void;
    setGuardrail(guardrail: GuardrailFacts): void;
    /** Replaces members of DRAFT's content, as UpdateGuardrail would. @throws RangeError where there is no such guardrail. */
    changeGuardrail(region: string, id: string, members: Readonly<Record<string, unknown>>): void;
    /** @param version absent: DRAFT and every version. */
    deleteGuardrail(region: string, id: string, version?: string): void;
  };

export const localBedrock = (state: LocalState): LocalBedrock => {
  const logging = state.table('bedrock.logging', rowOf<InvocationLogging>('text', 'image', 'embedding'));
  const rows = state.table('bedrock.guardrail', rowOf<GuardrailFacts>('id', 'arn', 'region', 'version', 'content'));
  const keyOf = (region: string, id: string, version: string): string => `${region}/${id}/${version}`;
  const inRegion = (region: string): readonly GuardrailFacts[] =>
    rows.entries().flatMap(([, guardrail]) => (guardrail.region === region ? [guardrail] : []));
  return {
    invocationLogging: (region) => {
      const value = logging.get(region);
      return Promise.resolve(value === undefined ? { found: 'no' } : { found: 'yes', value });
    },
    guardrail: (region, identifier, version = 'DRAFT') => {
      const value = inRegion(region).find(
        (each) => (each.id === identifier || each.arn === identifier) && each.version === version,
      );
      return Promise.resolve(value === undefined ? { found: 'no' } : { found: 'yes', value });
    },
    guardrails: (region) =>
      Promise.resolve({ found: 'yes', value: inRegion(region).filter(({ version }) => version === 'DRAFT') }),
    ...localAccountState(state),
    setInvocationLogging: (region, value) => {
      if (value === undefined) logging.delete(region);
      else logging.put(region, value);
    },
    setGuardrail: (guardrail) => {
      rows.put(keyOf(guardrail.region, guardrail.id, guardrail.version), guardrail);
    },
    changeGuardrail: (region, id, members) => {
      const key = keyOf(region, id, 'DRAFT');
      const guardrail = rows.get(key);
      if (guardrail === undefined) throw new RangeError(`there is no guardrail ${id} in ${region}`);
      rows.put(key, { ...guardrail, content: { ...guardrail.content, ...members } });
    },
    deleteGuardrail: (region, id, version) => {
      state.transaction(() => {
        for (const guardrail of inRegion(region)) {
          if (guardrail.id === id && (version === undefined || guardrail.version === version)) {
            rows.delete(keyOf(region, id, guardrail.version));
          }
        }
      });
    },
  };
};
