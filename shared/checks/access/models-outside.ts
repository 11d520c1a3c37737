import type { Question } from '../../reasoning/types.ts';
import { notModels } from './invoke-unnamed-model/not-models.ts';
import { bedrockModelActions, endpointActions, secondEndpointAction, secondEndpointModelKey } from './model-actions.ts';

/**
 * "Can it call a model that is not on this list?" A service that the list does not name at all is not judged by it.
 * @param list ARN patterns of Bedrock models and profiles, and of SageMaker endpoints.
 */
export const modelsOutside = (list: readonly string[]): readonly Question[] => {
  const bedrock = list.filter((arn) => isOf('bedrock', arn));
  const sagemaker = list.filter((arn) => isOf('sagemaker', arn));
  return [
    ...(bedrock.length === 0 ? [] : bedrockOutside(bedrock, bedrock.flatMap(asModelKey))),
    ...(sagemaker.length === 0 ? [] : [endpointsOutside(sagemaker)]),
  ];
};

/** @param modelIds values of the second endpoint's key that are allowed. Empty: every model of it is outside. */
export const bedrockOutside = (arns: readonly string[], modelIds: readonly string[]): readonly Question[] => [
  { actions: bedrockModelActions, resources: ['*'], exceptResources: [...arns, ...notModels] },
  {
    actions: [secondEndpointAction],
    resources: ['*'],
    ...(modelIds.length === 0 ? {} : { condition: { StringNotLike: { [secondEndpointModelKey]: modelIds } } }),
  },
];

export const endpointsOutside = (arns: readonly string[]): Question => ({
  actions: endpointActions,
  resources: ['*'],
  ...(arns.length === 0 ? {} : { exceptResources: arns }),
});

/** "Can it call one of these models?" */
export const modelsAmong = (list: readonly string[]): readonly Question[] => {
  const bedrock = list.filter((arn) => isOf('bedrock', arn));
  const sagemaker = list.filter((arn) => isOf('sagemaker', arn));
  const ids = bedrock.flatMap(asModelKey);
  return [
    ...(bedrock.length === 0 ? [] : [{ actions: bedrockModelActions, resources: bedrock }]),
    ...(ids.length === 0
      ? []
      : [
          {
            actions: [secondEndpointAction],
            resources: ['*'],
            // The request names such a model, or names none: a call without the key may reach any.
            condition: { StringLikeIfExists: { [secondEndpointModelKey]: ids } },
          },
        ]),
    ...(sagemaker.length === 0 ? [] : [{ actions: endpointActions, resources: sagemaker }]),
  ];
};

/** `*` for the service of a pattern belongs to every service. */
export const isOf = (service: string, arn: string): boolean => {
  const before = arn.indexOf(':', arn.indexOf(':') + 1);
  if (before < 0) return true;
  const after = arn.indexOf(':', before + 1);
  const part = arn.slice(before + 1, after < 0 ? undefined : after);
  return part === service || part === '*';
};

/** A model by its ARN and by its id. [unconfirmed] which of the two the second endpoint's key holds: both are named. */
export const asModelKey = (arn: string): readonly string[] => {
  const resource = arn.split(':').slice(5).join(':');
  const id = resource.slice(resource.indexOf('/') + 1);
  return id === '' || id === resource ? [arn] : [arn, id];
};
