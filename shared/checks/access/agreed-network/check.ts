import { modelInvocations } from '../../../reasoning/catalogue/model-invocations.ts';
import type { RoleClass } from '../../intent/role-class.ts';
import type { AccessCheck, AccessQuestion } from '../../check.ts';
import { accessChanges, endpointChanges } from '../../triggers.ts';
import { classNamed, isOpen, networkFor } from '../approved-for.ts';
import { forSettingsAnd } from '../for-settings.ts';

const name = 'agreed-network';

const questions = forSettingsAnd((settings, roleClass: RoleClass | undefined): readonly AccessQuestion[] => {
  const network = networkFor(settings, roleClass);
  if (isOpen(network)) return [];
  const { vpcs, vpcEndpoints, organisations } = network;
  // A negated operator is true on a request without the key: a call over the public endpoint carries none of them.
  const elsewhere = {
    ...(vpcs.length === 0 ? {} : { 'aws:SourceVpc': vpcs }),
    ...(vpcEndpoints.length === 0 ? {} : { 'aws:SourceVpce': vpcEndpoints }),
    ...(organisations.length === 0 ? {} : { 'aws:VpceOrgID': organisations }),
  };
  return [
    {
      name,
      ask: {
        name,
        any: [
          {
            actions: modelInvocations,
            resources: ['*'],
            // What an AWS service calls on the principal's behalf comes from the service's network, and is kept.
            condition: { StringNotEquals: elsewhere, Bool: { 'aws:ViaAWSService': 'false' } },
          },
        ],
      },
    },
  ];
});

export const agreedNetwork = {
  id: 'RF.ACCESS.7',
  name,
  title: 'Model calls come from the network that was agreed',
  kind: 'access',
  severity: 'medium',
  pack: 'recommended',
  triggeredBy: [...accessChanges, ...endpointChanges],
  administrators: 'judged',
  containment: 'deny',
  needs: ['approvedNetwork'],
  fix: 'Test aws:SourceVpce, aws:SourceVpc or aws:VpceOrgID in the statement that allows the call, without IfExists.',
  references: {
    genSec: ['GENSEC01-BP01', 'GENSEC05-BP01'],
    guidance: ['layer-3'],
    aisf: ['AISF-INFRA-01'],
  },
  ask: ({ settings, modelAccess, roleClass }) =>
    modelAccess.answer === 'no' ? [] : questions(settings, classNamed(roleClass)),
  finding: ({ who, answer }) =>
    `${who} can call models from outside the agreed network, for example with ${answer.witness.request.action}`,
} as const satisfies AccessCheck;
