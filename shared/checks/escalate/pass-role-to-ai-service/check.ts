import type { Ask } from '../../../reasoning/types.ts';
import type { AccessCheck, AccessQuestion } from '../../check.ts';
import { aiServicePrincipals, passedToAiServices } from '../../sensitive/passed-to-ai-services.ts';
import { accessChanges } from '../../triggers.ts';
import { askPass } from '../ask-pass.ts';
import { missingAccount } from '../missing-account.ts';
import { nameOfArn } from '../name-of-arn.ts';
import { tooMany } from '../reach/ask-steps.ts';

export const passRoleToAiService = {
  id: 'RF.ESCALATE.1',
  name: 'pass-role-to-ai-service',
  title: 'PassRole to an AI service',
  kind: 'access',
  severity: 'high',
  pack: 'recommended',
  triggeredBy: accessChanges,
  administrators: 'excused',
  containment: 'deny',
  fix: 'Name the roles that may be passed in Resource, and the service in a condition on iam:PassedToService.',
  references: {
    genSec: ['GENSEC01-BP01', 'GENSEC05-BP01'],
    aisf: ['AISF-IAM-02'],
    attack: [{ tactic: 'TA0004', technique: 'T1548.005' }],
  },
  ask: ({ principal, account, can, cannot }) => {
    if (cannot(passesToAi)) return [];
    if (account.state !== 'known') return [{ name: 'any-service', unasked: missingAccount(account) }];
    return aiServicePrincipals.flatMap((service): readonly AccessQuestion[] => {
      const { arns, more, doubt } = account.value.strongerRoles(principal, service);
      if (arns.length === 0) return doubt === undefined ? [] : [{ name: service, unasked: doubt }];
      const ask: Ask = { name: service, any: [askPass(arns, service)] };
      return [more && can(ask).answer === 'no' ? { name: service, unasked: tooMany } : { name: service, ask }];
    });
  },
  finding: ({ who, question, answer }) =>
    `${who} can pass ${nameOfArn(answer.witness.request.resource)}, which can do more, to ${question.name}`,
} as const satisfies AccessCheck;

const passesToAi: Ask = {
  name: 'passes-role',
  any: [{ actions: ['iam:PassRole'], resources: ['*'], condition: passedToAiServices }],
};
