import {
  GetGuardrailCommand,
  GetModelInvocationLoggingConfigurationCommand,
  ListTagsForResourceCommand,
  paginateListGuardrails,
  type BedrockClient,
  type GetGuardrailCommandOutput,
  type LoggingConfig,
} from '@aws-sdk/client-bedrock';
import pLimit, { type LimitFunction } from 'p-limit';
import { bedrockRegionState } from './bedrock-region-state.ts';
import type { GuardrailFacts, InvocationLogging } from '../../facts/account-facts.ts';
import type { AccountStateReader, RegionAsked } from '../../ports/account-state-reader.ts';
import type { RegionState } from '../../facts/region-state.ts';
import { tagsOf, type Tag } from '../../facts/guardrail/tags-of-guardrail.ts';
import type { Read } from '../../ports/read.ts';
import { readWhole, required } from './iam-read.ts';

const callsAtOnce = 4;

/** Reads guardrails and invocation logging. An event never says what they hold: names and filters are hidden in it. */
export class BedrockAccountStateReader
  implements Pick<AccountStateReader, 'invocationLogging' | 'guardrail' | 'guardrails' | 'regionState'>
{
  private readonly bedrock: (region: string) => BedrockClient;
  private readonly limit: LimitFunction;

  constructor(bedrock: (region: string) => BedrockClient) {
    this.bedrock = bedrock;
    this.limit = pLimit(callsAtOnce);
  }

  async invocationLogging(region: string): Promise<Read<InvocationLogging>> {
    const read = await readWhole(
      { what: `invocation logging of ${region}`, permission: 'bedrock:GetModelInvocationLoggingConfiguration' },
      async () =>
        (await this.limit(() => this.bedrock(region).send(new GetModelInvocationLoggingConfigurationCommand({}))))
          .loggingConfig,
    );
    if (read.found !== 'yes') return read;
    // No configuration is an answer without the field, not an error (Amazon Bedrock API Reference).
    return read.value === undefined ? { found: 'no' } : { found: 'yes', value: invocationLoggingOf(read.value) };
  }

  guardrail(region: string, identifier: string, version?: string): Promise<Read<GuardrailFacts>> {
    return readWhole({ what: `guardrail ${identifier} in ${region}`, permission: 'bedrock:GetGuardrail' }, async () => {
      const facts = guardrailFacts(
        region,
        await this.limit(() =>
          this.bedrock(region).send(
            new GetGuardrailCommand({ guardrailIdentifier: identifier, guardrailVersion: version }),
          ),
        ),
      );
      // A version has none of its own.
      const tags = facts.version === 'DRAFT' ? await this.tags(facts) : undefined;
      return tags === undefined ? facts : { ...facts, content: { ...facts.content, tags } };
    });
  }

  /** Undefined: they cannot be read (bedrock:ListTagsForResource). They protect nobody, so the guardrail itself is read all the same. */
  private async tags({ region, arn }: Pick<GuardrailFacts, 'region' | 'arn'>): Promise<readonly Tag[] | undefined> {
    const read = await readWhole(
      { what: `tags of ${arn}`, permission: 'bedrock:ListTagsForResource' },
      async () =>
        (await this.limit(() => this.bedrock(region).send(new ListTagsForResourceCommand({ resourceARN: arn }))))
          .tags ?? [],
    );
    return read.found === 'yes' ? tagsOf({ tags: read.value }) : undefined;
  }

  /** Without an identifier the list gives the DRAFT of each (Amazon Bedrock API Reference, "ListGuardrails"). */
  guardrails(region: string): Promise<Read<readonly GuardrailFacts[]>> {
    return readWhole({ what: `guardrails of ${region}`, permission: 'bedrock:ListGuardrails' }, async () => {
      const ids = await this.limit(async () => {
        const listed: string[] = [];
        for await (const page of paginateListGuardrails({ client: this.bedrock(region) }, {}))
          listed.push(...required(page.guardrails, 'guardrails').map((g) => required(g.id, 'guardrail id')));
        return listed;
      });
      const each = await Promise.all(ids.map((id) => this.guardrail(region, id)));
      return each.flatMap((read) => {
        if (read.found === 'unreadable') throw new GuardrailUnreadable(read.why);
        // Deleted since the list was made.
        return read.found === 'yes' ? [read.value] : [];
      });
    });
  }

  /** The parts that Bedrock itself tells; others are left out. */
  regionState(region: string, asked: Pick<RegionAsked, 'facts' | 'guardrails'>): Promise<RegionState> {
    return bedrockRegionState(this.bedrock(region), this.limit, region, asked);
  }
}

/** One guardrail of the list could not be read: a list without it would read as if it were not there. */
class GuardrailUnreadable extends Error {
  constructor(why: string) {
    super(why);
    this.name = 'GuardrailUnreadable';
  }
}

const invocationLoggingOf = (config: LoggingConfig): InvocationLogging => {
  const logGroup = config.cloudWatchConfig?.logGroupName;
  const bucket = config.s3Config?.bucketName;
  const largeDataBucket = config.cloudWatchConfig?.largeDataDeliveryS3Config?.bucketName;
  return {
    text: delivered(config.textDataDeliveryEnabled),
    image: delivered(config.imageDataDeliveryEnabled),
    embedding: delivered(config.embeddingDataDeliveryEnabled),
    video: delivered(config.videoDataDeliveryEnabled),
    audio: delivered(config.audioDataDeliveryEnabled),
    ...(logGroup === undefined ? {} : { logGroup }),
    ...(bucket === undefined ? {} : { bucket }),
    ...(largeDataBucket === undefined ? {} : { largeDataBucket }),
  };
};

/** A kind of data that the answer does not name counts as not delivered [unconfirmed: the default is not documented]. */
const delivered = (enabled: boolean | undefined): boolean => enabled === true;

const guardrailFacts = (region: string, answer: GetGuardrailCommandOutput): GuardrailFacts => {
  // What belongs to the call and not to the guardrail would differ with each read.
  const content = { ...answer, $metadata: undefined };
  return {
    id: required(answer.guardrailId, 'guardrailId'),
    arn: required(answer.guardrailArn, 'guardrailArn'),
    region,
    version: required(answer.version, 'version'),
    name: required(answer.name, 'name'),
    content: asJson(content),
  };
};

/** Dates become text, so that what is remembered equals what is read. */
const asJson = (content: object): Readonly<Record<string, unknown>> => {
  const parsed: unknown = JSON.parse(JSON.stringify(content));
  return isRecord(parsed) ? parsed : {};
};

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;
