import { modelInvocations } from '../../../reasoning/catalogue/model-invocations.ts';
import type { Question } from '../../../reasoning/types.ts';
import type { RoleClass } from '../../intent/role-class.ts';
import type { AccessCheck, AccessQuestion } from '../../check.ts';
import { accessChanges } from '../../triggers.ts';
import { classNamed, regionsFor } from '../approved-for.ts';
import { forSettingsAnd } from '../for-settings.ts';

const name = 'approved-regions';

/**
 * Neither the Region of the request nor that of the resource is approved. A call that a cross-Region inference profile
 * routes elsewhere is authorised again where it arrives, with the model's ARN of that Region, so each destination is judged
 * by its own Region; a global one is `unspecified` (AWS: "Increase throughput with cross-Region inference").
 */
const questions = forSettingsAnd((settings, roleClass: RoleClass | undefined): readonly AccessQuestion[] => {
  const regions = regionsFor(settings, roleClass);
  if (regions.length === 0) return [];
  const question: Question = {
    actions: modelInvocations,
    resources: ['*'],
    exceptResources: regions.flatMap((region) => services.map((service) => `arn:*:${service}:${region}:*`)),
    condition: { StringNotEquals: { 'aws:RequestedRegion': regions } },
  };
  return [{ name, ask: { name, any: [question] } }];
});

const services = ['bedrock', 'bedrock-mantle', 'bedrock-agentcore', 'sagemaker'] as const;

export const approvedRegions = {
  id: 'RF.ACCESS.11',
  name,
  title: 'Access stays in approved Regions',
  kind: 'access',
  severity: 'medium',
  pack: 'recommended',
  triggeredBy: accessChanges,
  administrators: 'judged',
  containment: 'deny',
  needs: ['approvedRegions'],
  fix: 'Test aws:RequestedRegion where model calls are allowed, or deny other Regions by an organisation policy.',
  references: { genSec: ['GENSEC01-BP01'], aisf: ['AISF-GOV-02'] },
  ask: ({ settings, modelAccess, roleClass }) =>
    modelAccess.answer === 'no' ? [] : questions(settings, classNamed(roleClass)),
  finding: ({ who, answer }) => {
    const region = regionOf(answer.witness.request);
    return `${who} can call models in ${region ?? 'a Region that is not approved'}`;
  },
} as const satisfies AccessCheck;

const regionOf = (request: { context: Readonly<Record<string, string | readonly string[]>> }): string | undefined => {
  const value = Object.entries(request.context).find(([key]) => key.toLowerCase() === 'aws:requestedregion')?.[1];
  return typeof value === 'string' ? value : value?.[0];
};
