import type { Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as z from 'zod';
import { known, outOfScope } from '../../shared/facts/known.ts';
import type { PrincipalFacts } from '../../shared/facts/principal-facts.ts';
import { aRole } from '../../test/builders/a-principal.ts';
import { type Resource, type Resources, resourcesOf } from './synthesised.ts';

const Outputs = z.record(
  z.string(),
  z.object({ Value: z.unknown(), Export: z.object({ Name: z.string() }).optional() }),
);

const nameIn = ({ Properties }: Resource, property: string): string => z.string().parse(Properties[property]);

const place = 'us-east-1:111122223333';
/** The ARN that a resource will have, as far as its name is known at synthesis. */
const arnOf = (id: string, resource: Resource): string => {
  switch (resource.Type) {
    case 'AWS::IAM::Role':
      return `arn:aws:iam::111122223333:role${nameIn(resource, 'Path')}${nameIn(resource, 'RoleName')}`;
    case 'AWS::DynamoDB::Table':
      return `arn:aws:dynamodb:${place}:table/${nameIn(resource, 'TableName')}`;
    case 'AWS::Lambda::Function':
      return `arn:aws:lambda:${place}:function:${nameIn(resource, 'FunctionName')}`;
    case 'AWS::SQS::Queue':
      return `arn:aws:sqs:${place}:${nameIn(resource, 'QueueName')}`;
    case 'AWS::SNS::Topic':
      return `arn:aws:sns:${place}:${nameIn(resource, 'TopicName')}`;
    case 'AWS::Events::EventBus':
      return `arn:aws:events:${place}:event-bus/${nameIn(resource, 'Name')}`;
    case 'AWS::Logs::LogGroup':
      return `arn:aws:logs:${place}:log-group:${nameIn(resource, 'LogGroupName')}:*`;
    case 'AWS::KMS::Key':
      return `arn:aws:kms:${place}:key/${id}`;
    default:
      throw new Error(`${id} is of type ${resource.Type}: say here what its ARN is`);
  }
};

const GetAtt = z.strictObject({ 'Fn::GetAtt': z.tuple([z.string(), z.literal('Arn')]) });
const Ref = z.strictObject({ Ref: z.string() });
const Join = z.strictObject({ 'Fn::Join': z.tuple([z.string(), z.array(z.unknown())]) });
const ImportValue = z.strictObject({ 'Fn::ImportValue': z.string() });

/** Statements as IAM will get them: a value that another resource gives is that resource's ARN. */
export class Resolver {
  readonly #exported = new Map<string, unknown>();

  /** @param stacks in the order in which they are deployed: a later one imports what an earlier one exports. */
  constructor(stacks: readonly Stack[]) {
    for (const stack of stacks) {
      const outputs = Outputs.parse(Template.fromStack(stack).toJSON()['Outputs'] ?? {});
      for (const { Value, Export } of Object.values(outputs))
        if (Export !== undefined) this.#exported.set(Export.Name, this.resolve(Value, resourcesOf(stack)));
    }
  }

  /** @throws Error where CloudFormation would put something that is not known here. */
  resolve(value: unknown, resources: Resources): unknown {
    if (Array.isArray(value)) return value.map((each: unknown) => this.resolve(each, resources));
    if (typeof value !== 'object' || value === null) return value;
    const resource = (id: string): Resource => {
      const found = resources[id];
      if (found === undefined) throw new Error(`there is no resource ${id}`);
      return found;
    };
    const attribute = GetAtt.safeParse(value);
    if (attribute.success) {
      const [id] = attribute.data['Fn::GetAtt'];
      return arnOf(id, resource(id));
    }
    const reference = Ref.safeParse(value);
    if (reference.success) {
      const found = resource(reference.data.Ref);
      return found.Type === 'AWS::SSM::Parameter' ? nameIn(found, 'Name') : arnOf(reference.data.Ref, found);
    }
    const join = Join.safeParse(value);
    if (join.success) {
      const [separator, parts] = join.data['Fn::Join'];
      return parts.map((part) => String(this.resolve(part, resources))).join(separator);
    }
    const imported = ImportValue.safeParse(value);
    if (imported.success) {
      const found = this.#exported.get(imported.data['Fn::ImportValue']);
      if (found === undefined) throw new Error(`nothing exports ${imported.data['Fn::ImportValue']}`);
      return found;
    }
    const entries = Object.entries(value);
    const unread = entries.find(([key]) => key.startsWith('Fn::') || key === 'Ref');
    if (unread !== undefined) throw new Error(`${JSON.stringify(value)} is not known here`);
    return Object.fromEntries(entries.map(([key, each]) => [key, this.resolve(each, resources)]));
  }
}

const Policy = z.object({
  PolicyDocument: z.object({ Statement: z.array(z.unknown()) }),
  Roles: z.array(Ref).default([]),
});

/** The roles of a stack as the reasoner sees principals of an account. */
export const ownPrincipals = (stack: Stack, resolver: Resolver): readonly PrincipalFacts[] => {
  const resources = resourcesOf(stack);
  const ofType = (type: string) => Object.entries(resources).filter(([, { Type }]) => Type === type);
  const policies = ofType('AWS::IAM::Policy').map(([, { Properties }]) => Policy.parse(Properties));
  if (ofType('AWS::IAM::ManagedPolicy').length > 0) throw new Error('managed policies are not read here');
  return ofType('AWS::IAM::Role').map(([id, role]) => {
    const name = nameIn(role, 'RoleName');
    if (role.Properties['ManagedPolicyArns'] !== undefined || role.Properties['Policies'] !== undefined)
      throw new Error(`${name} has policies that are not read here`);
    const Statement = policies
      .filter(({ Roles }) => Roles.some(({ Ref: of }) => of === id))
      .flatMap(({ PolicyDocument }) => resolver.resolve(PolicyDocument.Statement, resources));
    return aRole({
      arn: arnOf(id, role),
      name,
      path: nameIn(role, 'Path'),
      uniqueId: `AROA${id.toUpperCase()}`,
      inlinePolicies: known([
        { name: 'inline:synthesised', text: JSON.stringify({ Version: '2012-10-17', Statement }) },
      ]),
      trustPolicy: outOfScope,
    });
  });
};
