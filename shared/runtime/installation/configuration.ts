import * as z from 'zod';
import { nearest } from '../../checks/intent/nearest.ts';

const accountId = z.string().regex(/^\d{12}$/, 'an AWS account id has 12 digits');
/** By its parts, so that a Region of tomorrow is right; those of other partitions cannot be watched from us-east-1. */
const region = z
  .string()
  .regex(
    /^(?:af|ap|ca|eu|il|me|mx|sa|us)-(?:central|east|west|(?:north|south)(?:east|west)?)-\d$/,
    'a Region is written like us-east-1, and is of the same partition',
  );
/** Names as IAM allows them: a pattern would protect other principals than people think. */
const arn = z.string().regex(/^arn:aws:iam::\d{12}:(role|user)\/[\w+=,.@/-]+$/, 'the ARN of a role or user');

const policyArn = z
  .string()
  .regex(
    /^arn:aws:iam::(?:\d{12}|aws):policy\/[\w+=,.@/-]*\*?$/,
    'the ARN of a policy; one that ends in * is a prefix',
  );

/**
 * One installation: every choice that changes what is deployed. Unknown keys are refused: a typing mistake must not be a default.
 * The descriptions are those of configuration.schema.json, which editors show.
 */
export const Choices = z.strictObject({
  account: accountId
    .optional()
    .describe('The account that is watched and holds Ringfence. Absent: the account of the credentials at deployment.'),
  region: z
    .literal('us-east-1', 'IAM and Organizations events exist in us-east-1 only, so the functions stand there')
    .default('us-east-1')
    .describe('Where the functions stand: IAM and Organizations events exist in us-east-1 only.'),
  watchedRegions: z
    .array(region)
    .min(1)
    .default(['us-east-1'])
    .describe(
      'Regions whose guardrails and invocation logging are read. One that is not the home Region gets a stack that forwards its events.',
    ),
  environment: z
    .string()
    .regex(/^[a-z0-9-]{1,20}$/, 'at most 20 small letters, digits and hyphens')
    .optional()
    .describe('A word for people, carried in messages, for example prod.'),
  alertEmails: z
    .array(z.email())
    .default([])
    .describe('Subscribed to both alert topics; each address must confirm the subscription.'),
  escalationEmails: z
    .array(z.email())
    .default([])
    .describe('Told when nobody has answered a plan that waits for approval. Empty: those of alertEmails again.'),
  containment: z
    .boolean()
    .default(false)
    .describe(
      'Adds the stack that can write to IAM. Off: Ringfence reads and tells, and nothing is asked of containment.',
    ),
  containInline: z
    .enum(['off', 'beside-boundaries', 'everywhere'])
    .default('off')
    .describe(
      'Adds a function and roles that write a Deny beside the policies of a principal, inline or attached, and take it off. beside-boundaries: only where the principal has a boundary, which caps whatever such a role could grant. IAM cannot see that an inline policy only denies.',
    ),
  containKeys: z
    .boolean()
    .default(false)
    .describe('Adds a function and roles that make credentials inactive, and active again on undo.'),
  restoreBoundaries: z
    .array(policyArn)
    .default([])
    .describe(
      "Boundaries of the account's own that undo may put back, so that a merged one may take their place where the settings merge. Those of Ringfence always are. One that ends in * is a prefix.",
    ),
  protectedPrincipals: z
    .array(arn)
    .default([])
    .describe('Full ARNs of principals that no role of Ringfence may ever touch: break-glass and deployment roles.'),
  listenTo: z
    .strictObject({
      inference: z.boolean().default(false).describe('Model calls: InvokeModel, Converse and their kind.'),
      dataEvents: z
        .boolean()
        .default(false)
        .describe('Data events of agents and knowledge bases, where a trail records them.'),
    })
    .default({ inference: false, dataEvents: false })
    .describe('Events that many accounts have in large numbers, so off unless asked for.'),
  logRetentionDays: z
    .union([z.literal(90), z.literal(180), z.literal(365), z.literal(731)], 'one of 90, 180, 365, 731')
    .default(365)
    .describe('Days that logs are kept.'),
  sweepEveryHours: z.int().min(1).max(24).default(6).describe('Hours between two full evaluations.'),
  maxConcurrency: z
    .int()
    .min(2)
    .max(50)
    .default(5)
    .describe('How many batches of events one function works on at once.'),
  bundles: z
    .string()
    .min(1)
    .default('dist/functions')
    .describe('Folder that npm run build filled, one folder a function.'),
  synthesizer: z
    .enum(['bootstrap', 'cli'])
    .default('bootstrap')
    .describe("cli: deploy with the caller's own credentials instead of the bootstrap roles. For an emulator."),
});

/** What contradicts another key, or has no effect, is refused: silence would read as if it were installed. */
export const Configuration = Choices.superRefine((given, context) => {
  for (const key of lists)
    for (const index of repeated(given[key]))
      context.addIssue({ code: 'custom', path: [key, index], message: 'stands in the list already' });
  const one = accountOf(given);
  for (const { key, index, account } of owners(given))
    if (account !== one?.account)
      context.addIssue({
        code: 'custom',
        path: [key, index],
        message: `is of another account than ${one?.where}: ${one?.account}; one installation watches one account, and "account" names it`,
      });
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

const lists = [
  'watchedRegions',
  'alertEmails',
  'escalationEmails',
  'restoreBoundaries',
  'protectedPrincipals',
] as const satisfies readonly (keyof z.infer<typeof Choices>)[];

const repeated = (list: readonly string[]): readonly number[] =>
  list.flatMap((each, index) => (list.indexOf(each) < index ? [index] : []));

/**
 * The account that a configuration is for, and where it says so: by name, or by the first principal or boundary that it names.
 * @returns absent: any
 */
export const accountOf = (configuration: Owned): { account: string; where: string } | undefined => {
  if (configuration.account !== undefined) return { account: configuration.account, where: '"account"' };
  const [first] = owners(configuration);
  return first && { account: first.account, where: `${first.key}.${first.index}` };
};

type Owned = Pick<z.infer<typeof Choices>, 'account' | 'protectedPrincipals' | 'restoreBoundaries'>;

/** Accounts of what is named by its ARN; policies of AWS itself are of none. */
const owners = (given: Owned): readonly { key: keyof Owned; index: number; account: string }[] =>
  (['protectedPrincipals', 'restoreBoundaries'] as const).flatMap((key) =>
    given[key].flatMap((arn, index) => {
      const account = arn.split(':')[4] ?? '';
      return account === 'aws' ? [] : [{ key, index, account }];
    }),
  );

/** Watched Regions other than the one where the functions stand. */
export const furtherRegions = ({ region: home, watchedRegions }: Configuration): readonly string[] =>
  [...new Set(watchedRegions)].filter((one) => one !== home);

/** Says what is wrong, in which line of which source, and what it should be. */
export class ConfigurationInvalid extends Error {
  override readonly name = 'ConfigurationInvalid';
}

/** One mistake. `path` leads to the key or item that is wrong. */
export type ConfigurationFault = { path: readonly (string | number)[]; what: string };

/** @returns every mistake at once, so that one edit mends them all */
export const readChoices = (
  value: unknown,
): { ok: true; configuration: Configuration } | { ok: false; faults: readonly ConfigurationFault[] } => {
  const parsed = Configuration.safeParse(value);
  return parsed.success
    ? { ok: true, configuration: parsed.data }
    : { ok: false, faults: parsed.error.issues.flatMap(faultsOf) };
};

const faultsOf = (issue: z.core.$ZodIssue): readonly ConfigurationFault[] => {
  const path = issue.path.map((part) => (typeof part === 'number' ? part : String(part)));
  if (issue.code !== 'unrecognized_keys') return [{ path, what: issue.message }];
  return issue.keys.map((key) => {
    const meant = nearest(key, keysAt(path));
    const next = meant === undefined ? '' : `; did you mean ${JSON.stringify(meant)}?`;
    return { path: [...path, key], what: `there is no such key${next}` };
  });
};

const keysAt = (path: readonly (string | number)[]): readonly string[] =>
  path[0] === 'listenTo' ? ['inference', 'dataEvents'] : Object.keys(Choices.shape);

/**
 * A configuration that comes from no file.
 * @param source where the value came from, for the message
 * @throws ConfigurationInvalid
 */
export const parseConfiguration = (value: unknown, source: string): Configuration => {
  const read = readChoices(value);
  if (read.ok) return read.configuration;
  const lines = read.faults.map(({ path, what }) => `  ${path.join('.') || '(the whole document)'}: ${what}`);
  throw new ConfigurationInvalid(`${source} is not a valid configuration:\n${lines.join('\n')}`);
};
