import type { Ask } from '../../reasoning/types.ts';
import { modelAccess } from '../ai-access.ts';
import type { AccessCheck, AccessQuestion } from '../check.ts';
import type { RoleClass } from '../intent/role-class.ts';
import { accessChanges } from '../triggers.ts';
import { classNamed, ownModelsOf } from './approved-for.ts';
import { forSettings } from './for-settings.ts';
import { sharedInvocations } from './model-actions.ts';
import { modelsOutside } from './models-outside.ts';

type Words = Pick<AccessCheck, 'id' | 'name' | 'title' | 'fix'>;

/** The check of one class: it reaches the models of its own list only, and those of its own accounts only. */
export const classModelsCheck = (roleClass: RoleClass, words: Words): AccessCheck => {
  const outside = forSettings((settings): readonly AccessQuestion[] => {
    const any = modelsOutside(ownModelsOf(settings, roleClass));
    if (any.length === 0) return [];
    return [{ name: words.name, ask: { name: words.name, any } }];
  });
  const inside = forSettings((settings): readonly AccessQuestion[] => {
    const accounts = settings.classLimits[roleClass]?.accounts ?? [];
    return accounts.length === 0 ? [] : [{ name: 'other-account', ask: otherAccounts(accounts) }];
  });
  return {
    ...words,
    kind: 'access',
    severity: 'medium',
    pack: 'recommended',
    triggeredBy: accessChanges,
    administrators: 'excused',
    containment: 'deny',
    needs: ['classLimits'],
    references: { genSec: ['GENSEC01-BP01'], guidance: ['layer-3'], aisf: ['AISF-MODEL-02'] },
    ask: ({ principal, settings, modelAccess: access, roleClass: found }) => {
      if (classNamed(found) !== roleClass || access.answer === 'no') return [];
      const accounts = settings.classLimits[roleClass]?.accounts ?? [];
      const elsewhere = accounts.length > 0 && !accounts.includes(principal.accountId);
      return [...outside(settings), ...(elsewhere ? [outsideSandbox] : inside(settings))];
    },
    finding: ({ who, question, answer }) => {
      const { action, resource } = answer.witness.request;
      const what = `${roleClass} role ${who} can invoke`;
      if (question.name === outsideSandbox.name) return `${what} models in an account that its class does not name`;
      if (question.name === 'other-account') return `${what} ${resource} of an account that its class does not name`;
      return `${what} ${resource} by ${action}`;
    },
  };
};

/** The principal itself stands in an account where its class has no business: every model call is outside. */
const outsideSandbox: AccessQuestion = { name: 'outside-sandbox', ask: { ...modelAccess, name: 'outside-sandbox' } };

/** Foundation models belong to no account; `aws` holds what AWS shares with everybody. */
const otherAccounts = (accounts: readonly string[]): Ask => ({
  name: 'other-account',
  any: [
    {
      actions: sharedInvocations,
      resources: ['*'],
      exceptResources: [
        'arn:*:bedrock:*::*',
        'arn:*:bedrock:*:aws:*',
        ...accounts.flatMap((account) => [
          `arn:*:bedrock:*:${account}:*`,
          `arn:*:sagemaker:*:${account}:*`,
          `arn:*:bedrock-agentcore:*:${account}:*`,
        ]),
      ],
    },
  ],
});
