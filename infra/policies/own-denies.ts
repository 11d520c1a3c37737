import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Configuration } from '../../shared/runtime/installation/configuration.ts';
import { anyPrincipal, ownPolicies, type Place } from './place.ts';

/** A principal that has a boundary, whichever it is [unconfirmed: that the key is absent from the request where there is none]. */
const besideABoundary = { Null: { 'iam:PermissionsBoundary': 'false' } };

/**
 * Writing a Deny beside the policies of a principal. No condition key sees the content of an inline policy, so this could grant: it is
 * behind a function of its own that looks at each document, and where a boundary is asked for, that caps it.
 */
export const writeOwnDenies = (
  place: Place,
  containInline: Exclude<Configuration['containInline'], 'off'>,
): PolicyStatement[] => {
  const beside = containInline === 'beside-boundaries' ? besideABoundary : {};
  return [
    new PolicyStatement({
      sid: 'PutInlineDenies',
      actions: ['iam:PutRolePolicy', 'iam:PutUserPolicy'],
      resources: anyPrincipal(place),
      ...(containInline === 'beside-boundaries' ? { conditions: beside } : {}),
    }),
    new PolicyStatement({
      sid: 'AttachOwnPolicies',
      actions: ['iam:AttachRolePolicy', 'iam:AttachUserPolicy'],
      resources: anyPrincipal(place),
      conditions: { ...beside, ArnLike: { 'iam:PolicyARN': ownPolicies(place) } },
    }),
  ];
};

/** What the function reads before it attaches: a boundary of ours, attached, would grant everything. */
export const readOwnPolicies = (place: Place): PolicyStatement =>
  new PolicyStatement({
    sid: 'ReadOwnPolicies',
    actions: ['iam:GetPolicy', 'iam:GetPolicyVersion'],
    resources: [ownPolicies(place)],
  });

/** Taking them off. An inline policy cannot be told from another by a condition: its name is no key. */
export const takeBackDenies = (place: Place): PolicyStatement[] => [
  new PolicyStatement({
    sid: 'DeleteInlineDenies',
    actions: ['iam:DeleteRolePolicy', 'iam:DeleteUserPolicy'],
    resources: anyPrincipal(place),
  }),
  new PolicyStatement({
    sid: 'DetachOwnPolicies',
    actions: ['iam:DetachRolePolicy', 'iam:DetachUserPolicy'],
    resources: anyPrincipal(place),
    conditions: { ArnLike: { 'iam:PolicyARN': ownPolicies(place) } },
  }),
];

export const denyReasons = {
  PutInlineDenies: 'Any role or user may have to be contained; the function sends documents of Deny statements alone.',
  AttachOwnPolicies: 'Any role or user may have to be contained; the condition allows our own policies only.',
  ReadOwnPolicies: 'Policies are named by the hash of their content, under a path of their own.',
  DeleteInlineDenies: 'Any role or user may have been contained; the function deletes policies of our names alone.',
  DetachOwnPolicies: 'Any role or user may have been contained; the condition allows our own policies only.',
} as const;
