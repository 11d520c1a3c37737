import type { PrincipalFacts } from '../../facts/principal-facts.ts';
import { limitsOf } from '../access/invoke-unnamed-model/limits-of.ts';
import { asModelKey } from '../access/models-outside.ts';

/** The models that a principal's own policies name. */
export type ModelReach = {
  models: readonly string[];
  profiles: readonly string[];
  /** Regions of their ARNs, wildcards left out. */
  regions: readonly string[];
  fineTuned: boolean;
};

const modelKind =
  /:(?:foundation-model|custom-model|custom-model-deployment|imported-model|provisioned-model|endpoint|inference-component)\//u;
const profileKind = /:(?:inference-profile|application-inference-profile|prompt-router|default-prompt-router)\//u;

/** A model that was taught something: for the class fine-tuned alone. */
export const isFineTuned = (arn: string): boolean =>
  /:(?:custom-model|custom-model-deployment|imported-model|provisioned-model)\//u.test(arn);

export const reachOf = (principal: PrincipalFacts): ModelReach => {
  const { bedrock, sagemaker, modelIds } = limitsOf(principal, []);
  const keys = new Set(bedrock.flatMap(asModelKey));
  const ofSecondEndpoint = modelIds.filter((id) => !keys.has(id)).map((id) => asArn(id, principal));
  const models = [...bedrock, ...ofSecondEndpoint, ...sagemaker].filter((arn) => modelKind.test(arn));
  const profiles = bedrock.filter((arn) => profileKind.test(arn));
  const regions = [...models, ...profiles].map((arn) => arn.split(':')[3] ?? '');
  return {
    models,
    profiles,
    regions: [...new Set(regions.filter((region) => /^[a-z]{2}(?:-[a-z]+)+-\d+$/u.test(region)))],
    fineTuned: models.some(isFineTuned),
  };
};

/** A value of `bedrock-mantle:Model` as a list of models takes it: lists hold ARNs. */
const asArn = (id: string, { arn }: PrincipalFacts): string =>
  id.startsWith('arn:') ? id : `arn:${arn.split(':')[1] ?? 'aws'}:bedrock:*::foundation-model/${id}`;
