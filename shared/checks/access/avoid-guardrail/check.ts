import type { PrincipalFacts } from '../../../facts/principal-facts.ts';
import type { AccessCheck } from '../../check.ts';
import type { RoleClass } from '../../intent/role-class.ts';
import type { CheckSettings } from '../../settings.ts';
import { accessChanges, agentChanges, guardrailChanges } from '../../triggers.ts';
import { classNamed, guardrailsFor } from '../approved-for.ts';
import { forSettingsAnd } from '../for-settings.ts';
import { guardrailsFrom, guardrailsTested } from './required-guardrails.ts';
import { actionsAround, waysAround, type WayAround } from './ways-around.ts';

export const avoidGuardrail = {
  id: 'RF.ACCESS.9',
  name: 'avoid-guardrail',
  title: 'No way round the guardrail condition',
  kind: 'access',
  severity: 'high',
  pack: 'essential',
  triggeredBy: [...accessChanges, ...guardrailChanges, ...agentChanges],
  about: actionsAround,
  administrators: 'excused',
  containment: 'deny',
  fix: 'Deny the path, or enforce the guardrail for the whole account: then every call of the Region is evaluated.',
  references: {
    genSec: ['GENSEC01-BP01'],
    guidance: ['layer-3'],
    owaspLlm: ['LLM01'],
    attack: [{ tactic: 'TA0112', technique: 'T1685' }],
    atlas: ['AML.T0054'],
  },
  ask: ({ principal, settings, roleClass }) => {
    const demanded = demandedFor(settings, classNamed(roleClass));
    const ways = demanded.length > 0 ? waysAroundThose(settings, classNamed(roleClass)) : ownWaysAround(principal);
    return ways.map(({ name, reason, questions }) => ({
      name,
      reason,
      ask: { name, any: questions },
    }));
  },
  finding: ({ who, question, answer }) =>
    `${who} can avoid the guardrail by ${question.name.replaceAll('-', ' ')}, for example with ${answer.witness.request.action}`,
} as const satisfies AccessCheck;

/** What the owners demand: guardrails that are approved for the class, and those that are meant to be enforced. */
const demandedFor = (settings: CheckSettings, roleClass: RoleClass | undefined): readonly string[] => [
  ...guardrailsFor(settings, roleClass),
  ...settings.enforcedGuardrails.map(({ guardrailArn, version }) =>
    guardrailArn.split(':').length > 6 || version === 'DRAFT' ? guardrailArn : `${guardrailArn}:${version}`,
  ),
];

const waysAroundThose = forSettingsAnd((settings, roleClass: RoleClass | undefined) =>
  waysAround(guardrailsFrom(demandedFor(settings, roleClass))),
);

const ownWaysAround = (principal: PrincipalFacts): readonly WayAround[] => {
  const required = guardrailsTested(principal);
  return required === undefined ? [] : waysAround(required);
};
