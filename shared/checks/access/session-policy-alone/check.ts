import type { RoleClass } from '../../intent/role-class.ts';
import type { AccessCheck, AccessQuestion } from '../../check.ts';
import { accessChanges } from '../../triggers.ts';
import { classNamed, ownModelsOf } from '../approved-for.ts';
import { forSettingsAnd } from '../for-settings.ts';
import { modelsOutside } from '../models-outside.ts';

const name = 'session-policy-alone';

const questions = forSettingsAnd((settings, roleClass: RoleClass): readonly AccessQuestion[] => {
  const any = modelsOutside(ownModelsOf(settings, roleClass));
  return any.length === 0 ? [] : [{ name, ask: { name, any } }];
});

export const sessionPolicyAlone = {
  id: 'RF.ACCESS.25',
  name,
  title: 'Session policies are not relied on alone',
  kind: 'access',
  severity: 'low',
  pack: 'strict',
  triggeredBy: accessChanges,
  administrators: 'excused',
  containment: 'deny',
  needs: ['classLimits'],
  fix: 'Write the limits of the class into the policies of the role; whoever starts a session may leave its policy out.',
  references: { genSec: ['GENSEC01-BP01'] },
  ask: ({ principal, settings, modelAccess, roleClass }) => {
    const named = classNamed(roleClass);
    if (principal.kind !== 'role' || named === undefined || modelAccess.answer === 'no') return [];
    // Evaluation and general roles are asked the same under their own ids.
    return named === 'evaluation' || named === 'general' ? [] : questions(settings, named);
  },
  finding: ({ who, answer }) => {
    const { action, resource } = answer.witness.request;
    return `without a session policy ${who} exceeds its class: it can invoke ${resource} by ${action}`;
  },
} as const satisfies AccessCheck;
