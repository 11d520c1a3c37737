import { checks } from '../../checks/catalogue.ts';
import type { Check, CheckId } from '../../checks/check.ts';
import { inPack } from '../../checks/in-pack.ts';
import type { CheckSettings } from '../../checks/settings.ts';
import type { RegionValues } from '../../facts/region-state.ts';
import type { WideValues } from '../../facts/wide-state.ts';

export type FactsOfCheck = {
  region?: readonly (keyof RegionValues)[];
  wide?: readonly (keyof WideValues)[];
  /** Used where another check has them read; it is asked without them too. */
  ifRead?: readonly (keyof WideValues)[];
  /** Last uses by each principal. */
  lastUses?: true;
};

/** What each check reads of the account's state besides principals, guardrails and invocation logging. A fact that no check of the pack needs costs no call. */
export const factsOfChecks: Readonly<Partial<Record<CheckId, FactsOfCheck>>> = {
  'RF.TRUST.6': { wide: ['runners'] },
  'RF.TRUST.8': { region: ['guardrailPolicies'], wide: ['aiResourcePolicies'] },
  'RF.SENSITIVE.11': { lastUses: true },
  'RF.ESCALATE.3': { wide: ['runners'] },
  'RF.ESCALATE.4': { wide: ['runners'] },
  'RF.ESCALATE.6': { wide: ['runners'] },
  'RF.GUARD.5': { region: ['enforcedGuardrails'], ifRead: ['organisationGuardrails'] },
  'RF.GUARD.6': { wide: ['organisationGuardrails'] },
  'RF.GUARD.7': { region: ['guardrailPolicies'] },
  'RF.GUARD.8': { region: ['guardrailReferences', 'guardrailVersions', 'enforcedGuardrails'] },
  'RF.GUARD.9': { region: ['automatedReasoning'] },
  'RF.GUARD.10': { region: ['enforcedGuardrails'] },
  'RF.LOGGING.3': { region: ['logDestinations'] },
  'RF.LOGGING.4': { region: ['logDestinations'] },
  'RF.LOGGING.5': { wide: ['trails'] },
  'RF.LOGGING.6': { wide: ['trails'] },
  'RF.LOGGING.7': { region: ['dataRetention'] },
  'RF.LOGGING.8': { region: ['accessAnalyzers'] },
  'RF.TAMPER.4': { wide: ['inputs'] },
  'RF.TAMPER.5': { wide: ['history'] },
  'RF.TAMPER.8': { wide: ['deployment'] },
  'RF.COVERAGE.1': { wide: ['serviceUse'], lastUses: true },
  'RF.COVERAGE.2': { wide: ['exemptions'] },
  'RF.COVERAGE.4': { wide: ['watchedAccounts'] },
  'RF.COVERAGE.5': { wide: ['controlPolicies'] },
  'RF.COVERAGE.6': { wide: ['workloads'] },
  'RF.COVERAGE.7': { wide: ['unclassedActions'] },
};

export type NeededFacts = {
  region: ReadonlySet<keyof RegionValues>;
  wide: ReadonlySet<keyof WideValues>;
  lastUses: boolean;
  /** The control policies are read: then everybody is judged under them. */
  organisation: boolean;
};

/** What the checks of the settings' pack need. A check whose settings are empty judges nothing. */
export const neededFacts = (settings: CheckSettings): NeededFacts => {
  const needed = inPack(checks, settings.pack)
    .filter((check) => !isIdle(check, settings))
    .map(({ id }) => factsOfChecks[id] ?? {});
  const wide = new Set(needed.flatMap((each) => each.wide ?? []));
  return {
    region: new Set(needed.flatMap((each) => each.region ?? [])),
    wide,
    lastUses: needed.some((each) => each.lastUses === true),
    organisation: wide.has('controlPolicies'),
  };
};

const isIdle = ({ needs = [] }: Check, settings: CheckSettings): boolean =>
  needs.length > 0 &&
  needs.every((name) => {
    const value = settings[name];
    return Array.isArray(value) && value.length === 0;
  });
