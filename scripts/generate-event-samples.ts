/**
 * Sample events for what nobody has seen recorded: one small EventBridge envelope for each row of known-events.json
 * with confidence `inferred`, and their rows in events/index.json. The members of request and answer come from
 * events/request-shapes.json where the API's model is published; elsewhere one member, `id`, stands for all of them.
 */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { type KnownEvent, knownEvents } from '../shared/change/known-events.ts';

const leaf = z.enum(['text', 'number', 'boolean', 'time', 'list', 'map', 'object', 'xml-list']);
type Shape = z.infer<typeof leaf> | { [member: string]: Shape };
const shapeSchema: z.ZodType<Shape> = z.lazy(() => z.union([leaf, z.record(z.string(), shapeSchema)]));
const eventShapeSchema = z.strictObject({
  asked: z.record(z.string(), shapeSchema),
  answered: z.record(z.string(), shapeSchema).optional(),
});
type EventShape = z.infer<typeof eventShapeSchema>;
type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };
const indexRowSchema = z.strictObject({
  path: z.string(),
  trigger: z.string(),
  confidence: z.string(),
  expect: z.record(z.string(), z.union([z.string(), z.boolean()])),
});
type IndexRow = z.infer<typeof indexRowSchema>;

const root = path.dirname(import.meta.dirname);
const account = '111122223333';
const region = 'us-east-1';
const time = '2026-11-21T21:00:00Z';
const roleArn = `arn:aws:iam::${account}:role/Admin`;

/** JSON as this project's formatter leaves it: lists of plain values on one line, everything else opened. */
const formatted = (value: Json, indent = ''): string => {
  const inner = `${indent}  `;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  if (Array.isArray(value)) {
    const items: readonly Json[] = value;
    if (items.every((item) => typeof item !== 'object' || item === null)) {
      return `[${items.map((item) => JSON.stringify(item)).join(', ')}]`;
    }
    return `[\n${items.map((item) => inner + formatted(item, inner)).join(',\n')}\n${indent}]`;
  }
  const members = Object.entries(value);
  if (members.length === 0) return '{}';
  const lines = members.map(([key, item]) => `${inner}${JSON.stringify(key)}: ${formatted(item, inner)}`);
  return `{\n${lines.join(',\n')}\n${indent}}`;
};

const idFor = (seed: string): string => {
  const hex = createHash('sha256').update(seed).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
};

const document = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { AWS: 'arn:aws:iam::444455556666:root' }, Action: '*', Resource: '*' }],
});

const knownArns: Readonly<Record<string, string>> = {
  policyArn: `arn:aws:iam::${account}:policy/ml/models`,
  managedPolicyArn: 'arn:aws:iam::aws:policy/AmazonBedrockFullAccess',
  sAMLProviderArn: `arn:aws:iam::${account}:saml-provider/idp`,
  openIDConnectProviderArn: `arn:aws:iam::${account}:oidc-provider/token.example.com`,
  topicArn: `arn:aws:sns:${region}:${account}:example`,
  serialNumber: `arn:aws:iam::${account}:mfa/bob`,
};

/** A value that looks like what the member is called. */
const textFor = (member: string, service: string): string => {
  const knownArn = knownArns[member];
  if (knownArn !== undefined) return knownArn;
  if (/role(?:arn)?$/i.test(member)) return roleArn;
  if (/arn$/i.test(member))
    return `arn:aws:${service}:${region}:${account}:${member.slice(0, -3) || 'resource'}/example`;
  if (/url$/i.test(member)) return `https://sqs.${region}.amazonaws.com/${account}/example`;
  if (/policy(?:document)?$|definition$/i.test(member)) return document;
  if (/^targetid$|^accountid$/i.test(member)) return '444455556666';
  if (/status$/i.test(member)) return 'ACTIVE';
  return member === 'userName' ? 'bob' : `example-${member.toLowerCase()}`;
};

const valueFor = (member: string, shape: Shape, service: string): Json => {
  if (typeof shape === 'object') return valuesFor(shape, service);
  switch (shape) {
    case 'text':
      return textFor(member, service);
    case 'number':
      return 1;
    case 'boolean':
      return true;
    case 'time':
      return time;
    case 'list':
      return member === 'tags' ? [{ key: 'team', value: 'ml' }] : ['example'];
    case 'xml-list':
      return [{ tag: 1, content: `example-${member.toLowerCase()}` }];
    case 'map':
    case 'object':
      return {};
  }
};

const valuesFor = (shapes: Readonly<Record<string, Shape>>, service: string): { readonly [key: string]: Json } =>
  Object.fromEntries(Object.entries(shapes).map(([member, shape]) => [member, valueFor(member, shape, service)]));

const sampleOf = (event: KnownEvent, shape: EventShape | undefined): Json => {
  const service = event.eventSource.replace(/\.amazonaws\.com$/, '');
  const seed = event.trigger;
  const parameters = valuesFor(shape?.asked ?? { id: 'text' }, service);
  const response = shape?.answered === undefined ? null : valuesFor(shape.answered, service);
  return {
    version: '0',
    id: idFor(`envelope ${seed}`),
    sample: {
      confidence: 'inferred',
      from: shape === undefined ? 'shared/change/known-events.json' : 'events/request-shapes.json',
      note: 'Generated. Nobody has seen a record of this event: names and members may differ.',
    },
    'detail-type': 'AWS API Call via CloudTrail',
    source: `aws.${service}`,
    account,
    time,
    region,
    resources: [],
    detail: {
      eventVersion: '1.11',
      userIdentity: {
        type: 'AssumedRole',
        principalId: 'AROAEXAMPLEADMIN00001:alice',
        arn: `arn:aws:sts::${account}:assumed-role/Admin/alice`,
        accountId: account,
        sessionContext: {
          sessionIssuer: {
            type: 'Role',
            principalId: 'AROAEXAMPLEADMIN00001',
            arn: roleArn,
            accountId: account,
            userName: 'Admin',
          },
          attributes: { creationDate: time, mfaAuthenticated: 'false' },
        },
      },
      eventTime: time,
      eventSource: event.eventSource,
      eventName: event.recordedAs ?? event.eventName,
      awsRegion: region,
      sourceIPAddress: '192.0.2.10',
      userAgent: 'example',
      requestParameters: Object.keys(parameters).length === 0 ? null : parameters,
      responseElements: response,
      requestID: idFor(`request ${seed}`),
      eventID: idFor(`event ${seed}`),
      readOnly: event.group === 'bedrock-inference',
      eventType: 'AwsApiCall',
      managementEvent: event.category === 'management',
      recipientAccountId: account,
      eventCategory: event.category === 'management' ? 'Management' : 'Data',
    },
  };
};

const folder = 'cloudtrail/inferred';
const samplePath = ({ eventSource, eventName }: KnownEvent): string =>
  `${folder}/${eventSource.replace(/\.amazonaws\.com$/, '')}/${eventName}.inferred.json`;

/** A request without members has nothing to leave out. */
const bodyOf = (shape: EventShape | undefined): string =>
  shape !== undefined && Object.keys(shape.asked).length === 0 ? 'none-expected' : 'present';

const indexRow = (event: KnownEvent, shape: EventShape | undefined): IndexRow => ({
  path: samplePath(event),
  trigger: event.trigger,
  confidence: 'inferred',
  expect: { kind: 'change', outcome: 'succeeded', body: bodyOf(shape) },
});

const readJson = async (file: string): Promise<unknown> =>
  JSON.parse(await readFile(path.join(root, 'events', file), 'utf8'));

const byPath = (one: IndexRow, other: IndexRow): number => (one.path < other.path ? -1 : one.path > other.path ? 1 : 0);

/** Every inferred sample and the index of all samples, as text; paths are relative to the repository. */
export const generateEventSamples = async (): Promise<{ path: string; text: string }[]> => {
  const shapes = z.record(z.string(), eventShapeSchema).parse(await readJson('request-shapes.json'));
  // Rows of samples written by hand stay as they are; only the generated ones are made anew.
  const index = z.array(indexRowSchema).parse(await readJson('index.json'));
  const written = index.filter((row) => !row.path.startsWith(`${folder}/`));
  const inferred = knownEvents.filter(({ confidence }) => confidence === 'inferred');
  const samples = inferred.map((event) => ({
    path: `events/${samplePath(event)}`,
    text: `${formatted(sampleOf(event, shapes[event.trigger]))}\n`,
  }));
  const rows = [...written, ...inferred.map((event) => indexRow(event, shapes[event.trigger]))].sort(byPath);
  return [...samples, { path: 'events/index.json', text: `${formatted(rows)}\n` }];
};
