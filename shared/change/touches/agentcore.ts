import { asked } from './document-readers.ts';
import { all, type EventReadings, reading, type TouchReader } from './record-body.ts';
import { listedResources, localName, localResource, resource } from './resource-readers.ts';

const runtime = resource('AWS::BedrockAgentCore::Runtime', ['agentRuntimeId', 'agentRuntimeName'], ['agentRuntimeId']);
const gateway = localResource(
  'AWS::BedrockAgentCore::Gateway',
  'gateway',
  ['gatewayIdentifier', 'name'],
  ['gatewayId'],
);
/** A target or rule has a name of its own: only the identifier says the gateway. */
const gatewayOfPart = localResource('AWS::BedrockAgentCore::Gateway', 'gateway', ['gatewayIdentifier']);
/** The body of InvokeGateway is the caller's own; only the record's list of resources says which gateway. */
const listedGateway: TouchReader = (body) =>
  listedResources(body).map((item) =>
    item.kind === 'resource' ? { ...item, identifier: localName(item.identifier, body, 'gateway') } : item,
  );
const gatewayTarget = resource('AWS::BedrockAgentCore::GatewayTarget', ['targetId', 'name'], ['targetId']);
const gatewayRule = resource('AWS::BedrockAgentCore::GatewayRule', ['ruleId'], ['ruleId']);
const policyHolder = resource('AWS::BedrockAgentCore::PolicyHolder', ['resourceArn']);
const policyEngine = resource('AWS::BedrockAgentCore::PolicyEngine', ['policyEngineId', 'name'], ['policyEngineId']);
const policy = resource('AWS::BedrockAgentCore::Policy', ['policyId', 'name'], ['policyId']);
const codeInterpreter = resource(
  'AWS::BedrockAgentCore::CodeInterpreter',
  ['codeInterpreterId', 'codeInterpreterIdentifier', 'name'],
  ['codeInterpreterId'],
);
const browser = resource('AWS::BedrockAgentCore::Browser', ['browserId', 'browserIdentifier', 'name'], ['browserId']);
const harness = resource('AWS::BedrockAgentCore::Harness', ['harnessId', 'harnessName'], ['harness.harnessId']);
const memory = resource('AWS::BedrockAgentCore::Memory', ['memoryId', 'name'], ['memory.id', 'memoryId']);
const workloadIdentity = resource('AWS::BedrockAgentCore::WorkloadIdentity', ['name', 'workloadName']);
const credentialProvider = resource('AWS::BedrockAgentCore::CredentialProvider', [
  'name',
  'resourceCredentialProviderName',
]);
const tokenVault = resource('AWS::BedrockAgentCore::TokenVault', ['tokenVaultId'], ['tokenVaultId']);
const registry = resource('AWS::BedrockAgentCore::Registry', ['registryId', 'name'], ['registryId', 'registryArn']);
const registryOfRecord = resource('AWS::BedrockAgentCore::Registry', ['registryId']);
const registryRecord = resource(
  'AWS::BedrockAgentCore::RegistryRecord',
  ['recordId', 'name'],
  ['recordId', 'recordArn'],
);

const activity = (touches: TouchReader) => ({ touches, parameters: 'sometimes' }) as const;

/** AgentCore, under both spellings of its event source. */
export const agentcore: EventReadings = {
  CreateAgentRuntime: reading(runtime),
  UpdateAgentRuntime: reading(runtime),
  DeleteAgentRuntime: reading(runtime),
  CreateAgentRuntimeEndpoint: reading(runtime),
  UpdateAgentRuntimeEndpoint: reading(runtime),
  CreateGateway: reading(gateway),
  UpdateGateway: reading(gateway),
  DeleteGateway: reading(gateway),
  CreateGatewayTarget: reading(all(gatewayOfPart, gatewayTarget)),
  UpdateGatewayTarget: reading(all(gatewayOfPart, gatewayTarget)),
  DeleteGatewayTarget: reading(all(gatewayOfPart, gatewayTarget)),
  CreateGatewayRule: reading(all(gatewayOfPart, gatewayRule)),
  UpdateGatewayRule: reading(all(gatewayOfPart, gatewayRule)),
  DeleteGatewayRule: reading(all(gatewayOfPart, gatewayRule)),
  SynchronizeGatewayTargets: reading(gatewayOfPart),
  PutResourcePolicy: reading(policyHolder, asked('resource-policy', 'policy', 'resourceArn')),
  DeleteResourcePolicy: reading(policyHolder),
  CreatePolicyEngine: reading(policyEngine),
  UpdatePolicyEngine: reading(policyEngine),
  DeletePolicyEngine: reading(policyEngine),
  CreatePolicy: reading(all(policyEngine, policy)),
  UpdatePolicy: reading(all(policyEngine, policy)),
  DeletePolicy: reading(all(policyEngine, policy)),
  CreateCodeInterpreter: reading(codeInterpreter),
  DeleteCodeInterpreter: reading(codeInterpreter),
  CreateBrowser: reading(browser),
  DeleteBrowser: reading(browser),
  CreateHarness: reading(harness),
  UpdateHarness: reading(harness),
  CreateMemory: reading(memory),
  UpdateMemory: reading(memory),
  DeleteMemory: reading(memory),
  CreateWorkloadIdentity: reading(workloadIdentity),
  UpdateWorkloadIdentity: reading(workloadIdentity),
  CreateOauth2CredentialProvider: reading(credentialProvider),
  UpdateOauth2CredentialProvider: reading(credentialProvider),
  CreateApiKeyCredentialProvider: reading(credentialProvider),
  UpdateApiKeyCredentialProvider: reading(credentialProvider),
  SetTokenVaultCMK: reading(tokenVault),
  CreateRegistry: reading(registry),
  UpdateRegistry: reading(registry),
  CreateRegistryRecord: reading(all(registryOfRecord, registryRecord)),
  UpdateRegistryRecord: reading(all(registryOfRecord, registryRecord)),
  UpdateRegistryRecordStatus: reading(all(registryOfRecord, registryRecord)),

  InvokeAgentRuntime: activity(resource('AWS::BedrockAgentCore::Runtime', ['agentRuntimeArn'])),
  InvokeAgentRuntimeCommand: activity(resource('AWS::BedrockAgentCore::Runtime', ['agentRuntimeArn'])),
  InvokeCodeInterpreter: activity(codeInterpreter),
  StartCodeInterpreterSession: activity(codeInterpreter),
  StartBrowserSession: activity(browser),
  InvokeGateway: activity(listedGateway),
  GetResourceOauth2Token: activity(credentialProvider),
  GetResourceApiKey: activity(credentialProvider),
  GetWorkloadAccessTokenForUserId: activity(workloadIdentity),
};
