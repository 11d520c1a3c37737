import { Readable } from 'node:stream';
import {
  BedrockClient,
  CreateGuardrailCommand,
  GetGuardrailCommand,
  PutModelInvocationLoggingConfigurationCommand,
  type CreateGuardrailCommandInput,
} from '@aws-sdk/client-bedrock';
import { isJsonObject, type JsonObject } from '../../change/json-object.ts';
import { diffGuardrails } from '../../facts/guardrail/diff-guardrails.ts';
import { putBackSurrounding } from '../../facts/guardrail/put-back-surrounding.ts';
import { sdkFields } from '../../facts/guardrail/testing/sdk-fields.ts';
import { guardrailRequest } from '../../response/guardrail/guardrail-request.ts';
import { BedrockAccountStateReader } from './bedrock-account-state-reader.ts';

/** A client whose other side is this test: what it sends is kept, what it gets is the given body. */
const clientAnswering = (body: object) => {
  const sent: { method: string; path: string; query: unknown; body: unknown }[] = [];
  const client = new BedrockClient({
    region: 'us-east-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    requestHandler: {
      handle: (request: { method: string; path: string; query?: unknown; body?: unknown }) => {
        const { method, path, query, body: raw } = request;
        const text = ArrayBuffer.isView(raw)
          ? Buffer.from(raw.buffer, raw.byteOffset, raw.byteLength).toString('utf8')
          : '';
        sent.push({ method, path, query, body: text === '' ? undefined : JSON.parse(text) });
        const response = {
          statusCode: 200,
          headers: { 'content-type': 'application/json' },
          body: Readable.from([Buffer.from(JSON.stringify(body))]),
        };
        return Promise.resolve({ response });
      },
    } as never,
  });
  return { client, sent };
};

/** Something for each field of GetGuardrail that the client's types have; the first value of a closed list. */
const everyField = (): JsonObject => {
  const answer: Record<string, unknown> = {};
  for (const { path, values } of sdkFields('GetGuardrailResponse')) put(answer, path.split('.'), path, values?.[0]);
  return answer;
};
const put = (
  into: Record<string, unknown>,
  [step = '', ...rest]: readonly string[],
  path: string,
  value?: string,
): void => {
  const isList = step.endsWith('[]');
  const name = step.replace('[]', '');
  if (rest.length === 0) {
    into[name] = leafOf(name, path, value);
    return;
  }
  const there = into[name];
  const inner: Record<string, unknown> = Array.isArray(there) ? (there[0] as never) : isJsonObject(there) ? there : {};
  put(inner, rest, path, value);
  into[name] = isList ? [inner] : inner;
};
/** Another value at one place. */
const mark = (into: Record<string, unknown>, path: string): void => {
  const steps = path.split('.');
  let at: Record<string, unknown> = into;
  for (const step of steps.slice(0, -1)) {
    const inner = at[step.replace('[]', '')];
    at = (Array.isArray(inner) ? inner[0] : inner) as Record<string, unknown>;
  }
  at[(steps.at(-1) ?? '').replace('[]', '')] = ['another'];
};
const lists = /(?:examples|policies|Modalities|statusReasons|failureRecommendations)$/u;
const leafOf = (name: string, path: string, value?: string): unknown => {
  if (lists.test(path)) return [value ?? 'a'];
  if (value !== undefined) return value;
  if (name.endsWith('At')) return '2026-11-21T00:00:00Z';
  if (/threshold$/iu.test(name)) return 0.5;
  if (/enabled$/iu.test(name)) return true;
  return `${name}-of-it`;
};

describe('what the emulator drops, by the own serialisation of the SDK', () => {
  const answer = everyField();

  it('GetGuardrail comes through with every field of the types, and nothing differs from the wire', async () => {
    const { client } = clientAnswering(answer);
    const read = await new BedrockAccountStateReader(() => client).guardrail('us-east-1', 'gr1');
    if (read.found !== 'yes') throw new Error('it was not read');
    expect(diffGuardrails(answer, read.value.content).changes.filter(({ verdict }) => verdict !== 'same')).toEqual([]);
    const leaves = (value: unknown, at = ''): readonly string[] =>
      Array.isArray(value)
        ? [...new Set(value.flatMap((each) => leaves(each, isJsonObject(each) ? `${at}[]` : at)))]
        : isJsonObject(value)
          ? Object.entries(value).flatMap(([name, inner]) => leaves(inner, at === '' ? name : `${at}.${name}`))
          : [at];
    expect([...leaves(read.value.content)].sort()).toEqual(
      sdkFields('GetGuardrailResponse')
        .map(({ path }) => path)
        .sort(),
    );
  });

  it('CreateGuardrail sends every part of a restore as the API names it', async () => {
    const { client, sent } = clientAnswering({
      guardrailId: 'gr2',
      guardrailArn: 'arn',
      version: 'DRAFT',
      createdAt: '2026-11-21T00:00:00Z',
    });
    const request = guardrailRequest(answer);
    await client.send(new CreateGuardrailCommand(request as unknown as CreateGuardrailCommandInput));
    const { method, path, body } = sent[0] ?? {};
    expect([method, path]).toEqual(['POST', '/guardrails']);
    // The client adds a token of its own, which makes a repeated create one create.
    expect(body).toEqual({ ...request, clientRequestToken: expect.any(String) as string });
    expect(Object.keys(request).sort()).toEqual([
      'automatedReasoningPolicyConfig',
      'blockedInputMessaging',
      'blockedOutputsMessaging',
      'contentPolicyConfig',
      'contextualGroundingPolicyConfig',
      'crossRegionConfig',
      'description',
      'kmsKeyId',
      'name',
      'sensitiveInformationPolicyConfig',
      'topicPolicyConfig',
      'wordPolicyConfig',
    ]);
  });

  /** Bedrock gives these; no request can ask for one. */
  const givenByBedrock = [
    'createdAt',
    'failureRecommendations',
    'guardrailArn',
    'guardrailId',
    'status',
    'statusReasons',
    'updatedAt',
    'version',
  ];

  it('has a place in the request for every field of GetGuardrail, or is named as given by Bedrock alone', () => {
    const lost = sdkFields('GetGuardrailResponse')
      .map(({ path }) => path)
      .filter((path) => {
        const other = structuredClone(answer) as Record<string, unknown>;
        mark(other, path);
        return JSON.stringify(guardrailRequest(other)) === JSON.stringify(guardrailRequest(answer));
      });
    // The ARN of a profile names the same as its id.
    expect(lost.sort()).toEqual(['crossRegionDetails.guardrailProfileId', ...givenByBedrock].sort());
    const { crossRegionDetails: _, ...others } = answer;
    expect(guardrailRequest({ ...others, crossRegionDetails: { guardrailProfileId: 'us.v1:0' } })).toMatchObject({
      crossRegionConfig: { guardrailProfileIdentifier: 'us.v1:0' },
    });
  });

  it('a version reads by its number, in the query', async () => {
    const { client, sent } = clientAnswering(answer);
    await client.send(new GetGuardrailCommand({ guardrailIdentifier: 'gr1', guardrailVersion: '7' }));
    expect(sent).toMatchObject([{ method: 'GET', path: '/guardrails/gr1', query: { guardrailVersion: '7' } }]);
  });

  it('the call that puts logging back sends exactly what was remembered', async () => {
    const loggingConfig = {
      cloudWatchConfig: {
        logGroupName: 'prompts',
        roleArn: 'arn:aws:iam::111122223333:role/logs',
        largeDataDeliveryS3Config: { bucketName: 'large', keyPrefix: 'a' },
      },
      s3Config: { bucketName: 'all' },
      textDataDeliveryEnabled: true,
      audioDataDeliveryEnabled: false,
    };
    const [call] = putBackSurrounding({
      kind: 'invocation-logging',
      region: 'us-east-1',
      identifier: 'us-east-1',
      was: { loggingConfig },
      wasAsOf: '2026-11-21T00:00:00.000Z',
      wasBy: 'sweep',
    });
    const { client, sent } = clientAnswering({});
    await client.send(new PutModelInvocationLoggingConfigurationCommand(call?.request as never));
    expect(sent).toMatchObject([{ method: 'PUT', path: '/logging/modelinvocations' }]);
    expect(sent[0]?.body).toEqual({ loggingConfig });
  });
});
