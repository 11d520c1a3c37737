import type { Planned } from '../shared/response/plan.ts';
import { policyForms, type PolicyForms, type PolicyToAttach } from '../shared/response/policy-forms.ts';

/** One document of a plan as accounts are kept: by the CLI, CloudFormation, CDK or Terraform. */
export type DocumentForms = PolicyForms & { kind: PolicyToAttach['kind']; name: string };

/**
 * The documents of a plan, or of the advice where there is none, in every form. Policies of resources and of roles of other
 * accounts have none: they belong to whoever declares what carries them.
 * @param arn of the role or user that the plan is about
 */
export const planForms = (planned: Planned, arn: string): readonly DocumentForms[] =>
  attachments(planned, arn).map((policy) => ({ kind: policy.kind, name: policy.name, ...policyForms(policy) }));

const attachments = (planned: Planned, arn: string): readonly PolicyToAttach[] => {
  const to = holderOf(arn);
  const held = (kind: 'boundary' | 'inline' | 'managed', name: string, document: string | undefined) =>
    to === undefined || document === undefined ? [] : [{ kind, name, document, to }];
  if (!planned.planned) {
    const { inline, serviceControlPolicy } = planned.documents ?? {};
    const account = arn.split(':')[4] ?? '';
    return [
      ...held('inline', 'ringfence-deny', inline),
      ...(serviceControlPolicy === undefined
        ? []
        : [{ kind: 'scp' as const, name: 'ringfence-deny', document: serviceControlPolicy, to: account }]),
    ];
  }
  const {
    documents,
    policyArn = '',
    inlineName = 'ringfence-deny',
    revocationName = 'ringfence-revoke',
  } = planned.plan;
  const policyName = policyArn.slice(policyArn.lastIndexOf('/') + 1);
  return [
    ...held('boundary', policyName, documents.boundary ?? documents.merged),
    ...held('managed', policyName, documents.managed),
    ...held('inline', inlineName, documents.inline),
    ...held('inline', revocationName, documents.revocation),
  ];
};

const holderOf = (arn: string): { kind: 'role' | 'user'; name: string } | undefined => {
  const [, kind, name] = /:(role|user)\/(?:.*\/)?([^/]+)$/u.exec(arn) ?? [];
  return name === undefined || (kind !== 'role' && kind !== 'user') ? undefined : { kind, name };
};

const titles = { cli: 'AWS CLI', cloudFormation: 'CloudFormation', cdk: 'CDK', terraform: 'Terraform' } as const;
const order = ['cli', 'cloudFormation', 'cdk', 'terraform'] as const;

/** For a person: each form under its name. */
export const formLines = (all: readonly DocumentForms[]): readonly string[] =>
  all.length === 0
    ? ['', 'There is no document to write in other forms.']
    : all.flatMap((forms) =>
        order.flatMap((form) => [
          '',
          `${forms.kind} ${forms.name} by ${titles[form]}`,
          ...forms[form].split('\n').map((line) => `  ${line}`),
        ]),
      );
