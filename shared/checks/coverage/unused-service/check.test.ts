import { aRole } from '../../../../test/builders/a-principal.ts';
import { anAccount } from '../../../../test/builders/an-account.ts';
import { found, judgeAccount } from '../../../../test/builders/judge-account.ts';
import { known, unknown } from '../../../facts/known.ts';
import type { PrincipalFacts } from '../../../facts/principal-facts.ts';
import type { ServiceUse } from '../../../facts/services-last-used.ts';
import { catalogueActions } from '../../../reasoning/catalogue/action-catalogue.ts';
import { matchesWildcard } from '../../../reasoning/policy/wildcard.ts';
import { unusedService } from './check.ts';
import { denyServiceText } from './deny-text.ts';

const unused: ServiceUse = { service: 'kendra', lastUsed: 'never', trackedSince: '2026-01-01T00:00:00Z' };
const judge = (principals: readonly PrincipalFacts[], use: Partial<ServiceUse> = {}, unusedDays = 90) =>
  judgeAccount(unusedService, anAccount({ principals, wide: { serviceUse: known([{ ...unused, ...use }]) } }), {
    settings: { unusedDays },
  });
const searcher = aRole({ name: 'search', allows: 'kendra:Query' });
const usedOnce = aRole({
  name: 'once',
  allows: 'kendra:*',
  servicesLastUsed: known({
    asOf: '2026-11-21T21:00:00Z',
    services: [{ ...unused, lastUsed: '2026-02-01T00:00:00Z' }],
  }),
});

describe('RF.COVERAGE.1 Unused AI services can be denied', () => {
  it('answers yes with those who can use it, those who would need an exemption, and the policy', () => {
    const [judged] = found(judge([searcher, usedOnce, aRole({ name: 'other', allows: 's3:*' })]));
    expect(judged?.sentence).toBe('kendra is unused in 111122223333 and 2 principals can use it');
    const evidence = judged?.answer.answer === 'yes' && 'evidence' in judged.answer ? judged.answer.evidence : [];
    const valuesOf = (fact: string) => evidence.filter((each) => each.fact === fact).map(({ value }) => value);
    expect(valuesOf('can use it')).toEqual([searcher.arn, usedOnce.arn]);
    expect(valuesOf('would need an exemption')).toEqual([usedOnce.arn]);
    expect(JSON.parse(valuesOf('service control policy')[0] ?? '')).toMatchObject({
      Statement: [
        {
          Effect: 'Deny',
          Action: ['kendra:*'],
          Condition: { ArnNotLike: { 'aws:PrincipalArn': [usedOnce.arn] } },
        },
      ],
    });
  });

  it.each<[string, readonly PrincipalFacts[], Partial<ServiceUse>]>([
    ['that somebody used yesterday', [searcher], { lastUsed: '2026-11-20T00:00:00Z' }],
    ['that is tracked for too short a time to know', [searcher], { trackedSince: '2026-11-01T00:00:00Z' }],
    ['that nobody can use', [aRole({ allows: 's3:*' })], {}],
    ['that is no AI service', [aRole({ allows: '*' })], { service: 's3' }],
  ])('answers no for a service %s', (_name, principals, use) => {
    expect(judge(principals, use).map(({ answer }) => answer.answer)).toEqual(['no']);
  });

  it('counts the days of the settings: the last one too', () => {
    expect(found(judge([searcher], { lastUsed: '2026-11-11T21:00:00Z' }, 10))).toHaveLength(1);
    expect(found(judge([searcher], { lastUsed: '2026-11-11T21:00:01Z' }, 10))).toEqual([]);
  });

  it('answers unknown where last uses were not read, and names the permissions', () => {
    const [judged] = judgeAccount(unusedService, { ...anAccount(), wide: {} });
    expect(judged?.answer).toMatchObject({
      why: { detail: expect.stringContaining('iam:GetServiceLastAccessedDetails') as string },
    });
  });

  it('does not take a principal that could not be read for one that cannot use it', () => {
    const unread = aRole({ inlinePolicies: unknown('refused') });
    expect(found(judge([unread]))[0]?.reason).toContain('Of 1 more it is not known whether they can.');
  });

  it('never denies ApplyGuardrail, and denies every other action of Bedrock that does not begin like it', () => {
    const [statement] = (JSON.parse(denyServiceText('bedrock', [])) as { Statement: { Action: string[] }[] }).Statement;
    const denied = (key: string) => statement?.Action.some((pattern) => matchesWildcard(pattern.toLowerCase(), key));
    expect(denied('bedrock:applyguardrail')).toBe(false);
    const left = catalogueActions().filter(({ service, key }) => service === 'bedrock' && denied(key) !== true);
    expect(left.map(({ name }) => name)).toEqual(['bedrock:ApplyGuardrail']);
  });
});
