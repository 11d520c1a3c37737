/**
 * What a call about a guardrail of the own account and Region carries in its path: the id, which needs no escaping. A guardrail
 * of another account is named by its ARN alone (Amazon Bedrock API Reference, "GetGuardrail").
 * @param identifier id or ARN
 */
export const guardrailInPath = (accountId: string, region: string, identifier: string): string => {
  const [arn, , service, inRegion, account, resource, ...rest] = identifier.split(':');
  const [kind, id, ...more] = resource?.split('/') ?? [];
  const isOwn = arn === 'arn' && service === 'bedrock' && inRegion === region && account === accountId;
  return isOwn && kind === 'guardrail' && id !== undefined && rest.length === 0 && more.length === 0 ? id : identifier;
};
