import { Effect, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { ownPath } from '../own-names.ts';
import { iamArn, type Place } from './place.ts';

/** What can give anybody more than they have. */
const granting = [
  'iam:AddUserToGroup',
  'iam:AttachGroupPolicy',
  'iam:AttachRolePolicy',
  'iam:AttachUserPolicy',
  'iam:CreateAccessKey',
  'iam:CreateLoginProfile',
  'iam:CreatePolicyVersion',
  'iam:CreateRole',
  'iam:CreateUser',
  'iam:PassRole',
  'iam:PutGroupPolicy',
  'iam:PutRolePolicy',
  'iam:PutUserPolicy',
  'iam:SetDefaultPolicyVersion',
  'iam:UpdateAssumeRolePolicy',
] as const;
type Granting = (typeof granting)[number];

/**
 * What no role of Ringfence may ever do, whatever else it is allowed one day.
 * @param but what one optional role is there for
 */
export const neverWrite = (
  place: Place,
  protectedPrincipals: readonly string[],
  but: readonly Granting[] = [],
): PolicyStatement[] => [
  new PolicyStatement({
    sid: 'NeverTouch',
    effect: Effect.DENY,
    actions: ['iam:*'],
    resources: [
      iamArn(place, 'role/aws-service-role/*'),
      iamArn(place, 'role/aws-reserved/*'),
      iamArn(place, `role${ownPath}*`),
      ...protectedPrincipals,
    ],
  }),
  new PolicyStatement({
    sid: 'NeverGrant',
    effect: Effect.DENY,
    actions: granting.filter((action) => !but.includes(action)),
    resources: ['*'],
  }),
];
