import { DescribeEffectivePolicyCommand, type OrganizationsClient } from '@aws-sdk/client-organizations';
import { z } from 'zod';
import type { OrganisationGuardrail } from '../../../facts/wide-state.ts';
import { allowedBy, unlessMissing } from './state-fact.ts';

/** Names by which Organizations says that nothing of the kind reaches the account. */
const none = ['AWSOrganizationsNotInUseException', 'EffectivePolicyNotFoundException'] as const;

/**
 * The guardrails that the organisation enforces in this account: what its Bedrock policies come to after inheritance (AWS
 * Organizations API Reference, "DescribeEffectivePolicy"). A member may ask about itself.
 */
export const readOrganisationGuardrails = async (
  client: OrganizationsClient,
): Promise<readonly OrganisationGuardrail[]> => {
  const answer = await unlessMissing(none, () =>
    allowedBy('organizations:DescribeEffectivePolicy', () =>
      client.send(new DescribeEffectivePolicyCommand({ PolicyType: 'BEDROCK_POLICY' })),
    ),
  );
  const text = answer?.EffectivePolicy?.PolicyContent;
  return text === undefined ? [] : organisationGuardrailsIn(text);
};

const policyId = 'effective';
const content = z.object({
  bedrock: z.object({
    guardrail_inference: z.record(z.string(), z.record(z.string(), z.object({ identifier: z.string() }))),
  }),
});

/** AWS Organizations User Guide, "Amazon Bedrock policy syntax and examples": by Region and configuration, an ARN and its version. */
export const organisationGuardrailsIn = (text: string): readonly OrganisationGuardrail[] => {
  const parsed = content.safeParse(jsonOf(text));
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    const at = (issue?.path ?? []).map((part) => `/${String(part)}`).join('');
    return [{ policyId, malformed: `${at === '' ? 'the document' : at}: ${issue?.message ?? 'another form'}` }];
  }
  return Object.entries(parsed.data.bedrock.guardrail_inference).flatMap(([region, configurations]) =>
    Object.entries(configurations).map(([name, { identifier }]) => ({
      policyId: `${policyId}/${name}`,
      region,
      ...identified(identifier),
    })),
  );
};

const identified = (
  identifier: string,
): Pick<OrganisationGuardrail, 'guardrailArn' | 'guardrailVersion' | 'malformed'> => {
  const [, guardrailArn, guardrailVersion] =
    /^(arn:[^:]+:bedrock:[^:]+:\d{12}:guardrail\/[^:]+)(?::(.+))?$/u.exec(identifier) ?? [];
  if (guardrailArn === undefined) return { malformed: `${identifier} is not the ARN of a guardrail` };
  return { guardrailArn, ...(guardrailVersion === undefined ? {} : { guardrailVersion }) };
};

const jsonOf = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};
