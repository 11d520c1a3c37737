import { known } from '../../facts/known.ts';
import type { EnforcedGuardrail, GuardrailReference } from '../../facts/region-state.ts';
import type { AccountStateReader } from '../../ports/account-state-reader.ts';
import type { NamedGuardrail, ReferenceRef } from '../../ports/guardrail-writer.ts';
import { rowOf, type LocalState } from './local-state.ts';

/** An agent, a flow or an enforced configuration that names a guardrail. */
export type LocalReference = ReferenceRef & NamedGuardrail;

/** Who names guardrails in a local account. */
export type LocalGuardrailReferences = {
  all(region: string): readonly LocalReference[];
  get(reference: ReferenceRef): LocalReference | undefined;
  set(reference: LocalReference): void;
  delete(reference: ReferenceRef): void;
  /** As the reader of a Region tells it; undefined where nobody has said anything of this kind. */
  agentsAndFlows(region: string): readonly GuardrailReference[] | undefined;
  enforced(region: string): readonly EnforcedGuardrail[] | undefined;
};

export const localGuardrailReferences = (state: LocalState): LocalGuardrailReferences => {
  const rows = state.table('bedrock.guardrail-reference', rowOf<LocalReference>('region', 'kind', 'by', 'identifier'));
  const keyOf = ({ region, kind, by }: ReferenceRef): string => `${region}/${kind}/${by}`;
  const all = (region: string): readonly LocalReference[] =>
    rows.entries().flatMap(([, row]) => (row.region === region ? [row] : []));
  return {
    all,
    get: (reference) => rows.get(keyOf(reference)),
    set: (reference) => {
      rows.put(keyOf(reference), reference);
    },
    delete: (reference) => {
      rows.delete(keyOf(reference));
    },
    agentsAndFlows: (region) => {
      const named = all(region).filter(({ kind }) => kind !== 'enforcement');
      return named.length === 0
        ? undefined
        : named.map(({ by, identifier, version }) => ({
            by,
            guardrail: identifier,
            ...(version === undefined ? {} : { version }),
          }));
    },
    enforced: (region) => {
      const named = all(region).filter(({ kind }) => kind === 'enforcement');
      return named.length === 0
        ? undefined
        : named.map(({ by, identifier, version = 'DRAFT' }) => ({
            configId: by,
            guardrailArn: identifier,
            guardrailVersion: version,
          }));
    },
  };
};

/** The same reader, which tells who names guardrails too. */
export const withGuardrailReferences = <R extends AccountStateReader>(
  reader: R,
  references: LocalGuardrailReferences,
): R => ({
  ...reader,
  regionState: async (region: string, asked: Parameters<AccountStateReader['regionState']>[1]) => {
    const state = await reader.regionState(region, asked);
    const agentsAndFlows = references.agentsAndFlows(region);
    const enforced = references.enforced(region);
    return {
      ...state,
      ...(agentsAndFlows === undefined ? {} : { guardrailReferences: known(agentsAndFlows) }),
      ...(enforced === undefined ? {} : { enforcedGuardrails: known(enforced) }),
    };
  },
});
