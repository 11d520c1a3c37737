import type { JsonObject } from '../../change/json-object.ts';
import { diffSurroundings } from './diff-surroundings.ts';
import { asCommand, putBackSurrounding } from './put-back-surrounding.ts';
import type { HeldSurrounding } from './surroundings.ts';

const region = 'us-east-1';
const arn = `arn:aws:bedrock:${region}:111122223333:guardrail/abc`;
const held = (
  kind: HeldSurrounding['kind'],
  was: JsonObject | undefined,
  now: JsonObject | undefined,
): HeldSurrounding => ({
  kind,
  region,
  identifier: region,
  wasAsOf: '2026-11-21T00:00:00.000Z',
  wasBy: 'sweep',
  ...(was === undefined ? {} : { was }),
  ...(now === undefined ? {} : { now }),
});
const full = {
  cloudWatchConfig: { logGroupName: "o'prompts", roleArn: 'arn:aws:iam::111122223333:role/logs' },
  textDataDeliveryEnabled: true,
  imageDataDeliveryEnabled: false,
};

describe('to put back what stood around guardrails', () => {
  it('is, for logging that is gone, the exact configuration that it had', () => {
    expect(putBackSurrounding(held('invocation-logging', { loggingConfig: full }, undefined))).toEqual([
      { call: 'PutModelInvocationLoggingConfiguration', region, request: { loggingConfig: full } },
    ]);
  });

  it('brings back the losses, keeps the gains, and leaves no loss to either state', () => {
    const now = {
      loggingConfig: { textDataDeliveryEnabled: false, imageDataDeliveryEnabled: true, s3Config: { bucketName: 'b' } },
    };
    const [call] = putBackSurrounding(held('invocation-logging', { loggingConfig: full }, now));
    const result = call?.call === 'PutModelInvocationLoggingConfiguration' ? call.request : {};
    expect(diffSurroundings('invocation-logging', { loggingConfig: full }, result).verdict).toBe('stronger');
    expect(diffSurroundings('invocation-logging', now, result).verdict).toBe('stronger');
  });

  it('is nothing where nothing was lost, or there was nothing', () => {
    const more = { loggingConfig: { ...full, imageDataDeliveryEnabled: true } };
    expect(putBackSurrounding(held('invocation-logging', { loggingConfig: full }, more))).toEqual([]);
    expect(putBackSurrounding(held('invocation-logging', undefined, undefined))).toEqual([]);
    expect(putBackSurrounding(held('guardrail-policy', { resourcePolicy: '{}' }, undefined))).toEqual([]);
  });

  it('names the configuration of enforcement that is still there, and none where it is gone', () => {
    const config = { configId: 'c', guardrailArn: arn, guardrailVersion: '3', updatedBy: 'alice', owner: 'ACCOUNT' };
    const was = { guardrailsConfig: [config] };
    const request = { guardrailInferenceConfig: { guardrailIdentifier: arn, guardrailVersion: '3' } };
    expect(putBackSurrounding(held('enforced-guardrails', was, { guardrailsConfig: [] }))).toEqual([
      { call: 'PutEnforcedGuardrailConfiguration', region, request },
    ]);
    const draft = { guardrailsConfig: [{ ...config, configId: 'd', guardrailVersion: 'DRAFT' }] };
    expect(putBackSurrounding(held('enforced-guardrails', was, draft))).toEqual([
      { call: 'PutEnforcedGuardrailConfiguration', region, request: { configId: 'd', ...request } },
    ]);
    expect(putBackSurrounding(held('enforced-guardrails', was, was))).toEqual([]);
  });

  it('is one line for a shell, which no name can break out of', () => {
    const [call] = putBackSurrounding(held('invocation-logging', { loggingConfig: full }, undefined));
    expect(call === undefined ? '' : asCommand(call)).toBe(
      `aws bedrock put-model-invocation-logging-configuration --region us-east-1 --logging-config '{"cloudWatchConfig":{"logGroupName":"o'\\''prompts","roleArn":"arn:aws:iam::111122223333:role/logs"},"textDataDeliveryEnabled":true,"imageDataDeliveryEnabled":false}'`,
    );
  });
});
