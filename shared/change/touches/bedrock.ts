import { all, type EventReadings, reading, type TouchReader } from './record-body.ts';
import { anyIdentifier, onceAnAccount, resource } from './resource-readers.ts';

const job = resource('AWS::Bedrock::Job', ['jobName'], ['jobArn']);
const customModel = resource('AWS::Bedrock::CustomModel', ['modelIdentifier', 'modelName'], ['modelArn']);
const importedModel = resource('AWS::Bedrock::ImportedModel', ['modelIdentifier']);
const deployment = resource(
  'AWS::Bedrock::CustomModelDeployment',
  ['customModelDeploymentIdentifier', 'modelDeploymentName'],
  ['customModelDeploymentArn'],
);
const throughput = resource(
  'AWS::Bedrock::ProvisionedModelThroughput',
  ['provisionedModelId', 'provisionedModelName'],
  ['provisionedModelArn'],
);
const marketplaceEndpoint = resource(
  'AWS::Bedrock::MarketplaceModelEndpoint',
  ['endpointArn', 'endpointIdentifier', 'endpointName'],
  ['marketplaceModelEndpoint.endpointArn'],
);
const inferenceProfile = resource('AWS::Bedrock::InferenceProfile', ['inferenceProfileName'], ['inferenceProfileArn']);
const promptRouter = resource('AWS::Bedrock::PromptRouter', ['promptRouterName'], ['promptRouterArn']);

const agent = resource(
  'AWS::Bedrock::Agent',
  ['agentId', 'agentName'],
  ['agent.agentId', 'agentAlias.agentId', 'agentActionGroup.agentId', 'agentCollaborator.agentId', 'agentId'],
);
const agentAlias = resource(
  'AWS::Bedrock::AgentAlias',
  ['agentAliasId', 'agentAliasName'],
  ['agentAlias.agentAliasId'],
);
const knowledgeBase = resource(
  'AWS::Bedrock::KnowledgeBase',
  ['knowledgeBaseId', 'name'],
  ['knowledgeBase.knowledgeBaseId', 'dataSource.knowledgeBaseId', 'ingestionJob.knowledgeBaseId', 'knowledgeBaseId'],
);
const dataSource = resource(
  'AWS::Bedrock::DataSource',
  ['dataSourceId', 'name'],
  ['dataSource.dataSourceId', 'dataSourceId'],
);
const flow = resource('AWS::Bedrock::Flow', ['flowIdentifier', 'name'], ['flowId', 'id']);
/** An alias answers with its own id and its flow's. */
const flowAlias = resource('AWS::Bedrock::FlowAlias', ['aliasIdentifier', 'name'], ['id']);
const flowOfAlias = resource('AWS::Bedrock::Flow', ['flowIdentifier'], ['flowId']);
const prompt = resource('AWS::Bedrock::Prompt', ['promptIdentifier', 'name'], ['id']);

const invokedModel = resource('AWS::Bedrock::FoundationModel', ['modelId']);
const invoked = (reader: TouchReader) => ({ touches: reader, parameters: 'sometimes' }) as const;

/** Models, agents, flows, knowledge bases, prompts and their use. The event source of agents is bedrock too. */
export const bedrock: EventReadings = {
  CreateModelCustomizationJob: reading(job),
  CreateModelImportJob: reading(job),
  CreateModelCopyJob: reading(job),
  CreateModelInvocationJob: reading(job),
  CreateCustomModel: reading(customModel),
  DeleteCustomModel: reading(customModel),
  DeleteImportedModel: reading(importedModel),
  CreateCustomModelDeployment: reading(deployment),
  UpdateCustomModelDeployment: reading(deployment),
  CreateProvisionedModelThroughput: reading(throughput),
  UpdateProvisionedModelThroughput: reading(throughput),
  DeleteProvisionedModelThroughput: reading(throughput),
  CreateMarketplaceModelEndpoint: reading(marketplaceEndpoint),
  RegisterMarketplaceModelEndpoint: reading(marketplaceEndpoint),
  DeleteMarketplaceModelEndpoint: reading(marketplaceEndpoint),
  CreateInferenceProfile: reading(inferenceProfile),
  CreatePromptRouter: reading(promptRouter),

  CreateAgent: reading(agent),
  UpdateAgent: reading(agent),
  DeleteAgent: reading(agent),
  PrepareAgent: reading(agent),
  CreateAgentAlias: reading(all(agent, agentAlias)),
  UpdateAgentAlias: reading(all(agent, agentAlias)),
  CreateAgentActionGroup: reading(agent),
  UpdateAgentActionGroup: reading(agent),
  AssociateAgentCollaborator: reading(agent),
  UpdateAgentCollaborator: reading(agent),
  AssociateAgentKnowledgeBase: reading(all(agent, knowledgeBase)),
  UpdateAgentKnowledgeBase: reading(all(agent, knowledgeBase)),
  AssociateThirdPartyKnowledgeBase: reading(anyIdentifier('AWS::Bedrock::KnowledgeBase')),
  CreateKnowledgeBase: reading(knowledgeBase),
  UpdateKnowledgeBase: reading(knowledgeBase),
  DeleteKnowledgeBase: reading(knowledgeBase),
  CreateDataSource: reading(all(knowledgeBase, dataSource)),
  UpdateDataSource: reading(all(knowledgeBase, dataSource)),
  DeleteDataSource: reading(all(knowledgeBase, dataSource)),
  StartIngestionJob: reading(all(knowledgeBase, dataSource)),
  IngestKnowledgeBaseDocuments: reading(all(knowledgeBase, dataSource)),
  DeleteKnowledgeBaseDocuments: reading(all(knowledgeBase, dataSource)),
  CreateFlow: reading(flow),
  UpdateFlow: reading(flow),
  CreateFlowAlias: reading(all(flowOfAlias, flowAlias)),
  UpdateFlowAlias: reading(all(flowOfAlias, flowAlias)),
  UpdatePrompt: reading(prompt),
  CreatePromptVersion: reading(prompt),

  /** Activity. Management category, readOnly, only the model identifier. */
  InvokeModel: invoked(invokedModel),
  InvokeModelWithResponseStream: invoked(invokedModel),
  Converse: invoked(invokedModel),
  ConverseStream: invoked(invokedModel),
  InvokeAgent: invoked(all(agent, agentAlias)),
  InvokeInlineAgent: invoked(resource('AWS::Bedrock::FoundationModel', ['foundationModel'])),
  InvokeFlow: invoked(resource('AWS::Bedrock::Flow', ['flowIdentifier'])),
  Retrieve: invoked(knowledgeBase),
  RetrieveAndGenerate: invoked(
    resource('AWS::Bedrock::KnowledgeBase', [
      'retrieveAndGenerateConfiguration.knowledgeBaseConfiguration.knowledgeBaseId',
    ]),
  ),
  RenderPrompt: invoked(anyIdentifier('AWS::Bedrock::Prompt')),
};

const project = resource('AWS::BedrockMantle::Project', ['projectId', 'project_id', 'id', 'name'], ['id', 'projectId']);

/** Mantle, the OpenAI-shaped API of Bedrock. Nobody has seen its members: the likeliest identifier is taken. */
export const bedrockMantle: EventReadings = {
  CreateProject: reading(project),
  UpdateProject: reading(project),
  ArchiveProject: reading(project),
  CreateFineTuningJob: reading(anyIdentifier('AWS::BedrockMantle::FineTuningJob')),
  CreateFile: reading(anyIdentifier('AWS::BedrockMantle::File')),
  DeleteFile: reading(anyIdentifier('AWS::BedrockMantle::File')),
  CreateCustomizedModel: reading(anyIdentifier('AWS::BedrockMantle::CustomizedModel')),
  AssociateCustomizedModel: reading(anyIdentifier('AWS::BedrockMantle::CustomizedModel')),
  PutAccountDataRetention: {
    touches: onceAnAccount('AWS::BedrockMantle::AccountDataRetention'),
    parameters: 'sometimes',
  },
  CreateReservation: reading(anyIdentifier('AWS::BedrockMantle::Reservation')),
};
