import type { Question } from '../../../reasoning/types.ts';
import type { AccessCheck } from '../../check.ts';
import { accessChanges } from '../../triggers.ts';
import { limitsOf } from './limits-of.ts';
import { notModels } from './not-models.ts';

const bedrockActions = [
  'bedrock:InvokeModel',
  'bedrock:InvokeModelWithResponseStream',
  'bedrock:CreateModelInvocationJob',
] as const;

const sagemakerActions = [
  'sagemaker:InvokeEndpoint',
  'sagemaker:InvokeEndpointAsync',
  'sagemaker:InvokeEndpointWithResponseStream',
  'sagemaker:InvokeEndpointWithBidirectionalStream',
] as const;

export const invokeUnnamedModel = {
  id: 'RF.ACCESS.1',
  name: 'invoke-unnamed-model',
  title: 'Model access is limited to named models',
  kind: 'access',
  severity: 'high',
  pack: 'essential',
  triggeredBy: accessChanges,
  administrators: 'excused',
  containment: 'deny',
  fix: 'Name in Resource the ARNs of the models that the principal needs, or set the list of approved models.',
  references: {
    genSec: ['GENSEC01-BP01'],
    guidance: ['layer-3'],
    owaspLlm: ['LLM10'],
    aisf: ['AISF-IAM-02'],
    attack: [{ tactic: 'TA0040', technique: 'T1496.004' }],
    atlas: ['AML.T0034'],
  },
  ask: ({ principal, settings }) => {
    const limits = limitsOf(principal, settings.approvedModels);
    const bedrock: Question = {
      actions: bedrockActions,
      resources: ['*'],
      exceptResources: [...limits.bedrock, ...notModels],
    };
    // The second endpoint authorises a project and names the model by a key of its own.
    const mantle: Question = {
      actions: ['bedrock-mantle:CreateInference'],
      resources: ['*'],
      ...(limits.modelIds.length === 0
        ? {}
        : { condition: { StringNotLike: { 'bedrock-mantle:Model': limits.modelIds } } }),
    };
    const sagemaker: Question = {
      actions: sagemakerActions,
      resources: ['*'],
      ...(limits.sagemaker.length === 0 ? {} : { exceptResources: limits.sagemaker }),
    };
    const name = 'invoke-unnamed-model';
    return [{ name, ask: { name, any: [bedrock, mantle, sagemaker] } }];
  },
  finding: ({ who, answer }) => {
    const { action, resource } = answer.witness.request;
    return `${who} can invoke models that nobody named, for example ${resource} by ${action}`;
  },
} as const satisfies AccessCheck;
