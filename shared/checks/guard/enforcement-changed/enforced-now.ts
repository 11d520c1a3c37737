import { enforcedConfigs } from '../../../facts/guardrail/diff-enforcement.ts';
import type { HeldSurrounding } from '../../../facts/guardrail/surroundings.ts';
import { isJsonObject, type JsonObject } from '../../../change/json-object.ts';
import type { EnforcedGuardrail } from '../../../facts/region-state.ts';

/** What a Region enforces, from the answer that was just read. A configuration without a guardrail enforces nothing. */
export const enforcedNow = ({ now }: Pick<HeldSurrounding, 'now'>): readonly EnforcedGuardrail[] =>
  enforcedConfigs(now).flatMap((config): readonly EnforcedGuardrail[] => {
    const guardrailArn = config['guardrailArn'];
    const { configId, guardrailVersion } = config;
    if (typeof guardrailArn !== 'string') return [];
    return [
      {
        configId: typeof configId === 'string' ? configId : '',
        guardrailArn,
        guardrailVersion: typeof guardrailVersion === 'string' ? guardrailVersion : 'DRAFT',
        ...modelsOf(config),
      },
    ];
  });

const modelsOf = ({ modelEnforcement }: JsonObject): Partial<EnforcedGuardrail> => {
  if (!isJsonObject(modelEnforcement)) return {};
  const { includedModels, excludedModels } = modelEnforcement;
  return {
    ...(isTexts(includedModels) ? { includedModels } : {}),
    ...(isTexts(excludedModels) ? { excludedModels } : {}),
  };
};

const isTexts = (value: unknown): value is readonly string[] =>
  Array.isArray(value) && value.every((each) => typeof each === 'string');
