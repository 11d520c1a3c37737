import { matchesWildcard } from '../../../reasoning/policy/wildcard.ts';
import type { CheckSettings } from '../../settings.ts';
import { roleClasses, type RoleClass } from '../role-class.ts';
import { errorAt, regionsOfAny, warningAt, type Pair } from './pair.ts';

/** Lists of models beside lists of prices, classes, Regions and accounts. */
export const modelPairs: readonly Pair[] = [
  {
    settings: ['approvedModels', 'highCostModels', 'classRules', 'classLimits'],
    faults: (settings) =>
      readsAccountList(settings, 'specialised')
        ? []
        : settings.approvedModels.flatMap((model, index) => {
            const costly = settings.highCostModels.find((pattern) => covers(pattern, model));
            if (costly === undefined) return [];
            const what = `${model} is of high cost (${costly}), which is for the class specialised, and no principal of that class reads this list`;
            const next = 'take it off one of the two lists, or class the principals that may call it specialised';
            return [errorAt('contradicting-limits', `/approvedModels/${index}`, what, next)];
          }),
  },
  {
    settings: ['approvedModels', 'classRules', 'classLimits'],
    faults: (settings) =>
      !settings.classRules.some((rule) => rule.class === 'fine-tuned') || readsAccountList(settings, 'fine-tuned')
        ? []
        : settings.approvedModels.flatMap((model, index) => {
            if (!fineTuned.test(model)) return [];
            const what = `${model} is for the class fine-tuned, which has a list of its own, and RF.ACCESS.4 finds whoever else calls it`;
            const next = 'put it on /classLimits/fine-tuned/models';
            return [errorAt('contradicting-limits', `/approvedModels/${index}`, what, next)];
          }),
  },
  {
    settings: ['approvedModels', 'approvedInferenceProfiles', 'approvedRegions', 'classLimits'],
    faults: (settings) => [
      ...outsideRegions(settings.approvedModels, '/approvedModels', regionsOfAny(settings)),
      ...outsideRegions(settings.approvedInferenceProfiles, '/approvedInferenceProfiles', regionsOfAny(settings)),
    ],
  },
  {
    settings: ['classLimits', 'approvedRegions'],
    faults: (settings) =>
      roleClasses.flatMap((name) => {
        const { regions = [], models = [], inferenceProfiles = [] } = settings.classLimits[name] ?? {};
        const all = regions.length > 0 ? regions : settings.approvedRegions;
        return [
          ...outsideRegions(models, `/classLimits/${name}/models`, all),
          ...outsideRegions(inferenceProfiles, `/classLimits/${name}/inferenceProfiles`, all),
        ];
      }),
  },
  {
    settings: ['modelRegions', 'approvedRegions', 'classLimits'],
    faults: (settings) => {
      const approved = regionsOfAny(settings);
      return settings.modelRegions.flatMap((region, index) => {
        if (approved.length === 0 || approved.includes(region)) return [];
        const what = `models are used in ${region}, which /approvedRegions leaves out`;
        return [errorAt('contradicting-limits', `/modelRegions/${index}`, what, 'approve the Region, or take it out')];
      });
    },
  },
  {
    settings: ['approvedModels', 'accountModels', 'classLimits'],
    faults: (settings) => [
      ...neverEnabled(settings, settings.approvedModels, '/approvedModels'),
      ...roleClasses.flatMap((name) =>
        neverEnabled(settings, settings.classLimits[name]?.models ?? [], `/classLimits/${name}/models`),
      ),
    ],
  },
];

const covers = (pattern: string, text: string): boolean => pattern === text || matchesWildcard(pattern, text);

const fineTuned = /:(?:custom-model|custom-model-deployment|imported-model|provisioned-model)\//u;

/** Whether the account's list counts for a class: a rule gives the class, and it has no models of its own. */
const readsAccountList = ({ classRules, classLimits }: CheckSettings, name: RoleClass): boolean =>
  classRules.some((rule) => rule.class === name) &&
  (classLimits[name]?.models ?? []).length + (classLimits[name]?.inferenceProfiles ?? []).length === 0;

/** RF.ACCESS.11 finds what the list allows. */
const outsideRegions = (patterns: readonly string[], at: string, regions: readonly string[]) =>
  patterns.flatMap((pattern, index) => {
    const region = pattern.split(':')[3] ?? '';
    if (regions.length === 0 || region === '' || regions.some((each) => covers(region, each))) return [];
    const what = `${pattern} is in ${region}, which is not approved`;
    const next = 'approve the Region, or name the model in one that is';
    return [errorAt('contradicting-limits', `${at}/${index}`, what, next)];
  });

const foundationModel = /:foundation-model\/([^/]+)$/u;

/** RF.ACCESS.6 finds the enabling of what another list lets everybody call. */
const neverEnabled = ({ accountModels }: CheckSettings, models: readonly string[], at: string) =>
  models.flatMap((model, index) => {
    const id = foundationModel.exec(model)?.[1]?.toLowerCase() ?? '';
    const provider = id.split('.')[0] ?? '';
    const lists = accountModels.filter((each) => each.providers.length + each.models.length > 0);
    if (lists.length === 0 || provider === '' || /[*?]/u.test(provider)) return [];
    const may = lists.some(
      (list) =>
        list.providers.some((each) => each.toLowerCase() === provider) ||
        list.models.some((pattern) => covers(pattern.toLowerCase(), id) || covers(id, pattern.toLowerCase())),
    );
    if (may) return [];
    const what = `${model} may be called, and no account of /accountModels may enable it`;
    return [
      warningAt('no-account-may-enable', `${at}/${index}`, what, 'put it on the list of an account, or take it out'),
    ];
  });
