import type { PrincipalFacts } from '../../facts/principal-facts.ts';
import { limitsOf } from '../access/invoke-unnamed-model/limits-of.ts';

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
const fineTunedKind = /:(?:custom-model|custom-model-deployment|imported-model|provisioned-model)\//u;

export const reachOf = (principal: PrincipalFacts): ModelReach => {
  const { bedrock, sagemaker } = limitsOf(principal, []);
  const models = [...bedrock, ...sagemaker].filter((arn) => modelKind.test(arn));
  const profiles = bedrock.filter((arn) => profileKind.test(arn));
  const regions = [...models, ...profiles].map((arn) => arn.split(':')[3] ?? '');
  return {
    models,
    profiles,
    regions: [...new Set(regions.filter((region) => /^[a-z]{2}(?:-[a-z]+)+-\d+$/u.test(region)))],
    fineTuned: models.some((arn) => fineTunedKind.test(arn)),
  };
};
