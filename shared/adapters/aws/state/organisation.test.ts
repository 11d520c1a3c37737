import {
  DescribeEffectivePolicyCommand,
  DescribeOrganizationCommand,
  DescribePolicyCommand,
  ListAccountsCommand,
  ListParentsCommand,
  ListPoliciesForTargetCommand,
  ListRootsCommand,
  OrganizationsClient,
} from '@aws-sdk/client-organizations';
import { mockClient } from 'aws-sdk-client-mock';
import { awsError } from '../../../../test/builders/aws-error.ts';
import { readOrganisation } from './organisation.ts';
import { readOrganisationAccounts } from './organisation-accounts.ts';
import { organisationGuardrailsIn, readOrganisationGuardrails } from './organisation-guardrails.ts';
import { stateFact } from './state-fact.ts';

const organizations = mockClient(OrganizationsClient);
const client = new OrganizationsClient({ region: 'us-east-1' });
const accountId = '111122223333';
const read = () => readOrganisation(client, accountId);
const policy = (Id: string) => ({ Id, Name: Id, Arn: `arn:aws:organizations::aws:policy/${Id}` });
const document = (id: string) => ({ name: id, arn: policy(id).Arn, text: `{"Id":"${id}"}` });
const attached = (TargetId: string, Filter: 'SERVICE_CONTROL_POLICY' | 'RESOURCE_CONTROL_POLICY', ...ids: string[]) =>
  organizations.on(ListPoliciesForTargetCommand, { TargetId, Filter }).resolves({ Policies: ids.map(policy) });

beforeEach(() => {
  organizations.reset();
  organizations
    .on(DescribeOrganizationCommand)
    .resolves({ Organization: { Id: 'o-1', MasterAccountId: '999900001111' } });
  organizations
    .on(ListParentsCommand, { ChildId: accountId })
    .resolves({ Parents: [{ Id: 'ou-1', Type: 'ORGANIZATIONAL_UNIT' }] });
  organizations.on(ListParentsCommand, { ChildId: 'ou-1' }).resolves({ Parents: [{ Id: 'r-1', Type: 'ROOT' }] });
  organizations.on(ListRootsCommand).resolves({
    Roots: [{ Id: 'r-1', PolicyTypes: [{ Type: 'SERVICE_CONTROL_POLICY', Status: 'ENABLED' }] }],
  });
  organizations.on(ListPoliciesForTargetCommand).resolves({ Policies: [] });
  organizations.on(DescribePolicyCommand).callsFake(({ PolicyId }: { PolicyId: string }) => ({
    Policy: { PolicySummary: policy(PolicyId), Content: `{"Id":"${PolicyId}"}` },
  }));
});

describe('reading the organisation', () => {
  it('gives the control policies level by level, from the root to the account, each read once', async () => {
    organizations
      .on(ListPoliciesForTargetCommand, { TargetId: 'r-1', Filter: 'SERVICE_CONTROL_POLICY' })
      .resolvesOnce({ Policies: [policy('p-full')], NextToken: 'more' })
      .resolves({ Policies: [policy('p-deny')] });
    attached('ou-1', 'SERVICE_CONTROL_POLICY', 'p-full');
    attached(accountId, 'SERVICE_CONTROL_POLICY', 'p-own');
    expect(await read()).toEqual({
      told: 'member',
      id: 'o-1',
      inManagementAccount: false,
      policies: {
        told: 'yes',
        serviceControlPolicies: [[document('p-full'), document('p-deny')], [document('p-full')], [document('p-own')]],
        resourceControlPolicies: [],
      },
    });
    expect(organizations.commandCalls(DescribePolicyCommand)).toHaveLength(3);
  });

  it('takes a kind of policy that is switched off for no level at all, and asks for none of them', async () => {
    organizations.on(ListRootsCommand).resolves({ Roots: [{ Id: 'r-1', PolicyTypes: [] }] });
    expect(await read()).toMatchObject({ policies: { told: 'yes', serviceControlPolicies: [] } });
    expect(organizations.commandCalls(ListPoliciesForTargetCommand)).toHaveLength(0);
  });

  it('knows the management account', async () => {
    organizations.on(DescribeOrganizationCommand).resolves({ Organization: { Id: 'o-1', MasterAccountId: accountId } });
    expect(await read()).toMatchObject({ inManagementAccount: true });
  });

  it('knows that an account is in no organisation', async () => {
    organizations.on(DescribeOrganizationCommand).rejects(awsError('AWSOrganizationsNotInUseException'));
    expect(await read()).toEqual({ told: 'none' });
  });

  it('keeps the organisation of a member that may not read the policies, and names the permission', async () => {
    organizations.on(ListParentsCommand).rejects(awsError('AccessDeniedException'));
    expect(await read()).toMatchObject({
      told: 'member',
      id: 'o-1',
      policies: { told: 'refused', why: expect.stringContaining('allow organizations:ListParents') as string },
    });
  });

  it('tells a refusal from an answer that did not come', async () => {
    organizations.on(DescribeOrganizationCommand).rejects(awsError('AccessDeniedException'));
    expect(await read()).toMatchObject({ told: 'refused' });
    organizations.on(DescribeOrganizationCommand).rejects(awsError('InvalidInputException'));
    expect(await read()).toMatchObject({ told: 'refused' });
    organizations.on(DescribeOrganizationCommand).rejects(awsError('TooManyRequestsException'));
    expect(await read()).toMatchObject({ told: 'failed' });
  });

  it('gives no level where one policy could not be read', async () => {
    attached('ou-1', 'SERVICE_CONTROL_POLICY', 'p-1');
    organizations.on(DescribePolicyCommand).rejects(awsError('AccessDeniedException'));
    expect(await read()).toMatchObject({
      policies: { told: 'refused', why: expect.stringContaining('organizations:DescribePolicy') as string },
    });
  });

  it('ends where the answers make a circle', async () => {
    organizations.on(ListParentsCommand).resolves({ Parents: [{ Id: 'ou-1', Type: 'ORGANIZATIONAL_UNIT' }] });
    expect(await read()).toMatchObject({ policies: { told: 'failed' } });
  });
});

describe('reading the accounts of the organisation', () => {
  const accounts = () =>
    stateFact('accounts', () => readOrganisationAccounts(client, { accountId, regions: ['eu-west-1'] }));

  it('gives those in use on every page, and what is heard of this one', async () => {
    organizations
      .on(ListAccountsCommand)
      .resolvesOnce({ Accounts: [{ Id: accountId, Name: 'own', State: 'ACTIVE' }], NextToken: 'more' })
      .resolves({
        Accounts: [
          { Id: '444455556666', State: 'ACTIVE' },
          { Id: '777788889999', State: 'SUSPENDED' },
        ],
      });
    expect(await accounts()).toEqual({
      state: 'known',
      value: [
        { accountId, name: 'own', regions: [{ region: 'eu-west-1', heard: true }] },
        { accountId: '444455556666', regions: [] },
      ],
    });
  });

  it('knows none without an organisation, and does not know them where it is refused', async () => {
    organizations.on(ListAccountsCommand).rejects(awsError('AWSOrganizationsNotInUseException'));
    expect(await accounts()).toEqual({ state: 'known', value: [] });
    organizations.on(ListAccountsCommand).rejects(awsError('AccessDeniedException'));
    expect(await accounts()).toEqual({
      state: 'unknown',
      why: 'accounts were not read: allow organizations:ListAccounts',
    });
  });
});

describe('reading the guardrails that the organisation enforces', () => {
  const guardrail = 'arn:aws:bedrock:us-east-1:999900001111:guardrail/gr1';
  const content = (identifier: unknown): string =>
    JSON.stringify({ bedrock: { guardrail_inference: { 'us-east-1': { one: { identifier } } } } });
  const guardrails = () => stateFact('policies', () => readOrganisationGuardrails(client));

  it('takes the effective policy apart', async () => {
    organizations
      .on(DescribeEffectivePolicyCommand, { PolicyType: 'BEDROCK_POLICY' })
      .resolves({ EffectivePolicy: { PolicyContent: content(`${guardrail}:3`) } });
    expect(await guardrails()).toEqual({
      state: 'known',
      value: [{ policyId: 'effective/one', region: 'us-east-1', guardrailArn: guardrail, guardrailVersion: '3' }],
    });
  });

  it.each(['EffectivePolicyNotFoundException', 'AWSOrganizationsNotInUseException'])(
    'knows that there is none (%s)',
    async (name) => {
      organizations.on(DescribeEffectivePolicyCommand).rejects(awsError(name));
      expect(await guardrails()).toEqual({ state: 'known', value: [] });
    },
  );

  it('does not know them where it is refused', async () => {
    organizations.on(DescribeEffectivePolicyCommand).rejects(awsError('AccessDeniedException'));
    expect(await guardrails()).toMatchObject({
      state: 'unknown',
      why: expect.stringContaining('organizations:DescribeEffectivePolicy') as string,
    });
  });

  it.each([
    ['no JSON', '{', 'the document'],
    ['another form', '{"bedrock":{}}', '/bedrock/guardrail_inference'],
    ['an identifier that is no text', content(7), '/bedrock/guardrail_inference/us-east-1/one/identifier'],
    ['an identifier that is no ARN', content('gr1'), 'gr1 is not the ARN of a guardrail'],
  ])('says what is malformed: %s', (_, text, malformed) => {
    expect(organisationGuardrailsIn(text)).toMatchObject([{ malformed: expect.stringContaining(malformed) as string }]);
  });

  it('says that no version is named', () => {
    expect(organisationGuardrailsIn(content(guardrail))).toEqual([
      { policyId: 'effective/one', region: 'us-east-1', guardrailArn: guardrail },
    ]);
  });
});
