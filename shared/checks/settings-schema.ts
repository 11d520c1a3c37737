import { z } from 'zod';
import { arnFault } from './intent/arn-fault.ts';
import { roleClasses } from './intent/role-class.ts';
import { defaultCheckSettings as none, type CheckSettings } from './settings.ts';

/** For a text that may be an ARN: one that names nothing is refused, with the name of the fault. */
export const refuseArn =
  (takes: 'pattern' | 'exact') =>
  (value: string, issues: z.core.$RefinementCtx<string>): void => {
    const fault = value.startsWith('arn:') ? arnFault(value, takes) : undefined;
    if (fault === undefined) return;
    issues.addIssue({ code: 'custom', message: `${fault.code}: ${fault.what}; ${fault.next}`, params: fault });
  };

// The one reading of settings: files of the command line, the stored document and the published JSON Schema. Strict to the
// last key: a misspelt list would be an empty one, and an empty list judges nothing.

const accountId = z.string().regex(/^\d{12}$/u, 'an account id has 12 digits');
const arn = (what: string, takes: 'pattern' | 'exact' = 'pattern') =>
  z.string().regex(/^arn:/u, `${what} begins with arn:`).superRefine(refuseArn(takes));
const modelPattern = arn('a model ARN pattern');
const guardrail = z
  .string()
  .regex(
    /^arn:[^:]+:bedrock:[^:]*:[^:]*:guardrail(-profile)?\/[^:]+(:[^:]+)?$/u,
    'a guardrail ARN: arn:aws:bedrock:REGION:ACCOUNT:guardrail/ID, or the same with :VERSION',
  );
const guardrailArn = guardrail.superRefine(refuseArn('pattern'));
const region = z.string().regex(/^[a-z]{2}(-[a-z]+)+-\d+$/u, 'a Region such as eu-central-1');
const organisation = z.string().regex(/^o-[a-z0-9]{10,32}$/u, 'an organisation id such as o-exampleorgid');
const uniqueId = z
  .string()
  .regex(/^(AROA|AIDA)[A-Z0-9]+$/u, 'a unique id such as AROA… or AIDA…; a name could be forged');
const instant = z.iso.datetime('a time such as 2027-01-31T00:00:00Z');
const text = z.string().min(1, 'must not be empty');
const textOrArn = text.superRefine(refuseArn('pattern'));
const whole = z.number().int().min(1);

const principalMatch = z.union(
  [
    z.strictObject({ uniqueId }),
    z.strictObject({ path: z.string().regex(/^\/(?:[\x21-\x7e]*\/)?$/u, 'a path begins and ends with /') }),
    z.strictObject({ name: text }),
    z.strictObject({ tag: z.strictObject({ key: text, value: z.string() }) }),
  ],
  { error: 'one of uniqueId, path (begins and ends with /), name (a pattern), tag {key, value}' },
);

const network = z.strictObject({
  vpcs: z.array(z.string().regex(/^vpc-[0-9a-f]{8,17}$/u, 'a VPC id such as vpc-0123456789abcdef0')).default([]),
  vpcEndpoints: z
    .array(z.string().regex(/^vpce-[0-9a-f]{8,17}$/u, 'a VPC endpoint id such as vpce-0123456789abcdef0'))
    .default([]),
  organisations: z.array(organisation).default([]),
});

const classRule = z.strictObject({
  class: z.enum(roleClasses),
  match: principalMatch,
  accounts: z.array(accountId).min(1, 'leave accounts out for every account').exactOptional(),
  expires: instant.exactOptional(),
  note: z.string().exactOptional(),
});

const limits = z.strictObject({
  models: z.array(modelPattern).exactOptional(),
  inferenceProfiles: z.array(arn('an inference profile ARN pattern')).exactOptional(),
  regions: z.array(region).exactOptional(),
  network: network.exactOptional(),
  guardrails: z.array(guardrailArn).exactOptional(),
  accounts: z.array(accountId).exactOptional(),
  maxSessionHours: z.number().int().min(1).max(12).exactOptional(),
});

const strength = z.enum(['LOW', 'MEDIUM', 'HIGH']);
const share = z.number().min(0).max(1);

/** What the owners tell the checks. Fields that are left out have the values of `defaultCheckSettings`. */
export const checkSettingsSchema = z.strictObject({
  approvedModels: z.array(modelPattern).default([]).describe('Model ARN patterns that may be called.'),
  approvedInferenceProfiles: z
    .array(arn('an inference profile ARN pattern'))
    .default([])
    .describe('Inference profile and prompt router ARN patterns that may be called.'),
  approvedGuardrails: z.array(guardrailArn).default([]).describe('Guardrails of which a model call must name one.'),
  administrators: z
    .array(uniqueId)
    .default([])
    .describe('Unique ids of principals that a person confirmed as administrators.'),
  modelRegions: z.array(region).default([]).describe('Regions where models are used.'),
  approvedRegions: z.array(region).default([]).describe('Regions in which models may be called.'),
  approvedNetwork: network
    .default({ vpcs: [], vpcEndpoints: [], organisations: [] })
    .describe('Where model calls may come from.'),
  highCostModels: z.array(modelPattern).default([]).describe('Model ARN patterns for the class specialised only.'),
  accountModels: z
    .array(z.strictObject({ accountId, providers: z.array(text).default([]), models: z.array(text).default([]) }))
    .default([])
    .describe('Which models each account may enable.'),
  classRules: z.array(classRule).default([]).describe('Which principals belong to which class.'),
  classLimits: z.partialRecord(z.enum(roleClasses), limits).default({}).describe('What each class may reach.'),
  people: z.array(principalMatch).default([]).describe("People's principals beside IAM users."),
  apiKeyPrincipals: z.array(uniqueId).default([]).describe('Unique ids of those who may use API keys.'),
  maxApiKeyDays: whole.default(none.maxApiKeyDays).describe('Longest life of a Bedrock API key, in days.'),
  organisations: z.array(organisation).default([]).describe('The own organisation ids.'),
  organisationAccounts: z.array(accountId).default([]).describe('Account ids of the own organisation.'),
  knownAccounts: z
    .array(
      z.strictObject({
        accountId,
        name: z.string().exactOptional(),
        externalId: z.boolean().exactOptional(),
        expires: instant.exactOptional(),
      }),
    )
    .default([])
    .describe('Accounts outside the organisation that may assume roles.'),
  agentRoles: z
    .array(z.strictObject({ roleArn: arn('a role ARN', 'exact'), agents: z.array(arn('an agent ARN pattern')).min(1) }))
    .default([])
    .describe('Execution roles and the agents that act as them.'),
  requiredBoundaries: z
    .array(arn('a permissions boundary ARN'))
    .default([])
    .describe('Boundaries that whoever creates principals must attach.'),
  guardrailMinimum: z
    .strictObject({
      promptAttack: strength.exactOptional(),
      contentFilters: strength.exactOptional(),
      sensitiveInformation: z.array(text).exactOptional(),
      grounding: share.exactOptional(),
      relevance: share.exactOptional(),
      automatedReasoning: z.boolean().exactOptional(),
    })
    .default({})
    .describe('The least that every new guardrail must hold.'),
  enforcedGuardrails: z
    .array(z.strictObject({ region, guardrailArn: guardrail.superRefine(refuseArn('exact')), version: text }))
    .default([])
    .describe('Guardrails that are meant to be enforced, by Region.'),
  logDestinations: z
    .strictObject({
      buckets: z.array(textOrArn).default([]),
      logGroups: z.array(textOrArn).default([]),
      owners: z.array(accountId).default([]),
      readers: z.array(textOrArn).default([]),
      minimumRetentionDays: whole.exactOptional(),
    })
    .default({ buckets: [], logGroups: [], owners: [], readers: [] })
    .describe('Where invocation logs may go.'),
  approvedDataRetention: z.array(text).default([]).describe('Data retention modes that the account may have.'),
  unusedDays: whole.default(none.unusedDays).describe('Days without use after which a grant is unused.'),
  watchedAccounts: z.array(accountId).default([]).describe('Accounts that must forward their events.'),
  watchedRegions: z.array(region).default([]).describe('Regions that must forward their events.'),
  settingsWriters: z.array(arn('a principal ARN')).default([]).describe("Who may write Ringfence's settings."),
  ownRoles: z.array(arn('a role ARN')).default([]).describe("Ringfence's own roles."),
  workloads: z
    .array(
      z.strictObject({
        arn: arn('a resource ARN'),
        owner: text,
        scope: z.union([z.literal(1), z.literal(2), z.literal(3), z.literal(4), z.literal(5)]),
        dataSensitivity: text,
      }),
    )
    .default([])
    .describe('AI workloads, their owner and scope.'),
  pack: z.enum(['essential', 'recommended', 'strict']).default('essential').describe('Which checks are asked.'),
}) satisfies z.ZodType<CheckSettings>;
