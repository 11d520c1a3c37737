import { z } from 'zod';
import type { GuardrailFacts, InvocationLogging } from './account-facts.ts';
import { absent, known, outOfScope, type Known } from './known.ts';
import type { RegionState } from './region-state.ts';
import { runnerKinds } from './runner.ts';
import type { WideState } from './wide-state.ts';

// The one reading of facts that a person gives. What a file holds is what a check reads: a difference fails to compile. Strict to the last key: a misspelt fact would be one that was not read.

const text = z.string().min(1, 'must not be empty');
const accountId = z.string().regex(/^\d{12}$/u, 'an account id has 12 digits');
const instant = z.iso.datetime('a time such as 2027-01-31T00:00:00Z');
const arn = z.string().startsWith('arn:', 'an ARN begins with arn:');
const region = z.string().regex(/^[a-z]{2}(-[a-z]+)+-\d+$/u, 'a Region such as eu-central-1');
const policy = z.union([text, z.looseObject({ Statement: z.unknown() }).transform((value) => JSON.stringify(value))], {
  error: 'a policy document: its text, or the JSON itself with a Statement',
});
/** `null`: there is nothing that could be judged, on purpose. A fact that is left out was not read. */
const fact = <T>(schema: z.ZodType<T>) =>
  z
    .union([
      schema.transform((value): Known<T> => known(value)),
      z.null('a value, or null where there is nothing to judge').transform((): Known<T> => outOfScope),
    ])
    .exactOptional();

const invocationLogging = z.strictObject({
  text: z.boolean(),
  image: z.boolean(),
  embedding: z.boolean(),
  video: z.boolean(),
  audio: z.boolean(),
  logGroup: text.exactOptional(),
  bucket: text.exactOptional(),
  largeDataBucket: text.exactOptional(),
}) satisfies z.ZodType<InvocationLogging>;

const guardrail = z.strictObject({
  id: text,
  arn,
  region,
  version: text,
  name: text,
  content: z.record(z.string(), z.unknown()),
}) satisfies z.ZodType<GuardrailFacts>;

const serviceUse = z.strictObject({
  service: z.string().regex(/^[a-z0-9-]+$/u, 'the prefix of the actions of a service, such as bedrock'),
  lastUsed: z.union([instant, z.literal('never')], { error: 'a time such as 2027-01-31T00:00:00Z, or never' }),
  trackedSince: instant,
});

const regionValues = {
  guardrailVersions: fact(z.record(z.string(), z.array(text))),
  guardrailPolicies: fact(z.record(z.string(), policy)),
  enforcedGuardrails: fact(
    z.array(
      z.strictObject({
        configId: z.string(),
        guardrailArn: arn,
        guardrailVersion: text,
        includedModels: z.array(text).exactOptional(),
        excludedModels: z.array(text).exactOptional(),
      }),
    ),
  ),
  guardrailReferences: fact(z.array(z.strictObject({ by: arn, guardrail: text, version: text.exactOptional() }))),
  automatedReasoning: fact(z.array(z.strictObject({ arn, name: text, version: text }))),
  logDestinations: fact(
    z.array(
      z.strictObject({
        kind: z.enum(['log-group', 'bucket']),
        name: text,
        owner: accountId.exactOptional(),
        key: z
          .union([z.strictObject({ state: z.enum(['enabled', 'disabled', 'pending-deletion']) }), z.literal('none')])
          .exactOptional(),
        retentionDays: z.union([z.number().int().min(1), z.literal('never')]).exactOptional(),
        versioning: z.boolean().exactOptional(),
        isPublic: z.boolean().exactOptional(),
        readers: z.array(text).exactOptional(),
      }),
    ),
  ),
  dataRetention: fact(z.array(z.strictObject({ endpoint: z.enum(['bedrock', 'bedrock-mantle']), mode: text }))),
  accessAnalyzers: fact(z.array(z.strictObject({ arn, type: text, active: z.boolean() }))),
};

const wideValues = {
  trails: fact(
    z.array(
      z.strictObject({
        arn,
        homeRegion: region,
        everyRegion: z.boolean(),
        logging: z.boolean(),
        managementWrites: z.boolean(),
        managementReads: z.boolean(),
        dataEvents: z.array(text),
      }),
    ),
  ),
  organisationGuardrails: fact(
    z.array(
      z.strictObject({
        policyId: text,
        malformed: text.exactOptional(),
        region: region.exactOptional(),
        guardrailArn: arn.exactOptional(),
        guardrailVersion: text.exactOptional(),
        exists: z.boolean().exactOptional(),
        shared: z.boolean().exactOptional(),
      }),
    ),
  ),
  watchedAccounts: fact(
    z.array(
      z.strictObject({
        accountId,
        name: text.exactOptional(),
        regions: z.array(z.strictObject({ region, heard: z.boolean() })),
      }),
    ),
  ),
  exemptions: fact(
    z.array(
      z.strictObject({
        id: text,
        uniqueId: text,
        arn,
        scope: text,
        owner: z.string(),
        reason: z.string(),
        expires: instant,
        principalChangedAt: instant.exactOptional(),
      }),
    ),
  ),
  serviceUse: fact(z.array(serviceUse)),
  workloads: fact(z.array(z.strictObject({ arn, name: text.exactOptional() }))),
  inputs: fact(
    z.array(
      z.strictObject({
        accountId,
        region,
        lastHeardAt: instant.exactOptional(),
        silentAfter: z.number().int().min(1),
        unannounced: z.array(text),
      }),
    ),
  ),
  history: fact(
    z.union([
      z.strictObject({ intact: z.literal(true), entries: z.number().int().min(0) }),
      z.strictObject({
        intact: z.literal(false),
        entries: z.number().int().min(0),
        at: z.number().int().min(0).exactOptional(),
        fault: text,
      }),
    ]),
  ),
  deployment: fact(
    z.strictObject({
      release: text,
      parts: z.array(
        z.strictObject({ kind: z.enum(['function', 'rule']), name: text, deployed: text, released: text }),
      ),
    }),
  ),
  controlPolicies: fact(z.array(z.strictObject({ kind: z.enum(['scp', 'rcp']), name: text, text: policy }))),
  unclassedActions: fact(z.strictObject({ iamData: text, actions: z.array(text) })),
  aiResourcePolicies: fact(z.record(z.string(), policy)),
  runners: fact(z.array(z.strictObject({ arn, kind: z.enum(runnerKinds), roleArn: arn }))),
};

/** Names that a file may hold of a Region and of the account. */
export const factNames = {
  region: ['invocationLogging', 'guardrails', ...Object.keys(regionValues)],
  account: Object.keys(wideValues),
} as const;

const regionState = z.strictObject(regionValues) satisfies z.ZodType<RegionState>;

export const accountFactsSchema = z.strictObject({
  schemaVersion: z.literal('1'),
  accountId,
  asOf: instant,
  regions: z
    .record(
      region,
      z.strictObject({
        /** `off`: the Region has no configuration. */
        invocationLogging: z
          .union([fact(invocationLogging), z.literal('off').transform((): Known<InvocationLogging> => absent)])
          .exactOptional(),
        guardrails: fact(z.array(guardrail)),
        ...regionState.shape,
      }),
    )
    .default({}),
  account: (z.strictObject(wideValues) satisfies z.ZodType<WideState>).default({}),
  /** By ARN of the principal. */
  principals: z
    .record(arn, z.strictObject({ servicesLastUsed: z.strictObject({ asOf: instant, services: z.array(serviceUse) }) }))
    .default({}),
});
