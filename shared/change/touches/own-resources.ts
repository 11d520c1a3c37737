import type { CarriedDocument } from '../change.ts';
import { textAt, valueAt } from '../json-object.ts';
import { asked } from './document-readers.ts';
import { all, type DocumentReader, type EventReadings, reading, type TouchReader } from './record-body.ts';
import { localName, localResource, resource } from './resource-readers.ts';

/** What Ringfence is made of and what it hears through. Which of them are its own is for the reader of the change. */
const rule = localResource('AWS::Events::Rule', 'rule', ['name', 'rule']);
const eventBus = localResource('AWS::Events::EventBus', 'event-bus', ['eventBusName', 'name']);
const schedule = localResource('AWS::Scheduler::Schedule', 'schedule', ['name']);
const topic = localResource('AWS::SNS::Topic', undefined, ['topicArn']);
const subscription = resource('AWS::SNS::Subscription', ['subscriptionArn']);
const table = localResource('AWS::DynamoDB::Table', 'table', ['tableName']);
const trail = localResource('AWS::CloudTrail::Trail', 'trail', ['name', 'trailName']);
const eventDataStore = localResource('AWS::CloudTrail::EventDataStore', 'eventdatastore', ['eventDataStore']);
const policyHolder = resource('AWS::CloudTrail::PolicyHolder', ['resourceArn'], ['resourceArn']);
const key = localResource('AWS::KMS::Key', 'key', ['keyId'], ['keyId']);
const namedLogGroup = localResource('AWS::Logs::LogGroup', 'log-group', ['logGroupName', 'resourceIdentifier']);
/** The ARN of a log group is written with and without `:*` behind it. */
const logGroup: TouchReader = (body) =>
  namedLogGroup(body).map((item) =>
    item.kind === 'resource' ? { ...item, identifier: item.identifier.replace(/:\*$/, '') } : item,
  );
const bucket = resource('AWS::S3::Bucket', ['bucketName', 'bucket']);
const parameter = resource('AWS::SSM::Parameter', ['name']);
const detector = resource('AWS::GuardDuty::Detector', ['detectorId']);
const mapping = resource('AWS::Lambda::EventSourceMapping', ['uUID'], ['uUID']);

/** `https://sqs.<region>.amazonaws.com/<account>/<name>`: the name is what the queue is called elsewhere. */
const queue: TouchReader = ({ parameters }) => {
  const url = textAt(parameters, 'queueUrl');
  const name = url?.split('/').at(-1);
  return name === undefined || name === '' ? [] : [{ kind: 'resource', type: 'AWS::SQS::Queue', identifier: name }];
};

/**
 * A function is named by name, by partial ARN (`111122223333:function:name`) or by ARN, each perhaps with a version
 * behind it. (AWS: "Lambda API reference", FunctionName.)
 */
const lambdaFunction: TouchReader = (body) => {
  const given = textAt(body.parameters, 'functionName') ?? textAt(body.response, 'functionName');
  if (given === undefined) return [];
  const local = localName(given, body, 'function');
  const partial = /^(?:(\d{12}):)?(?:function:)?([^:]+)(?::[^:]+)?$/.exec(local);
  const own = partial !== null && (partial[1] === undefined || partial[1] === body.accountId);
  const identifier = own ? (partial[2] ?? local) : local;
  return [{ kind: 'resource', type: 'AWS::Lambda::Function', identifier }];
};

/** SNS sets one attribute by name; only `Policy` is a document. */
const topicPolicy: DocumentReader = (body) =>
  textAt(body.parameters, 'attributeName') === 'Policy'
    ? asked('resource-policy', 'attributeValue', 'topicArn')(body)
    : [];

/** An endpoint policy, in either spelling of EC2's records. */
const endpointDocument: DocumentReader = ({ parameters }) => {
  const paths = [
    'CreateVpcEndpointRequest.PolicyDocument',
    'ModifyVpcEndpointRequest.PolicyDocument',
    'policyDocument',
  ];
  const role: CarriedDocument['role'] = 'resource-policy';
  return paths.flatMap((path) => {
    const text = textAt(parameters, path);
    return text === undefined ? [] : [{ role, text }];
  });
};

const endpoint = resource(
  'AWS::EC2::VPCEndpoint',
  [
    'ModifyVpcEndpointRequest.VpcEndpointId',
    'DeleteVpcEndpointsRequest.VpcEndpointId',
    'vpcEndpointId',
    'vpcEndpointIds',
    'CreateVpcEndpointRequest.ServiceName',
    'serviceName',
  ],
  ['CreateVpcEndpointResponse.vpcEndpoint.vpcEndpointId', 'vpcEndpoint.vpcEndpointId'],
);

export const vpcEndpoints: EventReadings = {
  CreateVpcEndpoint: reading(endpoint, endpointDocument),
  ModifyVpcEndpoint: reading(endpoint, endpointDocument),
  DeleteVpcEndpoints: reading(endpoint),
};

export const events: EventReadings = {
  PutRule: reading(rule),
  DisableRule: reading(rule),
  DeleteRule: reading(rule),
  PutTargets: reading(rule),
  RemoveTargets: reading(rule),
  PutPermission: { ...reading(eventBus, asked('resource-policy', 'policy')), parameters: 'always' },
  RemovePermission: reading(eventBus),
  DeleteEventBus: reading(eventBus),
};

export const scheduler: EventReadings = {
  UpdateSchedule: reading(schedule),
  DeleteSchedule: reading(schedule),
};

export const lambda: EventReadings = {
  UpdateFunctionCode: reading(lambdaFunction),
  UpdateFunctionConfiguration: reading(lambdaFunction),
  DeleteFunction: reading(lambdaFunction),
  PutFunctionConcurrency: reading(lambdaFunction),
  AddPermission: reading(lambdaFunction),
  RemovePermission: reading(lambdaFunction),
  UpdateEventSourceMapping: reading(all(mapping, lambdaFunction)),
  DeleteEventSourceMapping: reading(mapping),
};

export const sns: EventReadings = {
  DeleteTopic: reading(topic),
  SetTopicAttributes: reading(topic, topicPolicy),
  Unsubscribe: reading(subscription),
  RemovePermission: reading(topic),
};

export const sqs: EventReadings = {
  DeleteQueue: reading(queue),
  SetQueueAttributes: reading(queue, asked('resource-policy', 'attributes.Policy', 'queueUrl')),
  PurgeQueue: reading(queue),
};

export const dynamodb: EventReadings = {
  DeleteTable: reading(table),
  UpdateTable: reading(table),
  UpdateTimeToLive: reading(table),
  UpdateContinuousBackups: reading(table),
};

export const ssm: EventReadings = {
  PutParameter: reading(parameter),
  DeleteParameter: reading(parameter),
};

export const s3: EventReadings = {
  PutBucketPolicy: reading(bucket, asked('resource-policy', 'bucketPolicy', 'bucketName')),
  DeleteBucketPolicy: reading(bucket),
  PutBucketLifecycle: reading(bucket),
  DeleteBucket: reading(bucket),
  PutBucketEncryption: reading(bucket),
  DeleteBucketEncryption: reading(bucket),
  PutBucketVersioning: reading(bucket),
  PutBucketPublicAccessBlock: reading(bucket),
  PutObjectLockConfiguration: reading(bucket),
};

export const kms: EventReadings = {
  PutKeyPolicy: reading(key, asked('resource-policy', 'policy', 'keyId')),
  ScheduleKeyDeletion: reading(key),
  DisableKey: reading(key),
};

export const logs: EventReadings = {
  DeleteLogGroup: reading(logGroup),
  DeleteLogStream: reading(logGroup),
  PutRetentionPolicy: reading(logGroup),
  AssociateKmsKey: reading(logGroup),
  DisassociateKmsKey: reading(logGroup),
};

export const cloudtrail: EventReadings = {
  StopLogging: reading(trail),
  StartLogging: reading(trail),
  DeleteTrail: reading(trail),
  UpdateTrail: reading(trail),
  PutEventSelectors: reading(trail),
  PutInsightSelectors: reading((body) =>
    valueAt(body.parameters, 'trailName') === undefined ? eventDataStore(body) : trail(body),
  ),
  DeleteEventDataStore: reading(eventDataStore),
  PutResourcePolicy: reading(policyHolder, asked('resource-policy', 'resourcePolicy', 'resourceArn')),
  DeleteResourcePolicy: reading(policyHolder),
};

export const guardduty: EventReadings = {
  DeleteDetector: reading(detector),
  UpdateDetector: reading(detector),
  CreateFilter: reading(detector),
};

export const sts: EventReadings = {
  AssumeRole: {
    touches: resource('AWS::IAM::Role', ['roleArn']),
    documents: asked('identity-policy', 'policy', 'roleSessionName'),
    parameters: 'sometimes',
  },
};
