import { aPolicy, aRole } from '../../test/builders/a-principal.ts';
import { known } from '../facts/known.ts';
import type { PrincipalFacts } from '../facts/principal-facts.ts';
import { routeUnheld } from './route-unheld.ts';

const partner = 'arn:aws:iam::444455556666:role/partner';
const route = (arn: string, ...principals: PrincipalFacts[]) =>
  routeUnheld(arn, { accountId: '111122223333', principals });
const trusting = (principal: unknown) =>
  aRole({ trust: [{ Effect: 'Allow', Principal: principal, Action: 'sts:AssumeRole' }] });

describe('a principal of which the account holds no policies', () => {
  it.each([
    ['its own role', 'arn:aws:iam::111122223333:role/app'],
    ['a name', 'role/app'],
    ['something that is no principal', 'arn:aws:s3:::bucket'],
    ['a session, which no control policy knows by its own ARN', 'arn:aws:sts::444455556666:assumed-role/partner/s'],
    ['an ARN without an account', 'arn:aws:iam:::role/partner'],
    ['an account of three digits', 'arn:aws:iam::123:role/partner'],
    ['a pattern, which names nobody in a policy of a resource', 'arn:aws:iam::444455556666:role/*'],
    ['something else of IAM', 'arn:aws:iam::444455556666:policy/partner'],
  ])('is none of it: %s', (_, arn) => {
    expect(route(arn)).toBeUndefined();
  });

  it('is the root user: a control policy denies it every AI action but ApplyGuardrail', () => {
    const routed = route('arn:aws:iam::111122223333:root');
    expect(routed?.outcome).toBe('ROUTE_ROOT');
    expect(Object.keys(routed?.documents ?? {})).toEqual(['serviceControlPolicy']);
    expect(routed?.documents?.serviceControlPolicy).toContain('bedrock:apa*');
    expect(routed?.documents?.serviceControlPolicy).not.toContain('bedrock:app*');
  });

  it.each<[string, PrincipalFacts, boolean]>([
    ['itself', trusting({ AWS: partner }), true],
    ['its account', trusting({ AWS: 'arn:aws:iam::444455556666:root' }), true],
    ['its account by number', trusting({ AWS: ['444455556666'] }), true],
    ['everybody', trusting({ AWS: '*' }), true],
    ['another one', trusting({ AWS: 'arn:aws:iam::777788889999:root' }), false],
    ['a service', trusting({ Service: 'lambda.amazonaws.com' }), false],
  ])('is of another account, and a trust policy names %s', (_, role, isDoor) => {
    const routed = route(partner, role);
    expect(routed?.outcome).toBe('ROUTE_EXTERNAL');
    expect(routed?.detail.includes(role.arn)).toBe(isDoor);
    // A trust policy takes no actions but those of STS, and no resource.
    const { trustPolicy } = routed?.documents ?? {};
    expect(trustPolicy === undefined ? undefined : JSON.parse(trustPolicy)).toEqual(
      isDoor
        ? {
            Version: '2012-10-17',
            Statement: [
              { Sid: 'RingfenceDenyTrust', Effect: 'Deny', Principal: { AWS: partner }, Action: 'sts:AssumeRole' },
            ],
          }
        : undefined,
    );
  });

  it('is all of another account: the documents name the account, because ":root" there means everybody', () => {
    const routed = route('arn:aws:iam::444455556666:root', trusting({ AWS: '444455556666' }));
    const { resourcePolicy, trustPolicy, serviceControlPolicy } = routed?.documents ?? {};
    const Condition = { StringEquals: { 'aws:PrincipalAccount': '444455556666' } };
    const deniesIn = (document = '{}') => (JSON.parse(document) as { Statement: unknown }).Statement;
    expect(deniesIn(resourcePolicy)).toMatchObject([{ Effect: 'Deny', Principal: '*', Resource: ['*'], Condition }]);
    expect(deniesIn(trustPolicy)).toMatchObject([{ Principal: '*', Action: 'sts:AssumeRole', Condition }]);
    expect(deniesIn(serviceControlPolicy)).toMatchObject([{ Effect: 'Deny', Resource: ['*'], Condition }]);
    expect(JSON.stringify(routed?.documents)).not.toContain(':root');
  });

  it('is of another account and let in by a policy of a resource, which is named', () => {
    const guardrail = 'arn:aws:bedrock:eu-west-1:111122223333:guardrail/g';
    const policy = aPolicy({
      Effect: 'Allow',
      Principal: { AWS: partner },
      Action: 'bedrock:ApplyGuardrail',
      Resource: guardrail,
    });
    const routed = route(partner, aRole({ resourcePolicies: known({ [guardrail]: policy }) }));
    expect(routed?.outcome).toBe('ROUTE_RESOURCE_POLICY');
    expect(routed?.detail).toContain(guardrail);
    expect(JSON.parse(routed?.documents?.resourcePolicy ?? '{}')).toMatchObject({
      Statement: [{ Effect: 'Deny', Principal: { AWS: partner } }],
    });
  });
});
