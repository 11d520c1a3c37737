import fc from 'fast-check';
import { aRole } from '../../test/builders/a-principal.ts';
import { absent, known, outOfScope, unknown } from '../facts/known.ts';
import { actionsOfService } from '../reasoning/catalogue/action-catalogue.ts';
import type { PrincipalFacts } from '../facts/principal-facts.ts';
import { isNarrowerBoundary } from './narrower-boundary.ts';

type Statement = {
  Effect: 'Allow' | 'Deny';
  Action?: string[];
  NotAction?: string[];
  Resource: string;
  Condition?: object;
};

const allow = (...Action: string[]): Statement => ({ Effect: 'Allow', Action, Resource: '*' });
const deny = (...Action: string[]): Statement => ({ Effect: 'Deny', Action, Resource: '*' });
const text = (Statement: readonly Statement[], Version = '2012-10-17'): string =>
  JSON.stringify({ Version, Statement });
const arn = 'arn:aws:iam::111122223333:policy/b';
const now = '2026-11-21T21:00:00.000Z';

/** It holds little: what a boundary lets through is asked, whatever the principal has today. */
const role = aRole({ allows: 's3:GetObject' });
const bounded = (document: string): PrincipalFacts => ({
  ...role,
  permissionsBoundary: known({ name: 'present', arn: `${arn}/present`, versionId: 'v1', text: document }),
});
const scp = (action: string, Effect: 'Allow' | 'Deny' = 'Allow') => ({
  name: `${Effect} ${action}`,
  text: text([{ ...allow(action), Effect }]),
});
const rcp = (action: string) => ({
  name: action,
  text: JSON.stringify({ Version: '2012-10-17', Statement: [{ ...deny(action), Principal: '*' }] }),
});
const isNarrower = (present: string, other: string): boolean =>
  isNarrowerBoundary(bounded(present), { arn, versionId: 'v1', document: other }, now);

describe('a boundary that lets nothing more through than the present one', () => {
  it.each<[string, Statement[], Statement[]]>([
    ['the same', [allow('bedrock:*', 'ec2:*')], [allow('bedrock:*', 'ec2:*')]],
    ['fewer services', [allow('*')], [allow('s3:*', 'ec2:*')]],
    [
      'fewer actions of a service that the action list does not hold',
      [allow('s3:*', 'ec2:*')],
      [allow('s3:*', 'ec2:Describe*')],
    ],
    ['the same with one more Deny', [allow('*')], [allow('*'), deny('ec2:*')]],
    ['one that keeps every Deny', [allow('*'), deny('ec2:*')], [allow('bedrock:*'), deny('ec2:*')]],
    [
      'one with a condition more',
      [allow('ec2:*')],
      [{ ...allow('ec2:*'), Condition: { Bool: { 'aws:SecureTransport': 'true' } } }],
    ],
    ['one with a resource less', [allow('ec2:*')], [{ ...allow('ec2:*'), Resource: 'arn:aws:ec2:*:*:instance/i-1' }]],
    ['one without a Deny that none of its Allows reaches', [allow('*'), deny('iam:*')], [allow('bedrock:*', 's3:*')]],
    ['what two statements allow together', [allow('s3:*'), allow('ec2:*')], [allow('s3:Get*', 'ec2:Run*')]],
    ['everything but something', [allow('*')], [{ Effect: 'Allow', NotAction: ['iam:*'], Resource: '*' }]],
  ])('%s', (_, present, other) => {
    expect(isNarrower(text(present), text(other))).toBe(true);
  });

  it.each<[string, Statement[], Statement[]]>([
    ['an action more', [allow('bedrock:InvokeModel')], [allow('bedrock:InvokeModel', 'bedrock:CreateAgent')]],
    ['an action more than the principal has today', [allow('s3:*')], [allow('s3:*', 'sagemaker:*')]],
    ['a service more that the action list does not hold', [allow('s3:*')], [allow('s3:*', 'ec2:*')]],
    ['a wider pattern of such a service', [allow('ec2:Describe*')], [allow('ec2:*')]],
    ['a pattern that a question mark only seems to hold', [allow('ec2:Describe?')], [allow('ec2:Describe*')]],
    ['a Deny less', [allow('*'), deny('iam:*')], [allow('*')]],
    ['a Deny less of such a service', [allow('*'), deny('ec2:*')], [allow('*')]],
    ['a narrower Deny of such a service', [allow('*'), deny('ec2:*')], [allow('*'), deny('ec2:Run*')]],
    [
      'a condition less of such a service',
      [{ ...allow('ec2:*'), Condition: { Bool: { 'aws:SecureTransport': 'true' } } }],
      [allow('ec2:*')],
    ],
    [
      'another condition',
      [{ ...allow('ec2:*'), Condition: { StringEquals: { 'aws:RequestedRegion': 'eu-west-1' } } }],
      [{ ...allow('ec2:*'), Condition: { StringEquals: { 'aws:RequestedRegion': 'us-east-1' } } }],
    ],
    [
      'everything but less',
      [{ Effect: 'Allow', NotAction: ['iam:*', 'ec2:*'], Resource: '*' }],
      [{ Effect: 'Allow', NotAction: ['iam:*'], Resource: '*' }],
    ],
    ['everything', [allow('ec2:*', 's3:*')], [allow('*')]],
    ['an action that AWS adds later', [allow('bedrock:InvokeModel')], [allow('bedrock:InvokeModel', 'bedrock:Add*')]],
    [
      'all actions of a service, where the present one names those that there are',
      [allow(...actionsOfService('bedrock').map(({ name }) => name))],
      [allow('bedrock:*')],
    ],
    ['a Deny less of an action that AWS adds later', [allow('s3:*'), deny('s3:AddedLater')], [allow('s3:*')]],
  ])('is not said of one with %s', (_, present, other) => {
    expect(isNarrower(text(present), text(other))).toBe(false);
  });

  it.each<[string, Partial<PrincipalFacts>]>([
    ['a service control policy', { serviceControlPolicies: known([[scp('*'), scp('s3:PutObject', 'Deny')]]) }],
    ['a resource control policy', { resourceControlPolicies: known([[rcp('s3:PutObject')]]) }],
  ])('is not said of one whose surplus only %s stops today', (_, stopped) => {
    const facts = { ...bounded(text([allow('s3:GetObject')])), ...stopped };
    const document = text([allow('s3:GetObject', 's3:PutObject')]);
    expect(isNarrowerBoundary(facts, { arn, versionId: 'v1', document }, now)).toBe(false);
  });

  it('is any, where there is none', () => {
    const facts = { ...role, permissionsBoundary: absent };
    expect(isNarrowerBoundary(facts, { arn, versionId: 'v1', document: text([allow('*')]) }, now)).toBe(true);
  });

  it.each<[string, PrincipalFacts, string]>([
    ['nobody looked for one', { ...role, permissionsBoundary: outOfScope }, text([])],
    ['the present one is not known', { ...role, permissionsBoundary: unknown('no answer') }, text([])],
    [
      'the present one could not be read',
      { ...role, permissionsBoundary: known({ name: arn, arn, unread: 'denied' }) },
      text([]),
    ],
    ['the other one is no policy', bounded(text([allow('*')])), '{'],
    ['the language is another version', bounded(text([allow('*')])), text([allow('ec2:*')], '2008-10-17')],
  ])('is not said where %s', (_, facts, document) => {
    expect(isNarrowerBoundary(facts, { arn, versionId: 'v1', document }, now)).toBe(false);
  });

  it('is never said of one that lets an action through which the present one stops', () => {
    const actions = [
      'bedrock:invokemodel',
      'bedrock:addedlater',
      's3:getobject',
      's3:getaddedlater',
      'iam:passrole',
      'ec2:runinstances',
      'ec2:stopinstances',
      'madeup:do',
    ];
    const patterns = fc.subarray(['*', 'bedrock:*', 's3:get*', 'iam:*', 'ec2:*', 'ec2:run*', 'ec2:?top*', '*:*'], {
      minLength: 1,
      maxLength: 3,
    });
    const statement = fc
      .record({
        Effect: fc.constantFrom('Allow' as const, 'Allow' as const, 'Deny' as const),
        patterns,
        not: fc.boolean(),
      })
      .map(
        ({ Effect, patterns: listed, not }): Statement => ({
          Effect,
          Resource: '*',
          ...(not ? { NotAction: listed } : { Action: listed }),
        }),
      );
    const document = fc.array(statement, { minLength: 1, maxLength: 3 });
    const matches = (pattern: string, action: string): boolean =>
      new RegExp(`^${pattern.replaceAll('*', '.*').replaceAll('?', '.')}$`, 'u').test(action);
    const hits = ({ Action, NotAction }: Statement, action: string): boolean =>
      Action === undefined
        ? !(NotAction ?? []).some((each) => matches(each, action))
        : Action.some((each) => matches(each, action));
    const lets = (statements: readonly Statement[], action: string): boolean =>
      statements.some((each) => each.Effect === 'Allow' && hits(each, action)) &&
      !statements.some((each) => each.Effect === 'Deny' && hits(each, action));
    let said = 0;
    fc.assert(
      fc.property(document, document, (present, other) => {
        if (!isNarrower(text(present), text(other))) return;
        said += 1;
        expect(actions.filter((action) => lets(other, action) && !lets(present, action))).toEqual([]);
      }),
      { numRuns: 120 },
    );
    expect(said).toBeGreaterThan(10);
  });
});
