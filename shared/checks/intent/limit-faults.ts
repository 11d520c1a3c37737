import { matchesWildcard } from '../../reasoning/policy/wildcard.ts';
import type { CheckSettings } from '../settings.ts';
import { roleClasses, type RoleClass } from './role-class.ts';
import type { SettingsFault } from './settings-fault.ts';

/** Lists that say two things at once. */
export const limitFaults = (settings: CheckSettings, now: string): readonly SettingsFault[] => [
  ...roleClasses.flatMap((name) => [...deniedModels(settings, name), ...fineTunedModels(settings, name)]),
  ...enforcement(settings),
  ...externalAccounts(settings, now),
];

const error = (
  code: 'contradicting-limits' | 'contradicting-enforcement',
  at: string,
  what: string,
  next: string,
): SettingsFault => ({ level: 'error', code, at, what, next });

/** RF.ACCESS.5 finds what the list allows. */
const deniedModels = (settings: CheckSettings, name: RoleClass): readonly SettingsFault[] => {
  if (name === 'specialised' || name === 'administrator') return [];
  return (settings.classLimits[name]?.models ?? []).flatMap((model, index) => {
    const costly = settings.highCostModels.find((pattern) => pattern === model || matchesWildcard(pattern, model));
    if (costly === undefined) return [];
    const what = `${model} is of high cost (${costly}), which is for the class specialised, and stands on the list of ${name}`;
    const next = 'take it off one of the two lists';
    return [error('contradicting-limits', `/classLimits/${name}/models/${index}`, what, next)];
  });
};

/** RF.ACCESS.4 finds what the list allows, once a rule gives the class fine-tuned. */
const fineTunedModels = (settings: CheckSettings, name: RoleClass): readonly SettingsFault[] => {
  if (name === 'fine-tuned' || name === 'administrator') return [];
  if (!settings.classRules.some((rule) => rule.class === 'fine-tuned')) return [];
  return (settings.classLimits[name]?.models ?? []).flatMap((model, index) => {
    if (!/:(?:custom-model|custom-model-deployment|imported-model|provisioned-model)\//u.test(model)) return [];
    const what = `${model} is for the class fine-tuned, and stands on the list of ${name}`;
    const next = `class the principals fine-tuned, or take it off the list of ${name}`;
    return [error('contradicting-limits', `/classLimits/${name}/models/${index}`, what, next)];
  });
};

const enforcement = ({ enforcedGuardrails }: CheckSettings): readonly SettingsFault[] =>
  enforcedGuardrails.flatMap(({ region, guardrailArn }, index): readonly SettingsFault[] => {
    const at = `/enforcedGuardrails/${index}`;
    const stands = guardrailArn.split(':')[3] ?? '';
    if (stands !== '' && stands !== '*' && stands !== region) {
      const what = `${guardrailArn} stands in ${stands}, and a guardrail works in its own Region`;
      return [error('contradicting-enforcement', at, what, `name a guardrail of ${region}`)];
    }
    const first = enforcedGuardrails.findIndex((other) => other.region === region);
    if (first === index) return [];
    const what = `/enforcedGuardrails/${first} says what is enforced in ${region} already`;
    return [error('contradicting-enforcement', at, what, 'keep one of the two')];
  });

const externalAccounts = (settings: CheckSettings, now: string): readonly SettingsFault[] =>
  settings.knownAccounts.flatMap(({ accountId, expires }, index): readonly SettingsFault[] => {
    const at = `/knownAccounts/${index}`;
    return [
      ...(settings.organisationAccounts.includes(accountId)
        ? [
            {
              level: 'warning' as const,
              code: 'own-account-called-external' as const,
              at,
              what: `${accountId} is an account of the own organisation`,
              next: 'take it out of /knownAccounts',
            },
          ]
        : []),
      ...(expires !== undefined && Date.parse(expires) <= Date.parse(now)
        ? [
            {
              level: 'warning' as const,
              code: 'expired' as const,
              at: `${at}/expires`,
              what: `${accountId} was known until ${expires}`,
              next: 'take it out, or give it a new end',
            },
          ]
        : []),
    ];
  });
