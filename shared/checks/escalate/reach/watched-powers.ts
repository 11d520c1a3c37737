import { bitsAt, type ActionBits } from '../../../reasoning/fast/action-bits.ts';
import { catalogueAction } from '../../../reasoning/catalogue/action-catalogue.ts';
import type { Question } from '../../../reasoning/types.ts';
import { sensitiveActions } from '../../sensitive/sensitive-actions.ts';
import { severityRank } from '../../severity.ts';

/** What makes an identity worth taking besides AI: it changes access, or it reads what others keep secret. */
const beside = [
  'iam:PutRolePolicy',
  'iam:PutUserPolicy',
  'iam:AttachRolePolicy',
  'iam:AttachUserPolicy',
  'iam:CreatePolicyVersion',
  'iam:SetDefaultPolicyVersion',
  'iam:UpdateAssumeRolePolicy',
  'iam:DeleteRolePermissionsBoundary',
  'iam:CreateRole',
  'iam:CreateUser',
  'iam:CreateAccessKey',
  'iam:CreateLoginProfile',
  'iam:UpdateLoginProfile',
  'lambda:UpdateFunctionCode',
  'secretsmanager:GetSecretValue',
  's3:PutBucketPolicy',
  'kms:PutKeyPolicy',
  'cloudtrail:StopLogging',
  'organizations:LeaveOrganization',
] as const;

/** An action by which the access of two principals is compared. */
export type WatchedPower = { index: number; question: Question };

/** Sensitive actions above low, and those beside AI, as questions that are asked of many. */
export const watchedPowers: readonly WatchedPower[] = [
  ...new Set([
    ...sensitiveActions.filter(({ severity }) => severityRank(severity) > severityRank('low')).map(({ name }) => name),
    ...beside,
  ]),
].flatMap((name) => {
  const catalogued = catalogueAction(name);
  return catalogued === undefined
    ? []
    : [{ index: catalogued.index, question: { actions: [catalogued.name], resources: ['*'] } }];
});

export const watchedBits: ActionBits = bitsAt(watchedPowers.map(({ index }) => index));
