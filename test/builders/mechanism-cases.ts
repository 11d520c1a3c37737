import { known } from '../../shared/facts/known.ts';
import type { PrincipalFacts } from '../../shared/facts/principal-facts.ts';
import type { Mechanism } from '../../shared/response/plan.ts';
import type { ProposeRequest } from '../../shared/response/propose.ts';
import { aPolicy, aRole, aUser } from './a-principal.ts';

/** One way in which a containment stands in IAM, and every call that it takes. */
export type MechanismCase = {
  name: string;
  facts: PrincipalFacts;
  mechanism: Mechanism;
  merge?: true;
  ask?: Partial<ProposeRequest>;
  calls: readonly string[];
  undoCalls: readonly string[];
};

export const teamBoundary = 'arn:aws:iam::111122223333:policy/team';
const boundary = known(aPolicy({ Effect: 'Allow', Action: '*', Resource: '*' }, { arn: teamBoundary }));
const filler = {
  ...aPolicy({ Effect: 'Allow', Action: 's3:GetObject', Resource: `arn:aws:s3:::${'x'.repeat(9_900)}` }),
  name: 'inline:filler',
};
const role = aRole({ allows: ['bedrock:InvokeModel', 's3:GetObject'] });
const inlineOf = ({ inlinePolicies }: PrincipalFacts) => (inlinePolicies.state === 'known' ? inlinePolicies.value : []);
const credential = (id: string, status: 'Active' | 'Inactive') => ({
  id,
  serviceName: 'bedrock.amazonaws.com',
  status,
  createdAt: '2026-11-01T00:00:00.000Z',
});

/** Has keys and credentials that a quarantine makes inactive, and one that is so already. */
export const userWithKeys = aUser({
  allows: 'bedrock:*',
  serviceCredentials: known([credential('ACCAONE', 'Active'), credential('ACCATWO', 'Inactive')]),
  accessKeys: known([{ id: 'AKIAONE', status: 'Active', createdAt: '2026-11-01T00:00:00.000Z' }]),
});

/** Only its group gives it the access: it is contained by itself, and the group is not touched. */
const member = aUser({
  name: 'maria',
  groups: known([
    {
      name: 'science',
      arn: 'arn:aws:iam::111122223333:group/science',
      inlinePolicies: known([
        { ...aPolicy({ Effect: 'Allow', Action: 'bedrock:InvokeModel', Resource: '*' }), name: 'inline:ml' },
      ]),
      attachedPolicies: known([]),
    },
  ]),
});

const quarantine = { level: 'quarantine', revokeSessions: true, accessKeys: true } as const;

export const mechanismCases = {
  boundary: {
    name: 'a new boundary',
    facts: role,
    mechanism: 'boundary',
    calls: ['CreatePolicy', 'PutRolePermissionsBoundary'],
    undoCalls: ['DeleteRolePermissionsBoundary', 'DeletePolicy'],
  },
  inline: {
    name: 'an inline Deny beside a boundary',
    facts: { ...role, permissionsBoundary: boundary },
    mechanism: 'inline',
    calls: ['PutRolePolicy'],
    undoCalls: ['DeleteRolePolicy'],
  },
  merged: {
    name: 'a boundary merged with the one that is there',
    facts: { ...role, permissionsBoundary: boundary },
    mechanism: 'merged',
    merge: true,
    calls: ['CreatePolicy', 'PutRolePermissionsBoundary'],
    undoCalls: ['PutRolePermissionsBoundary', 'DeletePolicy'],
  },
  managed: {
    name: 'an attached Deny policy where inline policies leave no room',
    facts: { ...role, permissionsBoundary: boundary, inlinePolicies: known([...inlineOf(role), filler]) },
    mechanism: 'managed',
    calls: ['CreatePolicy', 'AttachRolePolicy'],
    undoCalls: ['DetachRolePolicy', 'DeletePolicy'],
  },
  quarantine: {
    name: 'a quarantine with sessions and credentials',
    facts: userWithKeys,
    mechanism: 'boundary',
    ask: quarantine,
    calls: [
      'CreatePolicy',
      'PutUserPermissionsBoundary',
      'PutUserPolicy',
      'UpdateServiceSpecificCredential',
      'UpdateAccessKey',
    ],
    undoCalls: [
      'UpdateAccessKey',
      'UpdateServiceSpecificCredential',
      'DeleteUserPolicy',
      'DeleteUserPermissionsBoundary',
      'DeletePolicy',
    ],
  },
  member: {
    name: 'a member whose group gives the access',
    facts: member,
    mechanism: 'boundary',
    calls: ['CreatePolicy', 'PutUserPermissionsBoundary'],
    undoCalls: ['DeleteUserPermissionsBoundary', 'DeletePolicy'],
  },
} as const satisfies Readonly<Record<string, MechanismCase>>;
