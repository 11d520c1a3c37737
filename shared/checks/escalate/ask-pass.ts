import type { Arn, Question } from '../../reasoning/types.ts';

const made = new WeakMap<readonly Arn[], Question>();

/**
 * The request passes one of the roles to the service. One list of roles is asked about for many principals, and then it is
 * one question, which is taken apart once.
 * @param roles a list that belongs to the service
 */
export const askPass = (roles: readonly Arn[], service: string): Question => {
  const before = made.get(roles);
  if (before !== undefined) return before;
  const question = {
    actions: ['iam:PassRole'],
    resources: roles,
    condition: { StringEquals: { 'iam:PassedToService': service } },
  };
  made.set(roles, question);
  return question;
};
