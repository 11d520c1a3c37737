import {
  CreateTableCommand,
  DescribeTableCommand,
  type GlobalSecondaryIndexDescription,
} from '@aws-sdk/client-dynamodb';
import { CreateRoleCommand, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import { PutParameterCommand } from '@aws-sdk/client-ssm';
import { type AwsClients, awsClients } from '../../shared/adapters/aws/aws-clients.ts';
import { localIdentity } from '../../shared/adapters/local/local-world.ts';
import { defaultCheckSettings } from '../../shared/checks/settings.ts';
import type { PrincipalFacts } from '../../shared/facts/principal-facts.ts';
import type { Ports } from '../../shared/ports/ports.ts';
import type { PrincipalRef } from '../../shared/ports/principal-reader.ts';
import { contain } from '../../shared/response/contain.ts';
import { approve } from '../../shared/response/approve.ts';
import { propose, type ProposeRequest } from '../../shared/response/propose.ts';
import type { Saga } from '../../shared/response/saga.ts';
import { defaultSettings, type Settings } from '../../shared/response/settings.ts';
import { undo } from '../../shared/response/undo.ts';
import { awsPorts } from '../../shared/runtime/aws-ports.ts';
import { aFindingOf } from '../builders/a-finding-of.ts';
import { account, region, rootCredentials } from './deploy.ts';
import type { Clients } from './emulated-account.ts';
import type { World } from './world.ts';

/**
 * The sagas over the AWS adapters, in this process, with tables, switches and writing roles of their own: a connection that breaks
 * needs no deployed function to break in.
 */
export type OwnInstallation = {
  ports: Ports;
  /** Plans for one question about the principal as it is now, approves where that is needed, and applies. */
  contain: (principal: PrincipalRef, can: string, ask?: Partial<ProposeRequest>) => Promise<Saga>;
  undo: (sagaId: string) => Promise<Saga>;
  facts: (principal: PrincipalRef) => Promise<PrincipalFacts>;
};

const olga = `arn:aws:iam::${account}:user/olga`;
let installations = 0;

/** What each role may do: the calls that docs/containment.md gives it, and no other. */
const ours = `arn:aws:iam::${account}:policy/ringfence/*`;
const writers = {
  contain: [
    { Effect: 'Allow', Action: 'iam:CreatePolicy', Resource: ours },
    {
      Effect: 'Allow',
      Action: ['iam:PutRolePermissionsBoundary', 'iam:PutUserPermissionsBoundary'],
      Resource: '*',
      Condition: { StringLike: { 'iam:PermissionsBoundary': ours } },
    },
  ],
  undo: [
    { Effect: 'Allow', Action: 'iam:DeletePolicy', Resource: ours },
    {
      Effect: 'Allow',
      Action: [
        'iam:DeleteRolePermissionsBoundary',
        'iam:DeleteUserPermissionsBoundary',
        'iam:PutRolePermissionsBoundary',
        'iam:PutUserPermissionsBoundary',
      ],
      Resource: '*',
    },
  ],
} as const;

const writerArn = (name: keyof typeof writers): string => `arn:aws:iam::${account}:role/own-${name}`;

const makeWriters = async ({ iam }: Clients): Promise<void> => {
  const trust = { Effect: 'Allow', Principal: { AWS: `arn:aws:iam::${account}:root` }, Action: 'sts:AssumeRole' };
  const text = (Statement: unknown): string => JSON.stringify({ Version: '2012-10-17', Statement });
  for (const [name, statements] of Object.entries(writers)) {
    const RoleName = `own-${name}`;
    await iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: text([trust]) }));
    await iam.send(new PutRolePolicyCommand({ RoleName, PolicyName: 'write', PolicyDocument: text(statements) }));
  }
};

/** As the deployed one, and empty. */
const makeTable = async ({ dynamo }: Clients, like: string, name: string): Promise<string> => {
  const { Table } = await dynamo.send(new DescribeTableCommand({ TableName: like }));
  const indexes = (Table?.GlobalSecondaryIndexes ?? []).map(
    ({ IndexName, KeySchema, Projection }: GlobalSecondaryIndexDescription) => ({ IndexName, KeySchema, Projection }),
  );
  await dynamo.send(
    new CreateTableCommand({
      TableName: name,
      BillingMode: 'PAY_PER_REQUEST',
      KeySchema: Table?.KeySchema,
      AttributeDefinitions: Table?.AttributeDefinitions,
      ...(indexes.length === 0 ? {} : { GlobalSecondaryIndexes: indexes }),
    }),
  );
  return name;
};

/** @param endpoint of a proxy that stands before the emulator. Absent: the emulator itself. */
export const ownInstallation = async (
  { account: { asRoot, endpoint: emulator } }: World,
  { settings = {}, endpoint = emulator }: { settings?: Partial<Settings>; endpoint?: string } = {},
): Promise<OwnInstallation> => {
  installations += 1;
  const name = (part: string): string => `own-${part}-${installations}`;
  if (installations === 1) await makeWriters(asRoot);
  process.env['AWS_ACCESS_KEY_ID'] = rootCredentials.accessKeyId;
  process.env['AWS_SECRET_ACCESS_KEY'] = rootCredentials.secretAccessKey;
  process.env['AWS_EC2_METADATA_DISABLED'] = 'true';
  const connection = { region, endpoint, requestTimeout: 2_000 };
  const tables = {
    findings: await makeTable(asRoot, 'ringfence-findings', name('findings')),
    state: await makeTable(asRoot, 'ringfence-state', name('state')),
    history: await makeTable(asRoot, 'ringfence-history', name('history')),
  };
  const parameter = async (part: string, Value: string): Promise<string> => {
    await asRoot.ssm.send(new PutParameterCommand({ Name: `/${name(part)}`, Value, Type: 'String' }));
    return `/${name(part)}`;
  };
  const nowhere = 'arn:aws:sns:us-east-1:000000000000:nobody';
  const ports = awsPorts(
    {
      identity: localIdentity({
        accountId: account,
        region,
        containRoleArn: writerArn('contain'),
        undoRoleArn: writerArn('undo'),
      }),
      connection,
      tables,
      modeParameter: await parameter('mode', JSON.stringify({ mode: 'enforce', resumed: 1 })),
      killSwitchParameter: await parameter('kill-switch', 'never stopped'),
      alertsTopicArn: nowhere,
      urgentTopicArn: nowhere,
      escalationTopicArn: nowhere,
      eventsTopicArn: nowhere,
      eventBus: 'ringfence',
      sweepQueueUrl: `${emulator}/${account}/nobody`,
    },
    signedFor(new URL(emulator).host, awsClients(connection)),
  );
  await ports.settings.write({
    ...defaultSettings(defaultCheckSettings),
    version: 1,
    // The emulator agrees at once.
    agreeAfter: 100,
    resourcePoliciesReviewed: true,
    ...settings,
  });
  const facts = async (principal: PrincipalRef): Promise<PrincipalFacts> => {
    const read = await ports.principals.readPrincipal(principal);
    if (read.found !== 'yes') throw new Error(`${principal.name}: ${JSON.stringify(read)}`);
    return read.value;
  };
  return {
    ports,
    facts,
    contain: async (principal, can, ask = {}) => {
      const findings = [aFindingOf(await facts(principal), { can })];
      const proposed = await propose(ports)({ principal, findings, ...ask });
      if (proposed.proposed !== 'saga') throw new Error(`no plan: ${JSON.stringify(proposed)}`);
      const { id, state, plan } = proposed.saga;
      if (state === 'WAITING') await approve(ports)({ sagaId: id, planHash: plan.planHash, approver: olga });
      return sagaOf(await contain(ports)(id));
    },
    undo: async (sagaId) => sagaOf(await undo(ports)({ sagaId, requestedBy: olga, reason: 'the story goes on' })),
  };
};

type Signing = { middlewareStack: AwsClients['iam']['middlewareStack'] };

/** A proxy names the emulator as the host of what it passes on: so the calls are signed for that host. */
const signedFor = (host: string, clients: AwsClients): AwsClients => {
  const sign = <C extends object>(client: C): C => {
    (client as unknown as Signing).middlewareStack.add(
      (next) => (args) => {
        (args.request as { headers: Record<string, string> }).headers['host'] = host;
        return next(args);
      },
      { step: 'build', priority: 'high', name: 'hostOfTheEmulator' },
    );
    return client;
  };
  const { iamAs } = clients;
  for (const client of [clients.iam, clients.dynamo, clients.ssm, clients.sts]) sign(client);
  return { ...clients, iamAs: (credentials) => sign(iamAs(credentials)) };
};

const sagaOf = (result: { ran: true; saga: Saga } | { ran: false }): Saga => {
  if (!result.ran) throw new Error(JSON.stringify(result));
  return result.saga;
};
