import { aRole } from '../../../../test/builders/a-principal.ts';
import { askOne, named } from '../../../../test/builders/ask-one.ts';
import { absent, known, unknown } from '../../../facts/known.ts';
import type { ServiceUse } from '../../../facts/services-last-used.ts';
import { unusedGrant } from './check.ts';

const asOf = '2026-11-21T21:00:00Z';
const kendra: ServiceUse = { service: 'kendra', lastUsed: 'never', trackedSince: '2026-01-01T00:00:00Z' };
const used = (...services: readonly Partial<ServiceUse>[]) =>
  known({ asOf, services: services.map((each) => ({ ...kendra, ...each })) });
const judge = (allows: string, servicesLastUsed: ReturnType<typeof used>, unusedDays = 90) =>
  askOne(unusedGrant, aRole({ allows, servicesLastUsed }), { settings: { unusedDays } });

describe('RF.SENSITIVE.11 A grant nobody uses', () => {
  it('answers yes for a sensitive action of a service that was never used, one question a service', () => {
    const judged = judge('*', used({}, { service: 'sagemaker' }));
    expect(named(judged, 'yes')).toEqual(['unused-kendra', 'unused-sagemaker']);
    expect(judged[0]).toMatchObject({
      severity: 'low',
      containment: 'deny',
      reason: 'Not used in the 324 days that AWS has tracked it.',
    });
    expect(judged[0]?.sentence).toMatch(/^ml-app holds kendra:\w+ and has not used kendra$/);
  });

  it('says when it was last used', () => {
    expect(judge('kendra:*', used({ lastUsed: '2026-06-01T00:00:00Z' }))[0]?.reason).toBe(
      'Last used 2026-06-01T00:00:00Z, 173 days before.',
    );
  });

  it.each<[string, string, Partial<ServiceUse>]>([
    ['was used last week', 'kendra:*', { lastUsed: '2026-11-15T00:00:00Z' }],
    ['is tracked since last week', 'kendra:*', { trackedSince: '2026-11-15T00:00:00Z' }],
    ['is no AI service', '*', { service: 's3' }],
  ])('asks nothing of a service that %s', (_name, allows, use) => {
    expect(judge(allows, used(use))).toEqual([]);
  });

  it('answers no where the principal holds ordinary actions of the service only', () => {
    expect(named(judge('bedrock:InvokeModel', used({ service: 'bedrock' })), 'no')).toEqual(['unused-bedrock']);
  });

  it('answers unknown, in the same words for everybody, where last uses were not read', () => {
    const details = [aRole({ name: 'a' }), aRole({ name: 'b' })].map((role) => {
      const [judged] = askOne(unusedGrant, { ...role, servicesLastUsed: unknown('refused') });
      return judged !== undefined && 'why' in judged.answer ? judged.answer.why.detail : '';
    });
    expect(details[0]).toContain('iam:GetServiceLastAccessedDetails');
    expect(new Set(details).size).toBe(1);
  });

  it('asks nothing where the input cannot hold it', () => {
    expect(askOne(unusedGrant, aRole({ allows: '*', servicesLastUsed: absent }))).toEqual([]);
  });
});
