import { hasWildcard } from '../../reasoning/policy/wildcard.ts';
import { regionsOf } from '../../reasoning/search/regions.ts';
import type { CheckSettings } from '../settings.ts';
import { modelProviders } from './model-providers.ts';
import { nearest } from './nearest.ts';
import type { SettingsFault } from './settings-fault.ts';

/** Mistakes in patterns of models and in names of providers and Regions, each by itself. */
export const patternFaults = (settings: CheckSettings): readonly SettingsFault[] => [
  ...listsOfPatterns(settings).flatMap(({ at, patterns }) =>
    patterns.flatMap((pattern, index) => arnFaults(pattern, `${at}/${index}`)),
  ),
  ...settings.accountModels.flatMap(({ providers, models }, index) => [
    ...providers.flatMap((name, place) => providerFaults(name, `/accountModels/${index}/providers/${place}`)),
    ...models.flatMap((pattern, place) => modelIdFaults(pattern, `/accountModels/${index}/models/${place}`)),
  ]),
  ...listsOfRegions(settings).flatMap(({ at, regions }) =>
    regions.flatMap((region, index) => regionFaults(region, `${at}/${index}`)),
  ),
  ...settings.enforcedGuardrails.flatMap(({ region }, index) =>
    regionFaults(region, `/enforcedGuardrails/${index}/region`),
  ),
];

const listsOfPatterns = (settings: CheckSettings) => [
  { at: '/approvedModels', patterns: settings.approvedModels },
  { at: '/approvedInferenceProfiles', patterns: settings.approvedInferenceProfiles },
  { at: '/highCostModels', patterns: settings.highCostModels },
  ...Object.entries(settings.classLimits).flatMap(([name, limits]) => [
    { at: `/classLimits/${name}/models`, patterns: limits.models ?? [] },
    { at: `/classLimits/${name}/inferenceProfiles`, patterns: limits.inferenceProfiles ?? [] },
  ]),
];

const listsOfRegions = (settings: CheckSettings) => [
  { at: '/approvedRegions', regions: settings.approvedRegions },
  { at: '/modelRegions', regions: settings.modelRegions },
  { at: '/watchedRegions', regions: settings.watchedRegions },
  ...Object.entries(settings.classLimits).map(([name, limits]) => ({
    at: `/classLimits/${name}/regions`,
    regions: limits.regions ?? [],
  })),
];

/** Kinds of resource that a model call names (AWS: "Actions, resources, and condition keys for Amazon Bedrock", SageMaker). */
const kinds: Readonly<Record<string, readonly string[]>> = {
  bedrock: [
    'foundation-model',
    'custom-model',
    'custom-model-deployment',
    'imported-model',
    'provisioned-model',
    'inference-profile',
    'application-inference-profile',
    'prompt-router',
    'default-prompt-router',
    'marketplace',
  ],
  sagemaker: ['endpoint', 'inference-component'],
};

const arnFaults = (pattern: string, at: string): readonly SettingsFault[] => {
  const [, , service = '', region = '', account = '', ...rest] = pattern.split(':');
  const resource = rest.join(':');
  const [kind = '', ...names] = resource.split('/');
  const name = names.join('/');
  const nothing = (what: string, next: string): SettingsFault => ({
    level: 'error',
    code: 'pattern-matches-nothing',
    at,
    what,
    next,
  });
  if (resource === '')
    return [nothing(`${pattern} is no whole ARN`, 'write arn:aws:bedrock:REGION::foundation-model/MODEL')];
  if (/^\*+$/u.test(kind) || (name !== '' && /^\*+$/u.test(name) && kind === 'foundation-model')) {
    return [
      {
        level: 'warning',
        code: 'pattern-matches-everything',
        at,
        what: `${pattern} approves every model of today and of tomorrow`,
        next: 'name the models',
      },
    ];
  }
  const expected = kinds[service];
  if (expected === undefined) {
    if (hasWildcard(service)) return [];
    return [nothing(`${service} has no models that a call names`, 'use bedrock or sagemaker')];
  }
  if (!hasWildcard(kind) && !expected.includes(kind)) {
    const near = nearest(kind, expected);
    return [nothing(`${service} has no models of kind ${kind}`, `use ${near ?? expected.slice(0, 3).join(', ')}`)];
  }
  if (kind === 'foundation-model' && account !== '' && account !== '*') {
    return [nothing('the ARN of a foundation model holds no account', `write arn:aws:bedrock:${region}::${resource}`)];
  }
  if (kind !== 'foundation-model' && !hasWildcard(kind) && account === '') {
    return [nothing(`the ARN of a resource of kind ${kind} holds an account`, 'write the account id after the Region')];
  }
  return [
    ...(region === '' ? [] : regionFaults(region, at)),
    ...(kind === 'foundation-model' ? modelIdFaults(name, at) : []),
  ];
};

/** `anthropic.claude-*`. A provider with a wildcard may be any. */
const modelIdFaults = (id: string, at: string): readonly SettingsFault[] => {
  const [provider = ''] = id.split('.');
  if (!id.includes('.') && !hasWildcard(id)) {
    const what = `${id} is no model id: it begins with a provider and a dot`;
    return [{ level: 'error', code: 'pattern-matches-nothing', at, what, next: 'write PROVIDER.MODEL' }];
  }
  return hasWildcard(provider) ? [] : providerFaults(provider, at);
};

const providerFaults = (provider: string, at: string): readonly SettingsFault[] => {
  if (modelProviders.some((known) => known === provider.toLowerCase())) return [];
  const near = nearest(provider, modelProviders);
  return [
    {
      level: 'warning',
      code: 'unknown-provider',
      at,
      what: `${provider} is no provider of models that is known`,
      next: near === undefined ? 'check its spelling in the list of models of Amazon Bedrock' : `write ${near}?`,
    },
  ];
};

/** The name that stands for every other Region is none. */
const knownRegions: ReadonlySet<string> = new Set(
  ['aws', 'aws-cn', 'aws-us-gov'].flatMap(regionsOf).filter((region) => !region.startsWith('xx-')),
);

export const regionFaults = (region: string, at: string): readonly SettingsFault[] => {
  if (hasWildcard(region) || knownRegions.has(region)) return [];
  const near = nearest(region, [...knownRegions]);
  return [
    {
      level: 'warning',
      code: 'unknown-region',
      at,
      what: `${region} is no Region that is known`,
      next: near === undefined ? 'check its spelling' : `write ${near}?`,
    },
  ];
};
