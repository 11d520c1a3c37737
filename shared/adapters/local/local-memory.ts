import { principalKey } from '../../facts/principal-ref.ts';
import type { GuardrailFacts } from '../../facts/account-facts.ts';
import type { PrincipalFacts } from '../../facts/principal-facts.ts';
import type { GuardrailMemory, PrincipalMemory } from '../../ports/memory.ts';
import type { Read } from '../../ports/read.ts';
import { rowOf, type LocalState } from './local-state.ts';

type Remembered<T> = { facts: T; asOf: string };

const readOf = <T>(value: T | undefined): Promise<Read<T>> =>
  Promise.resolve(value === undefined ? { found: 'no' } : { found: 'yes', value });

export const localPrincipalMemory = (state: LocalState): PrincipalMemory => {
  const byId = state.table('memory.principal', rowOf<Remembered<PrincipalFacts>>('facts', 'asOf'));
  const idByName = state.table('memory.principal-name', rowOf<{ uniqueId: string }>('uniqueId'));
  return {
    recall: (uniqueId) => readOf(byId.get(uniqueId)),
    recallByName: (key) => {
      const row = idByName.get(key.toLowerCase());
      return readOf(row === undefined ? undefined : byId.get(row.uniqueId));
    },
    remember: (facts, asOf) => {
      state.transaction(() => {
        byId.put(facts.uniqueId, { facts, asOf });
        idByName.put(principalKey(facts), { uniqueId: facts.uniqueId });
      });
      return Promise.resolve();
    },
  };
};

export const localGuardrailMemory = (state: LocalState): GuardrailMemory => {
  const rows = state.table('memory.guardrail', rowOf<Remembered<GuardrailFacts>>('facts', 'asOf'));
  return {
    recall: (identifier) =>
      readOf(
        rows.get(identifier) ??
          rows.entries().find(([, { facts }]) => facts.arn === identifier || facts.id === identifier)?.[1],
      ),
    remember: (facts, asOf) => {
      rows.put(facts.id, { facts, asOf });
      return Promise.resolve();
    },
  };
};
