import { Effect, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { ownPath } from '../own-names.ts';

export type Place = { partition: string; account: string };

const iamArn = ({ partition, account }: Place, resource: string): string =>
  `arn:${partition}:iam::${account}:${resource}`;
const ownPolicies = (place: Place): string => iamArn(place, `policy${ownPath}*`);

/**
 * Setting a boundary of ours. Where there is none it can only take away; a boundary of somebody else is never replaced,
 * because the saga reads before it writes. No condition key sees the boundary that was there.
 */
export const setOwnBoundaries = (place: Place): PolicyStatement[] => [
  new PolicyStatement({ sid: 'CreateOwnPolicies', actions: ['iam:CreatePolicy'], resources: [ownPolicies(place)] }),
  new PolicyStatement({
    sid: 'SetOwnBoundaries',
    actions: ['iam:PutRolePermissionsBoundary', 'iam:PutUserPermissionsBoundary'],
    resources: [iamArn(place, 'role/*'), iamArn(place, 'user/*')],
    conditions: { StringLike: { 'iam:PermissionsBoundary': ownPolicies(place) } },
  }),
];

/** Taking a boundary of ours off, and our policy away: this can widen, so it is a role of its own. */
export const removeOwnBoundaries = (place: Place): PolicyStatement[] => [
  new PolicyStatement({ sid: 'DeleteOwnPolicies', actions: ['iam:DeletePolicy'], resources: [ownPolicies(place)] }),
  new PolicyStatement({
    sid: 'RemoveOwnBoundaries',
    actions: ['iam:DeleteRolePermissionsBoundary', 'iam:DeleteUserPermissionsBoundary'],
    resources: [iamArn(place, 'role/*'), iamArn(place, 'user/*')],
    // That the key holds the boundary which is taken off: [unconfirmed].
    conditions: { StringLike: { 'iam:PermissionsBoundary': ownPolicies(place) } },
  }),
];

export const writeReasons = {
  CreateOwnPolicies: 'Policies are named by the hash of their content, under a path of their own.',
  SetOwnBoundaries: 'Any role or user may have to be contained; the condition allows our own boundaries only.',
  DeleteOwnPolicies: 'Policies are named by the hash of their content, under a path of their own.',
  RemoveOwnBoundaries: 'Any role or user may have been contained; the condition allows our own boundaries only.',
} as const;

/** What no role of Ringfence may ever do, whatever else it is allowed one day. */
export const neverWrite = (place: Place, protectedPrincipals: readonly string[]): PolicyStatement[] => [
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
    actions: [
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
    ],
    resources: ['*'],
  }),
];
