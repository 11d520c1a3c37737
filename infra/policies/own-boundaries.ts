import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Configuration } from '../../shared/runtime/installation/configuration.ts';
import { anyPrincipal, ownPolicies, type Place } from './place.ts';

/**
 * Setting a boundary of ours. Where there is none it can only take away; a boundary of somebody else is replaced only where the
 * settings merge, by one that holds all of it. No condition key sees the boundary that was there.
 */
export const setOwnBoundaries = (place: Place): PolicyStatement[] => [
  new PolicyStatement({ sid: 'CreateOwnPolicies', actions: ['iam:CreatePolicy'], resources: [ownPolicies(place)] }),
  new PolicyStatement({
    sid: 'SetOwnBoundaries',
    actions: ['iam:PutRolePermissionsBoundary', 'iam:PutUserPermissionsBoundary'],
    resources: anyPrincipal(place),
    conditions: { StringLike: { 'iam:PermissionsBoundary': ownPolicies(place) } },
  }),
];

/** The boundaries that undo may put back: ours, and those of the account that the owners named. */
export const restorable = (place: Place, { restoreBoundaries }: Pick<Configuration, 'restoreBoundaries'>): string[] => [
  ownPolicies(place),
  ...restoreBoundaries,
];

/**
 * Taking a boundary of ours off, putting back the one that it took the place of, and our policy away: this can widen, so it is a role
 * of its own.
 */
export const takeBackBoundaries = (
  place: Place,
  configuration: Pick<Configuration, 'restoreBoundaries'>,
): PolicyStatement[] => [
  new PolicyStatement({ sid: 'DeleteOwnPolicies', actions: ['iam:DeletePolicy'], resources: [ownPolicies(place)] }),
  new PolicyStatement({
    sid: 'RemoveOwnBoundaries',
    actions: ['iam:DeleteRolePermissionsBoundary', 'iam:DeleteUserPermissionsBoundary'],
    resources: anyPrincipal(place),
    // That the key holds the boundary which is taken off: [unconfirmed].
    conditions: { StringLike: { 'iam:PermissionsBoundary': ownPolicies(place) } },
  }),
  new PolicyStatement({
    sid: 'RestoreBoundaries',
    actions: ['iam:PutRolePermissionsBoundary', 'iam:PutUserPermissionsBoundary'],
    resources: anyPrincipal(place),
    conditions: { StringLike: { 'iam:PermissionsBoundary': restorable(place, configuration) } },
  }),
];

export const boundaryReasons = {
  CreateOwnPolicies: 'Policies are named by the hash of their content, under a path of their own.',
  SetOwnBoundaries: 'Any role or user may have to be contained; the condition allows our own boundaries only.',
  DeleteOwnPolicies: 'Policies are named by the hash of their content, under a path of their own.',
  RemoveOwnBoundaries: 'Any role or user may have been contained; the condition allows our own boundaries only.',
  RestoreBoundaries:
    'Any role or user may have been contained; the condition names the boundaries that may be put back.',
} as const;
