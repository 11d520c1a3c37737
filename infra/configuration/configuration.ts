import * as z from 'zod';

const accountId = z.string().regex(/^\d{12}$/, 'an AWS account id has 12 digits');
const region = z.string().regex(/^[a-z]{2}(-[a-z]+)+-\d$/, 'a Region is written like us-east-1');
const arn = z.string().regex(/^arn:aws[a-z-]*:iam::\d{12}:(role|user)\/.+$/, 'the ARN of a role or user');

const policyArn = z
  .string()
  .regex(
    /^arn:aws[a-z-]*:iam::(?:\d{12}|aws):policy\/[\w+=,.@/-]*\*?$/,
    'the ARN of a policy; one that ends in * is a prefix',
  );

/** One installation: every choice that changes what is deployed. Unknown keys are refused: a typing mistake must not be a default. */
const Choices = z.strictObject({
  /** The account that is watched and holds Ringfence. Absent: the account of the credentials at deployment. */
  account: accountId.optional(),
  /** IAM and Organizations events exist in us-east-1 only, so the functions stand there. */
  region: z.literal('us-east-1').default('us-east-1'),
  /** Regions whose guardrails and invocation logging are read, and whose events are forwarded. */
  watchedRegions: z.array(region).min(1).default(['us-east-1']),
  /** A word for people, carried in messages. */
  environment: z
    .string()
    .regex(/^[a-z0-9-]{1,20}$/)
    .optional(),
  /** Subscribed to both alert topics; each address must confirm. */
  alertEmails: z.array(z.email()).default([]),
  /** Whoever is told when nobody has answered a plan that waits for approval. Empty: those of `alertEmails` again. */
  escalationEmails: z.array(z.email()).default([]),
  /** Adds the stack that can write to IAM. Off: Ringfence reads and tells, and nothing is asked of containment. */
  containment: z.boolean().default(false),
  /**
   * Adds a function and roles that write a Deny beside the policies of a principal, inline or attached, and take it off.
   * `beside-boundaries`: only where the principal has a boundary, which caps whatever such a role could grant. IAM cannot see that
   * an inline policy only denies.
   */
  containInline: z.enum(['off', 'beside-boundaries', 'everywhere']).default('off'),
  /** Adds a function and roles that make credentials inactive, and active again on undo. */
  containKeys: z.boolean().default(false),
  /**
   * Boundaries of the account's own that undo may put back, so that a merged one may take their place where the settings merge.
   * Those of Ringfence always are. One that ends in `*` is a prefix.
   */
  restoreBoundaries: z.array(policyArn).default([]),
  /** Principals that no role of Ringfence may ever touch: break-glass and deployment roles. Full ARNs. */
  protectedPrincipals: z.array(arn).default([]),
  /** Events that many accounts have in large numbers, so off unless asked for. */
  listenTo: z
    .strictObject({ inference: z.boolean().default(false), dataEvents: z.boolean().default(false) })
    .default({ inference: false, dataEvents: false }),
  /** Days that logs are kept. */
  logRetentionDays: z.union([z.literal(90), z.literal(180), z.literal(365), z.literal(731)]).default(365),
  /** Hours between two full evaluations. */
  sweepEveryHours: z.int().min(1).max(24).default(6),
  /** How many events one function works on at once. */
  maxConcurrency: z.int().min(2).max(50).default(5),
  /** Folder that `npm run build` filled, one folder a function. */
  bundles: z.string().min(1).default('dist/functions'),
  /** `cli`: deploy with the caller's own credentials instead of the bootstrap roles. For an emulator. */
  synthesizer: z.enum(['bootstrap', 'cli']).default('bootstrap'),
});
/** What is a part of containment is refused without it: silence would read as if it were installed. */
export const Configuration = Choices.superRefine((given, context) => {
  if (given.containment) return;
  const parts = [
    ...(given.containInline === 'off' ? [] : ['containInline']),
    ...(given.containKeys ? ['containKeys'] : []),
    ...(given.restoreBoundaries.length === 0 ? [] : ['restoreBoundaries']),
  ];
  for (const part of parts)
    context.addIssue({
      code: 'custom',
      path: [part],
      message: 'is a part of containment: set "containment": true too',
    });
});
export type Configuration = z.infer<typeof Configuration>;

/** Watched Regions other than the one where the functions stand. */
export const furtherRegions = ({ region: home, watchedRegions }: Configuration): readonly string[] =>
  [...new Set(watchedRegions)].filter((one) => one !== home);

/** Says which key of which source is wrong, and what it should be. */
export class ConfigurationInvalid extends Error {
  override readonly name = 'ConfigurationInvalid';
}

/** @param source where the value came from, for the message: a file's name or `context "ringfence"`. */
export const parseConfiguration = (value: unknown, source: string): Configuration => {
  const parsed = Configuration.safeParse(value);
  if (parsed.success) return parsed.data;
  const lines = parsed.error.issues.map((issue) => {
    const key = issue.path.length === 0 ? '(the whole document)' : issue.path.join('.');
    return `  ${key}: ${issue.message}`;
  });
  throw new ConfigurationInvalid(`${source} is not a valid configuration:\n${lines.join('\n')}`);
};
