import { shellQuoted } from '../change/shell-quoted.ts';
/** A policy that a plan or a person attaches. `document`: JSON text, as IAM gets it. */
export type PolicyToAttach = { name: string; document: string } & (
  | { kind: 'boundary' | 'inline' | 'managed'; to: { kind: 'role' | 'user'; name: string } }
  /** `to`: id of the account, organisational unit or root. */
  | { kind: 'scp'; to: string }
);

/** The same change in the four forms in which accounts are kept. */
export type PolicyForms = { cli: string; cloudFormation: string; cdk: string; terraform: string };

/**
 * Writes one attachment in four forms, each to be used as it stands. A boundary is a property of the role or user itself, and
 * a template cannot change what it does not own: there the policy is made, and words say where its ARN belongs.
 */
export const policyForms = (policy: PolicyToAttach): PolicyForms => {
  const value: unknown = JSON.parse(policy.document);
  const pretty = JSON.stringify(value, undefined, 2);
  switch (policy.kind) {
    case 'boundary':
      return boundaryForms(policy.name, policy.to, value, pretty);
    case 'inline':
      return inlineForms(policy.name, policy.to, value, pretty);
    case 'managed':
      return managedForms(policy.name, policy.to, value, pretty);
    case 'scp':
      return controlForms(policy.name, policy.to, value, pretty);
  }
};

type Holder = { kind: 'role' | 'user'; name: string };

const file = 'policy.json';
/** Letters and digits only: what CloudFormation, CDK and Terraform take for a name of their own. */
const logical = (name: string): string => {
  const words = name.split(/[^A-Za-z0-9]+/).filter((word) => word !== '');
  const joined = words.map((word) => `${word.charAt(0).toUpperCase()}${word.slice(1)}`).join('');
  return /^[A-Za-z]/.test(joined) ? joined : `Policy${joined}`;
};
const snake = (name: string): string => {
  const joined = name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^_+|_+$/g, '');
  return /^[a-z]/.test(joined) ? joined : `policy_${joined}`;
};
const indent = (text: string, by: number): string => text.replaceAll('\n', `\n${' '.repeat(by)}`);
const title = ({ kind }: Holder): string => (kind === 'role' ? 'Role' : 'User');

/** JSON is a literal of TypeScript; in Terraform a string is a template, where only `${` and `%{` mean anything else. */
const terraformJson = (pretty: string): string => pretty.replaceAll('${', () => '$${').replaceAll('%{', '%%{');
const template = (resources: object, outputs?: object): string =>
  JSON.stringify({ Resources: resources, ...(outputs === undefined ? {} : { Outputs: outputs }) }, undefined, 2);

const boundaryForms = (name: string, to: Holder, value: unknown, pretty: string): PolicyForms => ({
  cli: [
    `cat > ${file} <<'JSON'`,
    pretty,
    'JSON',
    `ARN=$(aws iam create-policy --policy-name ${shellQuoted(name)} --policy-document file://${file} --query Policy.Arn --output text)`,
    `aws iam put-${to.kind}-permissions-boundary --${to.kind}-name ${shellQuoted(to.name)} --permissions-boundary "$ARN"`,
  ].join('\n'),
  cloudFormation: template(
    {
      [logical(name)]: {
        Type: 'AWS::IAM::ManagedPolicy',
        Properties: { ManagedPolicyName: name, PolicyDocument: value },
      },
    },
    {
      PermissionsBoundary: {
        Description: `Set it as PermissionsBoundary of the AWS::IAM::${title(to)} ${to.name} where that is declared`,
        Value: { Ref: logical(name) },
      },
    },
  ),
  cdk: [
    "import { aws_iam as iam } from 'aws-cdk-lib';",
    '',
    `const boundary = new iam.ManagedPolicy(this, '${logical(name)}', {`,
    `  managedPolicyName: ${JSON.stringify(name)},`,
    `  document: iam.PolicyDocument.fromJson(${indent(pretty, 2)}),`,
    '});',
    `// ${to.kind}: the iam.${title(to)} ${to.name} as your app declares it; one that is looked up by name is not changed.`,
    `iam.PermissionsBoundary.of(${to.kind}).apply(boundary);`,
  ].join('\n'),
  terraform: [
    `resource "aws_iam_policy" "${snake(name)}" {`,
    `  name   = ${terraformJson(JSON.stringify(name))}`,
    `  policy = jsonencode(${indent(terraformJson(pretty), 2)})`,
    '}',
    '',
    `# In the resource "aws_iam_${to.kind}" of ${to.name}:`,
    `#   permissions_boundary = aws_iam_policy.${snake(name)}.arn`,
  ].join('\n'),
});

const managedForms = (name: string, to: Holder, value: unknown, pretty: string): PolicyForms => ({
  cli: [
    `cat > ${file} <<'JSON'`,
    pretty,
    'JSON',
    `ARN=$(aws iam create-policy --policy-name ${shellQuoted(name)} --policy-document file://${file} --query Policy.Arn --output text)`,
    `aws iam attach-${to.kind}-policy --${to.kind}-name ${shellQuoted(to.name)} --policy-arn "$ARN"`,
  ].join('\n'),
  cloudFormation: template({
    [logical(name)]: {
      Type: 'AWS::IAM::ManagedPolicy',
      Properties: { ManagedPolicyName: name, PolicyDocument: value, [`${title(to)}s`]: [to.name] },
    },
  }),
  cdk: [
    "import { aws_iam as iam } from 'aws-cdk-lib';",
    '',
    `const holder = iam.${title(to)}.from${title(to)}Name(this, 'Existing${logical(to.name)}', ${JSON.stringify(to.name)});`,
    `new iam.ManagedPolicy(this, '${logical(name)}', {`,
    `  managedPolicyName: ${JSON.stringify(name)},`,
    `  document: iam.PolicyDocument.fromJson(${indent(pretty, 2)}),`,
    `  ${to.kind}s: [holder],`,
    '});',
  ].join('\n'),
  terraform: [
    `resource "aws_iam_policy" "${snake(name)}" {`,
    `  name   = ${terraformJson(JSON.stringify(name))}`,
    `  policy = jsonencode(${indent(terraformJson(pretty), 2)})`,
    '}',
    '',
    `resource "aws_iam_${to.kind}_policy_attachment" "${snake(name)}" {`,
    `  ${to.kind}       = ${terraformJson(JSON.stringify(to.name))}`,
    `  policy_arn = aws_iam_policy.${snake(name)}.arn`,
    '}',
  ].join('\n'),
});

const inlineForms = (name: string, to: Holder, value: unknown, pretty: string): PolicyForms => ({
  cli: [
    `cat > ${file} <<'JSON'`,
    pretty,
    'JSON',
    `aws iam put-${to.kind}-policy --${to.kind}-name ${shellQuoted(to.name)} --policy-name ${shellQuoted(name)} --policy-document file://${file}`,
  ].join('\n'),
  cloudFormation: template({
    [logical(name)]: {
      Type: `AWS::IAM::${title(to)}Policy`,
      Properties: { PolicyName: name, [`${title(to)}Name`]: to.name, PolicyDocument: value },
    },
  }),
  cdk: [
    "import { aws_iam as iam } from 'aws-cdk-lib';",
    '',
    `const holder = iam.${title(to)}.from${title(to)}Name(this, 'Existing${logical(to.name)}', ${JSON.stringify(to.name)});`,
    `new iam.Policy(this, '${logical(name)}', {`,
    `  policyName: ${JSON.stringify(name)},`,
    `  document: iam.PolicyDocument.fromJson(${indent(pretty, 2)}),`,
    `  ${to.kind}s: [holder],`,
    '});',
  ].join('\n'),
  terraform: [
    `resource "aws_iam_${to.kind}_policy" "${snake(name)}" {`,
    `  name   = ${terraformJson(JSON.stringify(name))}`,
    `  ${to.kind}   = ${terraformJson(JSON.stringify(to.name))}`,
    `  policy = jsonencode(${indent(terraformJson(pretty), 2)})`,
    '}',
  ].join('\n'),
});

const controlForms = (name: string, to: string, value: unknown, pretty: string): PolicyForms => ({
  cli: [
    `cat > ${file} <<'JSON'`,
    // Organizations counts white space: a policy that fits is refused where it is written for reading.
    JSON.stringify(value),
    'JSON',
    `ID=$(aws organizations create-policy --type SERVICE_CONTROL_POLICY --name ${shellQuoted(name)} --description 'Limits AI services' --content file://${file} --query Policy.PolicySummary.Id --output text)`,
    `aws organizations attach-policy --policy-id "$ID" --target-id ${shellQuoted(to)}`,
  ].join('\n'),
  cloudFormation: template({
    [logical(name)]: {
      Type: 'AWS::Organizations::Policy',
      Properties: { Name: name, Type: 'SERVICE_CONTROL_POLICY', TargetIds: [to], Content: value },
    },
  }),
  cdk: [
    "import { aws_organizations as organizations } from 'aws-cdk-lib';",
    '',
    `new organizations.CfnPolicy(this, '${logical(name)}', {`,
    `  name: ${JSON.stringify(name)},`,
    "  type: 'SERVICE_CONTROL_POLICY',",
    `  targetIds: [${JSON.stringify(to)}],`,
    `  content: ${indent(pretty, 2)},`,
    '});',
  ].join('\n'),
  terraform: [
    `resource "aws_organizations_policy" "${snake(name)}" {`,
    `  name    = ${terraformJson(JSON.stringify(name))}`,
    '  type    = "SERVICE_CONTROL_POLICY"',
    `  content = jsonencode(${indent(terraformJson(pretty), 2)})`,
    '}',
    '',
    `resource "aws_organizations_policy_attachment" "${snake(name)}" {`,
    `  policy_id = aws_organizations_policy.${snake(name)}.id`,
    `  target_id = ${terraformJson(JSON.stringify(to))}`,
    '}',
  ].join('\n'),
});
