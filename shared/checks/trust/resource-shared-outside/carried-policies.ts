import type { Change } from '../../../change/change.ts';

/** A resource policy that a change sets, or one statement of it. */
export type CarriedPolicy = { arn: string; text: string };

/** `missing`: the change sets a policy that the record does not hold. */
export type Carried = { policies: readonly CarriedPolicy[] } | { missing: string };

/** Events that set one statement of a policy and carry its parts. */
const statementEvents: ReadonlySet<string> = new Set([
  'CreateResourcePolicyStatement',
  'AddPolicyStatement',
  'AssociatePermission',
]);

export const carriedPolicies = (change: Change): Carried => {
  const arn = arnOf(change);
  const called = arn ?? 'a resource that the record does not name';
  if (arn === undefined || change.body === 'omitted') return { missing: called };
  const documents = change.documents.filter(({ role }) => role === 'resource-policy');
  if (documents.length > 0) return { policies: documents.map(({ text }) => ({ arn, text })) };
  const statement = statementEvents.has(change.eventName) ? statementOf(change.parameters) : undefined;
  return statement === undefined
    ? { missing: called }
    : { policies: [{ arn, text: JSON.stringify({ Version: '2012-10-17', Statement: [statement] }) }] };
};

const arnOf = ({ touches, documents, parameters, region, accountId, eventSource }: Change): string | undefined => {
  const identifiers = [
    ...touches.flatMap((touched) =>
      touched.kind === 'guardrail' || touched.kind === 'resource' ? [touched.identifier] : [],
    ),
    ...documents.flatMap(({ name }) => name ?? []),
    ...['resourceArn', 'arn', 'projectArn'].flatMap((key) => textOf(parameters[key]) ?? []),
  ];
  const whole = identifiers.find((identifier) => identifier.startsWith('arn:'));
  if (whole !== undefined) return whole;
  const partition = region.startsWith('cn-') ? 'aws-cn' : region.startsWith('us-gov-') ? 'aws-us-gov' : 'aws';
  const named = Object.entries(resourceNames).find(([key]) => textOf(parameters[key]) !== undefined);
  if (named === undefined) return undefined;
  const [key, kind] = named;
  const service = eventSource.replace('.amazonaws.com', '');
  return `arn:${partition}:${service}:${region}:${accountId}:${kind}/${textOf(parameters[key]) ?? ''}`;
};

/** Requests that name a resource by name or id, and how its ARN ends. */
const resourceNames: Readonly<Record<string, string>> = {
  modelPackageGroupName: 'model-package-group',
  lineageGroupName: 'lineage-group',
  applicationId: 'application',
  guardrailIdentifier: 'guardrail',
};

const textOf = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined);

/** The parts of one statement as the request has them; nothing where it says neither who nor what. */
const statementOf = (parameters: Change['parameters']): object | undefined => {
  const principals = listOf(parameters['principal']).flatMap(principalOf);
  const actions = [...listOf(parameters['action']), ...listOf(parameters['actions'])].filter(
    (each) => typeof each === 'string',
  );
  if (principals.length === 0 || actions.length === 0) return undefined;
  const condition = conditionOf(parameters['condition']);
  return {
    Effect: textOf(parameters['effect']) ?? 'Allow',
    Principal: principals.includes('*') ? '*' : { AWS: principals },
    Action: actions,
    Resource: '*',
    ...(condition === undefined ? {} : { Condition: condition }),
  };
};

/** `[{"arn": "…"}]` with Lex, text elsewhere. A service is nobody of another account. */
const principalOf = (value: unknown): readonly string[] => {
  if (typeof value === 'string') return value.includes('.amazonaws.com') ? [] : [value];
  if (typeof value === 'object' && value !== null && 'arn' in value && typeof value.arn === 'string')
    return [value.arn];
  return [];
};

/** Entity Resolution carries it as text. What cannot be read makes the policy unreadable, never open or shut. */
const conditionOf = (value: unknown): unknown => {
  const text = textOf(value);
  if (text === undefined) return value ?? undefined;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
};

const listOf = (value: unknown): readonly unknown[] =>
  value === undefined || value === null ? [] : Array.isArray(value) ? value : [value];
