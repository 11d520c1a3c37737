import { principalKey } from '../../facts/principal-ref.ts';
import type { GuardrailRecord, SeenGuardrail } from '../../facts/account-facts.ts';
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
  const rows = state.table('memory.guardrail', rowOf<GuardrailRecord>('facts', 'asOf'));
  const versions = state.table('memory.guardrail-version', rowOf<SeenGuardrail>('facts', 'asOf'));
  return {
    recall: (identifier) => readOf(rows.get(idOf(identifier))),
    remember: (facts, asOf, heldAgainst) => {
      rows.put(facts.id, { facts, asOf, ...(heldAgainst === undefined ? {} : { heldAgainst }) });
      return Promise.resolve();
    },
    versions: (identifier) => {
      const seen = versions.entries().flatMap(([, each]) => (each.facts.id === idOf(identifier) ? [each] : []));
      return readOf(seen.toSorted((a, b) => Number(a.facts.version) - Number(b.facts.version)));
    },
    rememberVersion: (facts, asOf) => {
      const key = `${facts.id}/${facts.version}`;
      if (versions.get(key) === undefined) versions.put(key, { facts, asOf });
      return Promise.resolve();
    },
  };
};

/** An ARN and a bare id name the same guardrail. */
const idOf = (identifier: string): string => identifier.split(':guardrail/')[1] ?? identifier;
