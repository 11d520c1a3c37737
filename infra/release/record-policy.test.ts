import {
  isReleased,
  type ReleasedRolePolicy,
  type ReleasedStatement,
  releasedPolicyParameters,
} from '../../shared/facts/released-policy.ts';
import type { Configuration } from '../../shared/runtime/installation/configuration.ts';
import { type Resources, anApp, resourcesOf } from '../testing/synthesised.ts';

type Json = unknown;

/** As CloudFormation would, with names as long as those of a real account. */
const rendered = (value: Json): Json => {
  if (Array.isArray(value)) return value.map(rendered);
  if (typeof value !== 'object' || value === null) return value;
  const [first] = Object.entries(value);
  const [key, given] = first ?? ['', undefined];
  if (key === 'Fn::Join') {
    const [by, parts] = given as [string, readonly Json[]];
    return parts.map(rendered).join(by);
  }
  if (key === 'Ref') return String(given) === 'AWS::AccountId' ? '111122223333' : `ref-of-${String(given)}`;
  if (key.startsWith('Fn::'))
    return `arn:aws:service:us-east-1:111122223333:${JSON.stringify(given).replaceAll('"', '')}`;
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, rendered(each)]));
};

const ofType = (resources: Resources, type: string) => Object.values(resources).filter(({ Type }) => Type === type);
const recordsOf = (resources: Resources): readonly { size: number; record: ReleasedRolePolicy }[] =>
  ofType(resources, 'AWS::SSM::Parameter')
    .filter(({ Properties }) => String(Properties['Name']).startsWith(releasedPolicyParameters))
    .map(({ Properties }) => {
      const text = String(rendered(Properties['Value']));
      return { size: text.length, record: JSON.parse(text) as ReleasedRolePolicy };
    });
const statementsIn = (document: unknown): readonly Json[] =>
  (rendered(document) as { Statement: readonly Json[] }).Statement;

const everything = {
  containment: true,
  containInline: 'everywhere',
  containKeys: true,
  restoreBoundaries: ['arn:aws:iam::111122223333:policy/team/*'],
  protectedPrincipals: Array.from({ length: 60 }, (_, index) => `arn:aws:iam::111122223333:role/break-glass-${index}`),
} satisfies Partial<Configuration>;

describe.each([{ account: '111122223333' }, { account: undefined }])('in an app for the account $account', (given) => {
  const app = anApp({ ...everything, ...given });
  const resources = [app.detection, app.containment].map(resourcesOf);
  const all = resources.flatMap(recordsOf);
  const policies = new Map(
    resources
      .flatMap((each) => ofType(each, 'AWS::IAM::Policy'))
      .map(({ Properties }) => [Properties['PolicyName'], statementsIn(Properties['PolicyDocument'])]),
  );
  const trusts = new Map(
    resources
      .flatMap((each) => ofType(each, 'AWS::IAM::Role'))
      .map(({ Properties }) => [Properties['RoleName'], statementsIn(Properties['AssumeRolePolicyDocument'])]),
  );

  it('each role of the home Region has a record, small enough for a standard parameter', () => {
    expect(all.map(({ record: { role } }) => role).sort()).toEqual([...trusts.keys()].sort());
    expect(all.length).toBeGreaterThan(15);
    // AWS Systems Manager User Guide, "Managing parameter tiers".
    for (const { size, record } of all) expect([record.role, size < 4096]).toEqual([record.role, true]);
  });

  const compared = all.flatMap(({ record: { role, policy, statements, trust } }) => [
    ...pairs(statements, policies.get(policy)).map((pair) => ({ role, ...pair })),
    ...pairs(trust, trusts.get(role)).map((pair) => ({ role, ...pair })),
  ]);

  it('each statement that IAM will have is the recorded one', () => {
    expect(compared.length).toBeGreaterThan(100);
    expect(compared.filter(({ statement, record }) => !isReleased(statement, record))).toEqual([]);
  });

  it('is another one as soon as any word of it is another, also one that CloudFormation put in', () => {
    for (const { role, statement, record } of compared)
      for (const changed of withOneChange(statement))
        expect([role, record.sid, changed, isReleased(changed, record)]).toEqual([role, record.sid, changed, false]);
  });

  it('has no boundary', () => {
    expect(new Set(all.map(({ record }) => record.boundary))).toEqual(new Set(['none']));
  });
});

function pairs(records: readonly ReleasedStatement[], statements: readonly Json[] | undefined) {
  expect(statements).toHaveLength(records.length);
  return records.map((record, index) => ({ record, statement: statements![index] }));
}

/** The same with one of its words changed, each in turn; and with one more. */
const withOneChange = (value: Json): readonly Json[] => {
  if (Array.isArray(value))
    return [
      [...(value as Json[]), 'iam:PassRole'],
      value.slice(1),
      ...value.flatMap((each, index) =>
        withOneChange(each).map((changed) => value.map((other: Json, at) => (at === index ? changed : other))),
      ),
    ];
  if (typeof value === 'object' && value !== null)
    return Object.entries(value).flatMap(([key, each]) =>
      withOneChange(each).map((changed) => ({ ...value, [key]: changed })),
    );
  return [`${String(value)}x`];
};
