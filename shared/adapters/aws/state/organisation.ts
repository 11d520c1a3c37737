import {
  DescribeOrganizationCommand,
  DescribePolicyCommand,
  paginateListParents,
  paginateListPoliciesForTarget,
  paginateListRoots,
  type OrganizationsClient,
  type PolicyType,
  type Root,
} from '@aws-sdk/client-organizations';
import type { PolicyDocument } from '../../../facts/policy-document.ts';
import type {
  ControlPolicyLevels,
  NotTold,
  OrganisationFacts,
  PolicyLevels,
} from '../../../facts/organisation-facts.ts';
import { awsFailure } from '../aws-failure.ts';
import { required } from '../iam-read.ts';
import { allowedBy, Refused, unlessMissing } from './state-fact.ts';

/** Somebody changes the tree while it is read, or the answers make a circle: a chain is never as long. */
const mostLevels = 12;

/**
 * The organisation of an account and the control policies of every level above it (AWS Organizations User Guide, "SCP
 * evaluation"). The policies are told to the management account and to those to which it delegated that; a member learns
 * the organisation alone.
 */
export const readOrganisation = async (client: OrganizationsClient, accountId: string): Promise<OrganisationFacts> => {
  try {
    const answer = await unlessMissing(['AWSOrganizationsNotInUseException'], () =>
      allowedBy('organizations:DescribeOrganization', () => client.send(new DescribeOrganizationCommand({}))),
    );
    if (answer === undefined) return { told: 'none' };
    const { Id, MasterAccountId } = required(answer.Organization, 'Organization');
    return {
      told: 'member',
      id: required(Id, 'Id of the organisation'),
      inManagementAccount: required(MasterAccountId, 'MasterAccountId') === accountId,
      policies: await readPolicies(client, accountId),
    };
  } catch (error) {
    return notTold('facts about the organisation', error);
  }
};

const readPolicies = async (
  client: OrganizationsClient,
  accountId: string,
): Promise<({ told: 'yes' } & ControlPolicyLevels) | NotTold> => {
  try {
    const path = await pathTo(client, accountId);
    const enabled = await enabledTypes(client, path[0]);
    const documents = new Map<string, Promise<PolicyDocument>>();
    const levelsOf = async (type: PolicyType): Promise<PolicyLevels> => {
      if (!enabled.has(type)) return [];
      const levels: (readonly PolicyDocument[])[] = [];
      for (const target of path) levels.push(await policiesOf(client, target, type, documents));
      return levels;
    };
    return {
      told: 'yes',
      serviceControlPolicies: await levelsOf('SERVICE_CONTROL_POLICY'),
      resourceControlPolicies: await levelsOf('RESOURCE_CONTROL_POLICY'),
    };
  } catch (error) {
    return notTold('control policies of the organisation', error);
  }
};

/** From the root down to the account. */
const pathTo = (client: OrganizationsClient, accountId: string): Promise<readonly string[]> =>
  allowedBy('organizations:ListParents', async () => {
    const path = [accountId];
    while (path.length < mostLevels) {
      const parents: { id: string; isRoot: boolean }[] = [];
      for await (const page of paginateListParents({ client }, { ChildId: path[0] }))
        for (const { Id, Type } of page.Parents ?? [])
          parents.push({ id: required(Id, 'Id of a parent'), isRoot: Type === 'ROOT' });
      const parent = required(parents[0], `parent of ${path[0] ?? ''}`);
      path.unshift(parent.id);
      if (parent.isRoot) return path;
    }
    throw new RangeError(`no root above ${accountId} within ${mostLevels} levels`);
  });

/** A type that is switched off has no effect, whatever is attached. */
const enabledTypes = (client: OrganizationsClient, rootId: string | undefined): Promise<ReadonlySet<PolicyType>> =>
  allowedBy('organizations:ListRoots', async () => {
    const roots: Root[] = [];
    for await (const page of paginateListRoots({ client }, {})) roots.push(...(page.Roots ?? []));
    const types = required(
      roots.find(({ Id }) => Id === rootId),
      `root ${rootId ?? ''}`,
    ).PolicyTypes;
    return new Set(
      required(types, 'PolicyTypes').flatMap(({ Type, Status }) =>
        Type === undefined || Status === 'PENDING_ENABLE' ? [] : [Type],
      ),
    );
  });

const policiesOf = async (
  client: OrganizationsClient,
  TargetId: string,
  Filter: PolicyType,
  documents: Map<string, Promise<PolicyDocument>>,
): Promise<readonly PolicyDocument[]> => {
  const ids = await allowedBy('organizations:ListPoliciesForTarget', async () => {
    const listed: string[] = [];
    for await (const page of paginateListPoliciesForTarget({ client }, { TargetId, Filter }))
      listed.push(...required(page.Policies, 'Policies').map(({ Id }) => required(Id, 'Id of a policy')));
    return listed;
  });
  return Promise.all(
    ids.map((id) => {
      const document = documents.get(id) ?? documentOf(client, id);
      documents.set(id, document);
      return document;
    }),
  );
};

const documentOf = async (client: OrganizationsClient, PolicyId: string): Promise<PolicyDocument> => {
  const { Policy } = await allowedBy('organizations:DescribePolicy', () =>
    client.send(new DescribePolicyCommand({ PolicyId })),
  );
  const { PolicySummary, Content } = required(Policy, `policy ${PolicyId}`);
  const arn = PolicySummary?.Arn;
  return {
    name: PolicySummary?.Name ?? PolicyId,
    ...(arn === undefined ? {} : { arn }),
    text: required(Content, `content of policy ${PolicyId}`),
  };
};

/** A call that AWS refuses for a reason of its own is refused the next time too. */
const notTold = (what: string, error: unknown): NotTold => {
  if (error instanceof Refused) {
    const why = `${what} were not read: allow ${error.permission}, in the management account or one that it delegated this to`;
    return { told: 'refused', why };
  }
  const { kind, detail } = awsFailure(error);
  return { told: kind === 'refused' ? 'refused' : 'failed', why: `${what} were not read: ${detail}` };
};
