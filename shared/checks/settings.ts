/** What the account's owners told the checks. Empty lists judge nothing: no setting, no finding. */
export type CheckSettings = {
  /** Model ARN patterns (`*` and `?`). */
  approvedModels: readonly string[];
  /** Guardrail ARNs without version. */
  approvedGuardrails: readonly string[];
  /** Unique ids (`AROA…`) classed administrator and confirmed by a person; a name would be forgeable. */
  administrators: readonly string[];
  /** Regions where models are used; empty: those of the facts. */
  modelRegions: readonly string[];
  pack: 'essential' | 'recommended' | 'strict';
};

export const defaultCheckSettings: CheckSettings = {
  approvedModels: [],
  approvedGuardrails: [],
  administrators: [],
  modelRegions: [],
  pack: 'essential',
};
