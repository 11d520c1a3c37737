import { aRole } from '../../test/builders/a-principal.ts';
import { absent, known, outOfScope, unknown } from '../facts/known.ts';
import type { ServiceUse } from '../facts/services-last-used.ts';
import { isIdle } from './approval-idle.ts';

const now = '2026-11-21T21:00:00.000Z';
const yesterday = '2026-11-20T20:00:00.000Z';
const longAgo = '2026-10-01T00:00:00.000Z';
const denied = [{ actions: ['bedrock:DeleteGuardrail', 'bedrock:InvokeModel'], resources: ['*'] }];
const use = (service: string, lastUsed: string, trackedSince = '2025-01-01T00:00:00.000Z'): ServiceUse => ({
  service,
  lastUsed,
  trackedSince,
});
const role = (services: readonly ServiceUse[], asOf = '2026-11-21T20:00:00.000Z') =>
  aRole({ lastUsedAt: known(yesterday), servicesLastUsed: known({ asOf, services }) });

describe('what nobody has used for thirty days', () => {
  it.each([
    ['the principal was not used', aRole({ lastUsedAt: known(longAgo) }), true],
    ['no use of it is recorded', aRole({ lastUsedAt: absent }), true],
    ['the principal was used yesterday', aRole({ lastUsedAt: known(yesterday) }), false],
    ['its use is not known', aRole({ lastUsedAt: unknown('AccessDenied') }), false],
    ['its use was not asked for', aRole({ lastUsedAt: outOfScope }), false],
    [
      'it was used, and the service that is denied was not',
      role([use('bedrock', longAgo), use('s3', yesterday)]),
      true,
    ],
    ['it was used, and the service was never', role([use('bedrock', 'never')]), true],
    ['the service was used yesterday', role([use('bedrock', yesterday)]), false],
    [
      'the service was never used, and is tracked for a week',
      role([use('bedrock', 'never', '2026-11-14T00:00:00.000Z')]),
      false,
    ],
    ['the service was not read', role([use('s3', longAgo)]), false],
    ['the reading is two days old', role([use('bedrock', longAgo)], '2026-11-19T20:00:00.000Z'), false],
    ['the reading is of tomorrow', role([use('bedrock', longAgo)], '2026-11-22T20:00:00.000Z'), false],
  ])('%s', (_, facts, expected) => {
    expect(isIdle(facts, denied, now)).toBe(expected);
  });

  it.each([
    ['one of two services was used', [...denied, { actions: ['sagemaker:CreateModel'], resources: ['*'] }]],
    ['a pattern reaches over services', [{ actions: ['*'], resources: ['*'] }]],
    ['a pattern stands in the service', [{ actions: ['bed*:InvokeModel'], resources: ['*'] }]],
    ['nothing says what is denied', []],
  ])('is not so where %s', (_, questions) => {
    expect(isIdle(role([use('bedrock', longAgo), use('sagemaker', yesterday)]), questions, now)).toBe(false);
  });
});
