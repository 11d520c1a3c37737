import { asked } from './document-readers.ts';
import { all, type EventReading, type EventReadings, reading } from './record-body.ts';
import { anyIdentifier, resource } from './resource-readers.ts';

const application = resource('AWS::QBusiness::Application', ['applicationId', 'displayName'], ['applicationId']);
const part = (type: string, askedAt: string, answeredAt: readonly string[] = []): EventReading =>
  reading(all(application, resource(`AWS::QBusiness::${type}`, [askedAt], answeredAt)));

export const qbusiness: EventReadings = {
  CreateApplication: reading(application),
  UpdateApplication: reading(application),
  CreatePlugin: part('Plugin', 'displayName', ['pluginId']),
  UpdatePlugin: part('Plugin', 'pluginId'),
  DeletePlugin: part('Plugin', 'pluginId'),
  CreateUser: part('User', 'userId'),
  UpdateUser: part('User', 'userId'),
  PutResourcePolicy: reading(anyIdentifier('AWS::QBusiness::PolicyHolder'), asked('resource-policy', 'policy')),
  AssociatePermission: part('Permission', 'statementId'),
  DisassociatePermission: part('Permission', 'statementId'),
  CreateDataAccessor: part('DataAccessor', 'displayName', ['dataAccessorId']),
  CreateDataAccessorWithTti: part('DataAccessor', 'displayName', ['dataAccessorId']),
  UpdateDataAccessor: part('DataAccessor', 'dataAccessorId'),
  DisableAclOnDataSource: part('DataSource', 'dataSourceId'),
  UpdateChatControlsConfiguration: reading(application),
  DeleteChatControlsConfiguration: reading(application),
  CreateWebExperience: part('WebExperience', 'title', ['webExperienceId']),
  UpdateWebExperience: part('WebExperience', 'webExperienceId'),
  CreateAnonymousWebExperienceUrl: part('WebExperience', 'webExperienceId'),
  CreateDataSource: part('DataSource', 'displayName', ['dataSourceId']),
  UpdateDataSource: part('DataSource', 'dataSourceId'),
  BatchPutDocument: part('Index', 'indexId'),
};

/** Amazon Q Developer, under both spellings of its event source. Nobody has seen its members. */
export const qDeveloper: EventReadings = {
  CreatePlugin: reading(anyIdentifier('AWS::QDeveloper::Plugin')),
  UpdatePlugin: reading(anyIdentifier('AWS::QDeveloper::Plugin')),
  CreateAssignment: reading(anyIdentifier('AWS::QDeveloper::Assignment')),
  CreateAuthGrant: reading(anyIdentifier('AWS::QDeveloper::AuthGrant')),
  CreateOAuthAppConnection: reading(anyIdentifier('AWS::QDeveloper::OAuthAppConnection')),
  CreateScimAccessToken: reading(anyIdentifier('AWS::QDeveloper::ScimAccessToken')),
};

const lexPolicyHolder = resource('AWS::Lex::PolicyHolder', ['resourceArn'], ['resourceArn']);
const bot = resource('AWS::Lex::Bot', ['botId', 'botName'], ['botId']);

/** Lex V2, under all three spellings of its event source. */
export const lex: EventReadings = {
  CreateResourcePolicy: reading(lexPolicyHolder, asked('resource-policy', 'policy', 'resourceArn')),
  UpdateResourcePolicy: reading(lexPolicyHolder, asked('resource-policy', 'policy', 'resourceArn')),
  DeleteResourcePolicy: reading(lexPolicyHolder),
  CreateResourcePolicyStatement: reading(lexPolicyHolder),
  DeleteResourcePolicyStatement: reading(lexPolicyHolder),
  CreateBot: reading(bot),
  UpdateBot: reading(bot),
  CreateExport: reading(resource('AWS::Lex::Export', ['exportId'], ['exportId'])),
};

const project = resource('AWS::Rekognition::Project', ['projectArn']);

export const rekognition: EventReadings = {
  PutProjectPolicy: reading(project, asked('resource-policy', 'policyDocument', 'policyName')),
  DeleteProjectPolicy: reading(project),
  CopyProjectVersion: reading(
    all(
      resource('AWS::Rekognition::Project', ['destinationProjectArn']),
      resource('AWS::Rekognition::ProjectVersion', ['sourceProjectVersionArn'], ['projectVersionArn']),
    ),
  ),
};

const comprehendModel = resource('AWS::Comprehend::Model', ['resourceArn']);
const comprehendEndpoint = resource('AWS::Comprehend::Endpoint', ['endpointArn', 'endpointName'], ['endpointArn']);

export const comprehend: EventReadings = {
  PutResourcePolicy: reading(comprehendModel, asked('resource-policy', 'resourcePolicy', 'resourceArn')),
  DeleteResourcePolicy: reading(comprehendModel),
  CreateEndpoint: reading(comprehendEndpoint),
  UpdateEndpoint: reading(comprehendEndpoint),
  ImportModel: reading(resource('AWS::Comprehend::Model', ['sourceModelArn'], ['modelArn'])),
};

const index = resource('AWS::Kendra::Index', ['indexId']);
const accessControl = resource('AWS::Kendra::AccessControlConfiguration', ['id', 'name'], ['id']);
const experience = resource('AWS::Kendra::Experience', ['id', 'name'], ['id']);

export const kendra: EventReadings = {
  CreateAccessControlConfiguration: reading(all(index, accessControl)),
  UpdateAccessControlConfiguration: reading(all(index, accessControl)),
  DeleteAccessControlConfiguration: reading(all(index, accessControl)),
  PutPrincipalMapping: reading(index),
  DeletePrincipalMapping: reading(index),
  CreateExperience: reading(all(index, experience)),
  AssociateEntitiesToExperience: reading(all(index, experience)),
};

const entityResource = resource('AWS::EntityResolution::PolicyHolder', ['arn'], ['arn']);

export const entityResolution: EventReadings = {
  AddPolicyStatement: reading(entityResource),
  DeletePolicyStatement: reading(entityResource),
  PutPolicy: reading(entityResource, asked('resource-policy', 'policy', 'arn')),
};

export const marketplace: EventReadings = {
  AcceptAgreementRequest: reading(resource('AWS::Marketplace::Agreement', ['agreementRequestId'], ['agreementId'])),
};
