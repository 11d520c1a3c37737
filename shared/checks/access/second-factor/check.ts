import type { AccessCheck, AccessQuestion } from '../../check.ts';
import { sensitiveActions } from '../../sensitive/sensitive-actions.ts';
import { severityRank } from '../../severity.ts';
import { accessChanges } from '../../triggers.ts';
import { isPerson } from './is-person.ts';

const name = 'second-factor';

/**
 * A long-term key sends no aws:MultiFactorAuthPresent at all, so the absent key counts as well (AWS: "AWS global condition
 * context keys"). Passing roles is left out: a Deny of it would need a service.
 */
const question: AccessQuestion = {
  name,
  ask: {
    name,
    any: [
      {
        actions: sensitiveActions
          .filter(({ severity, denyable, name: action }) => {
            return denyable && severityRank(severity) > severityRank('low') && action !== 'iam:PassRole';
          })
          .map((entry) => entry.name),
        resources: ['*'],
        condition: { BoolIfExists: { 'aws:MultiFactorAuthPresent': 'false' } },
      },
    ],
  },
};

export const secondFactor = {
  id: 'RF.ACCESS.14',
  name,
  title: 'People use a second factor for AI administration',
  kind: 'access',
  severity: 'high',
  pack: 'recommended',
  triggeredBy: accessChanges,
  // Whoever administers is whom this is about.
  administrators: 'judged',
  containment: 'deny',
  fix: 'Deny the sensitive AI actions with BoolIfExists aws:MultiFactorAuthPresent false; a plain Bool misses long-term keys.',
  references: {
    genSec: ['GENSEC01-BP01'],
    aisf: ['AISF-IAM-01'],
    attack: [{ tactic: 'TA0001', technique: 'T1078.004' }],
  },
  ask: ({ principal, settings, aiAccess }) =>
    aiAccess.answer !== 'no' && isPerson(principal, settings) ? [question] : [],
  finding: ({ who, answer }) => `${who} can ${answer.witness.request.action} without a second factor`,
} as const satisfies AccessCheck;
