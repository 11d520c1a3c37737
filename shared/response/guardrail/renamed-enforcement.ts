import { isJsonObject, type JsonObject } from '../../change/json-object.ts';
import { enforcedConfigs } from '../../facts/guardrail/diff-enforcement.ts';
import { guardrailId } from './repoint-text.ts';
import type { Restoration } from './restoration.ts';
import { successorsOf } from './successors.ts';

type Named = { arn: string; version?: string };

/** Whether a guardrail that was enforced is not any more: only then somebody may have renamed it. */
export const lostAName = (was: JsonObject | undefined, now: JsonObject | undefined): boolean => {
  const names = new Set(enforcedConfigs(now).map(({ guardrailArn }) => guardrailArn));
  return enforcedConfigs(was).some(({ guardrailArn }) => !names.has(guardrailArn));
};

/**
 * Enforced configurations as they were, under the names that their guardrails have now. An enforcement that names what the guardrail
 * was brought back as has lost nothing: it is the same guardrail, verified. Where an undo let it name the old one again, it is the
 * other way round. Whatever else differs stays as it was, for the diff.
 */
export const renamedEnforcement = (
  was: JsonObject | undefined,
  now: JsonObject | undefined,
  restorations: readonly Restoration[],
): JsonObject | undefined => {
  if (was === undefined || !lostAName(was, now)) return was;
  const there = new Set(enforcedConfigs(now).map(({ guardrailArn }) => guardrailArn));
  const list: unknown = was['guardrailsConfig'];
  if (!Array.isArray(list)) return was;
  return {
    ...was,
    guardrailsConfig: list.map((config: unknown) => {
      const named = isJsonObject(config) ? namedBy(config) : undefined;
      if (!isJsonObject(config) || named === undefined || there.has(named.arn)) return config;
      const next = [...laterNames(named, restorations), ...earlierNames(named, config['configId'], restorations)].find(
        ({ arn }) => there.has(arn),
      );
      return next === undefined ? config : renamed(config, next);
    }),
  };
};

const namedBy = ({ guardrailArn, guardrailVersion }: JsonObject): Named | undefined =>
  typeof guardrailArn === 'string'
    ? { arn: guardrailArn, ...(typeof guardrailVersion === 'string' ? { version: guardrailVersion } : {}) }
    : undefined;

const renamed = (config: JsonObject, { arn, version }: Named): JsonObject => ({
  ...config,
  guardrailArn: arn,
  ...(config['guardrailId'] === undefined ? {} : { guardrailId: guardrailId(arn) }),
  ...(version === undefined ? {} : { guardrailVersion: version }),
});

/** A version that was not made again has no later name. */
const laterNames = ({ arn, version }: Named, restorations: readonly Restoration[]): readonly Named[] =>
  successorsOf(arn, restorations)
    .toReversed()
    .flatMap((each) => {
      if (version === undefined) return [{ arn: each.arn }];
      const number = version === 'DRAFT' ? version : each.versions[version];
      return number === undefined ? [] : [{ arn: each.arn, version: number }];
    });

/** What an undo that a person asked for wrote back. */
const earlierNames = ({ arn }: Named, configId: unknown, restorations: readonly Restoration[]): readonly Named[] =>
  restorations.flatMap(({ plan, state, steps }) => {
    const isTakenBack = state === 'UNDO_INTENT' || state === 'UNDONE' || state === 'UNDO_CONFLICT';
    if (plan.kind !== 'enforcement' || !isTakenBack || plan.target?.arn !== arn) return [];
    return steps.flatMap(({ index, state: each }) => {
      const step = plan.steps[index];
      if (each === 'left' || step?.step !== 'repoint' || step.by !== configId) return [];
      return [{ arn: plan.subject.arn, ...(step.version === undefined ? {} : { version: step.version }) }];
    });
  });
