import { aFindingOf } from '../../test/builders/a-finding-of.ts';
import { aPolicy, aRole } from '../../test/builders/a-principal.ts';
import { withoutOptionalRoles } from '../../test/builders/without-optional-roles.ts';
import { localIdentity } from '../adapters/local/local-world.ts';
import { defaultCheckSettings } from '../checks/settings.ts';
import { absent, known, outOfScope, unknown } from '../facts/known.ts';
import type { PrincipalFacts } from '../facts/principal-facts.ts';
import type { Finding } from '../findings/finding.ts';
import { compilePrincipal } from '../reasoning/compile-principal.ts';
import { decide } from '../reasoning/decide.ts';
import { policySize } from '../reasoning/derive/policy-size.ts';
import { actionsOfService } from '../reasoning/catalogue/action-catalogue.ts';
import { sha256 } from './canonical-json.ts';
import type { Outcome } from './outcome.ts';
import type { Plan, Planned } from './plan.ts';
import { planContainment } from './plan-containment.ts';
import { defaultSettings, type Settings } from './settings.ts';

const identity = localIdentity();
const now = '2026-11-21T21:00:00.000Z';
const settings = (shown: Partial<Settings> = {}): Settings => ({
  ...defaultSettings(defaultCheckSettings),
  resourcePoliciesReviewed: true,
  ...shown,
});

const plan = (
  facts: PrincipalFacts,
  findings: readonly Finding[] = [aFindingOf(facts)],
  shown: Partial<Settings> = {},
  who = identity,
): Planned => planContainment({ facts, findings, level: 'surgical', settings: settings(shown), identity: who, now });

const planned = (result: Planned): Plan => {
  if (!result.planned) throw new Error(`${result.outcome}: ${result.detail}`);
  return result.plan;
};
const refused = (result: Planned) => {
  if (result.planned) throw new Error('a plan was made');
  return result;
};

const role = aRole({ allows: ['bedrock:InvokeModel', 'bedrock:ApplyGuardrail', 's3:GetObject'] });
type Statement = { Sid?: string; Effect: string; Action: string | string[]; Resource: unknown; Condition?: unknown };
const statementsOf = (document: string | undefined): Statement[] =>
  (JSON.parse(document ?? '{}') as { Statement: Statement[] }).Statement;

describe('a plan for a role without a boundary', () => {
  const { documents, policyArn, ...made } = planned(plan(role));

  it('allows everything, denies the question, and shields itself on its own ARN', () => {
    const [allow, deny, own, policies] = statementsOf(documents.boundary);
    expect(allow).toMatchObject({ Effect: 'Allow', Action: '*', Resource: '*' });
    expect(deny).toMatchObject({ Effect: 'Deny', Action: ['bedrock:InvokeModel'], Resource: ['*'] });
    expect(own).toMatchObject({ Effect: 'Deny', Resource: [role.arn] });
    expect(own?.Action).toContain('iam:DeleteRolePermissionsBoundary');
    expect(policies).toMatchObject({ Resource: ['arn:aws:iam::111122223333:policy/ringfence/*'] });
  });

  it('names the policy by its content, and the calls repeat it', () => {
    expect(policyArn).toBe(
      `arn:aws:iam::111122223333:policy/ringfence/${sha256(documents.boundary ?? '').slice(0, 32)}`,
    );
    expect(made.calls.map(({ operation }) => operation)).toEqual(['create-policy', 'put-role-permissions-boundary']);
    expect(made.undo.map(({ operation }) => operation)).toEqual(['delete-role-permissions-boundary', 'delete-policy']);
  });

  it('carries its proof: yes before, no after, nothing outside changed', () => {
    expect(made.questions.map(({ before, after }) => [before.answer, after.answer])).toEqual([['yes', 'no']]);
    expect(made.proof.questionsAnswerNo).toBe(true);
    expect(made.proof.outsideUnchanged).toMatchObject({ exact: true, differences: [] });
  });

  it('keeps the rest of the principal as it was, by the decision engine', () => {
    const after = compilePrincipal({
      ...role,
      permissionsBoundary: known({ name: 'b', arn: policyArn ?? '', text: documents.boundary ?? '' }),
    });
    const request = (action: string) => decide(after, { action, resource: '*', context: {} }).decision;
    expect(request('bedrock:InvokeModel')).toBe('ExplicitlyDenied');
    expect(request('bedrock:ApplyGuardrail')).toBe('Allowed');
    expect(request('s3:GetObject')).toBe('Allowed');
  });

  it('is the same plan when it is made again, and another one in a later round', () => {
    expect(planned(plan(role)).planHash).toBe(made.planHash);
    expect(planned(plan({ ...role, lastUsedAt: known(now) })).planHash).toBe(made.planHash);
    const later = planContainment({
      facts: role,
      findings: [aFindingOf(role)],
      level: 'surgical',
      settings: settings(),
      identity,
      round: 1,
      now,
    });
    expect(planned(later).planHash).not.toBe(made.planHash);
    const other = planned(plan({ ...role, uniqueId: 'AROAOTHER' }, [aFindingOf({ ...role, uniqueId: 'AROAOTHER' })]));
    expect(other.planHash).not.toBe(made.planHash);
  });

  it('says in sentences what stops and what stays', () => {
    expect(made.stops[0]).toBe('ml-app can no longer do bedrock:InvokeModel on every resource.');
    expect(made.stops).toContain(
      'Everything else keeps its answer. Sessions that are open now are stopped too, within the seconds that IAM needs.',
    );
  });

  it('lists the shielded actions that the principal could do', () => {
    expect(made.shield).toEqual([]);
    const iam = aRole({ allows: ['bedrock:InvokeModel', 'iam:PutRolePolicy'] });
    expect(planned(plan(iam)).shield).toEqual(['iam:PutRolePolicy']);
  });
});

describe('which plan needs a person', () => {
  it('asks nobody where only what was just given is taken back', () => {
    expect(planned(plan(role))).toMatchObject({ onlyWhatWasJustGiven: true, approvalReasons: [] });
  });

  it.each<[name: string, novelty: Finding['novelty'], lastUsedAt: PrincipalFacts['lastUsedAt'], asks: boolean]>([
    ['was there before and was used yesterday', 'already-there', known('2026-11-20T00:00:00.000Z'), true],
    ['was widened and was used yesterday', 'widened-by-this-change', known('2026-11-20T00:00:00.000Z'), true],
    ['has an unknown past and an unknown use', 'unknown', unknown('no permission'), true],
    ['was there before and its use is out of scope', 'already-there', outOfScope, true],
    ['was there before and was used 31 days ago', 'already-there', known('2026-10-21T20:59:59.000Z'), false],
    ['was there before and was never used', 'already-there', absent, false],
    ['was just given and was used yesterday', 'granted-by-this-change', known('2026-11-20T00:00:00.000Z'), false],
  ])('access that %s', (_name, novelty, lastUsedAt, asks) => {
    const facts = { ...role, lastUsedAt };
    const made = planned(plan(facts, [aFindingOf(facts, { novelty })]));
    expect(made.approvalReasons.length > 0).toBe(asks);
    expect(made.onlyWhatWasJustGiven).toBe(novelty === 'granted-by-this-change');
  });

  it('asks where resource policies were not read and no owner has looked at them', () => {
    const unreviewed = planned(plan(role, undefined, { resourcePoliciesReviewed: false }));
    expect(unreviewed.approvalReasons.join(' ')).toContain('NotPrincipal');
    const read = { ...role, resourcePolicies: known({}) };
    expect(planned(plan(read, undefined, { resourcePoliciesReviewed: false })).approvalReasons).toEqual([]);
  });

  it('asks where one of several steps is denied, as that step may have been held before', () => {
    const both = aRole({ allows: ['bedrock:CreateAgent', 'bedrock:InvokeModel'] });
    const all = [
      { actions: ['bedrock:CreateAgent'], resources: ['*'] },
      { actions: ['bedrock:InvokeModel'], resources: ['*'] },
    ];
    const made = planned(plan(both, [aFindingOf(both, { ask: { name: 'both', all } })]));
    expect(made.onlyWhatWasJustGiven).toBe(false);
    expect(statementsOf(made.documents.boundary)[1]?.Action).toHaveLength(1);
  });
});

const boundary = aPolicy(
  { Effect: 'Allow', Action: '*', Resource: '*' },
  { arn: 'arn:aws:iam::111122223333:policy/team' },
);
const scp = aPolicy(
  {
    Effect: 'Deny',
    Action: 'iam:PutRolePermissionsBoundary',
    Resource: '*',
    Condition: { StringNotEquals: { 'iam:PermissionsBoundary': 'arn:aws:iam::111122223333:policy/team' } },
  },
  { name: 'pin' },
);
const full = aPolicy({ Effect: 'Allow', Action: '*', Resource: '*' }, { name: 'full' });
const notPrincipal = aPolicy({
  Effect: 'Deny',
  NotPrincipal: { AWS: role.arn },
  Action: 's3:*',
  Resource: 'arn:aws:s3:::x/*',
});

type Refused = [name: string, Outcome, PrincipalFacts, shown?: Partial<Settings>];

describe('a named outcome instead of a plan', () => {
  const rows: readonly Refused[] = [
    ['a protected principal', 'NEVER_LIST', role, { protectedPrincipals: [role.arn.toUpperCase()] }],
    ["a role of Ringfence's own", 'NEVER_LIST', { ...role, arn: identity.containRoleArn }],
    [
      'a service-linked role',
      'ROUTE_SERVICE_LINKED',
      { ...role, path: '/aws-service-role/lex.amazonaws.com/', arn: `${role.arn}-slr` },
    ],
    [
      'a role of Identity Center',
      'ROUTE_PERMISSION_SET',
      { ...role, path: '/aws-reserved/sso.amazonaws.com/eu-west-1/', arn: `${role.arn}-sso` },
    ],
    ['a principal of another account', 'ROUTE_EXTERNAL', { ...role, accountId: '444455556666' }],
    ['a boundary that somebody else set', 'NEEDS_SCP', { ...role, permissionsBoundary: known(boundary) }],
    [
      'a service control policy that pins the boundary',
      'BOUNDARY_PINNED',
      { ...role, serviceControlPolicies: known([[full, scp]]) },
    ],
    [
      'a resource policy with NotPrincipal and Deny',
      'NEEDS_SCP',
      { ...role, resourcePolicies: known({ 'arn:aws:s3:::x': notPrincipal }) },
    ],
    ['a role that can no longer do it', 'ALREADY_SAFE', aRole({ allows: 's3:GetObject' })],
    ['inline policies that were not read', 'UNKNOWN_ANSWER', { ...role, inlinePolicies: unknown('AccessDenied') }],
    [
      'a boundary whose text was not read',
      'UNKNOWN_ANSWER',
      { ...role, permissionsBoundary: known({ name: boundary.name, unread: 'AccessDenied' }) },
    ],
  ];
  // Without the optional roles: what needs one of them goes to a person.
  it.each(rows)('for %s: %s', (...[, outcome, facts, shown]) => {
    const result = refused(plan(facts, [aFindingOf(facts)], shown, withoutOptionalRoles(identity)));
    expect(result.outcome).toBe(outcome);
    expect(result.advice).not.toBe('');
  });

  it('gives the inline Deny and the service control policy ready to paste where a boundary stands in the way', () => {
    const { documents, advice } = refused(
      plan({ ...role, permissionsBoundary: known(boundary) }, undefined, {}, withoutOptionalRoles(identity)),
    );
    expect(statementsOf(documents?.inline)).toEqual([
      { Sid: 'RingfenceDeny1', Effect: 'Deny', Action: ['bedrock:InvokeModel'], Resource: ['*'] },
    ]);
    expect(statementsOf(documents?.serviceControlPolicy)[0]?.Condition).toEqual({
      ArnEquals: { 'aws:PrincipalArn': role.arn },
    });
    expect(advice).toContain('aws iam put-role-policy --role-name ml-app');
  });

  it('never denies ApplyGuardrail, not by a pattern either', () => {
    const wide = aRole({ allows: 'bedrock:*' });
    expect(refused(plan(wide, [aFindingOf(wide, { can: 'bedrock:*' })])).outcome).toBe('NEVER_DENY_HIT');
    expect(refused(plan(wide, [aFindingOf(wide, { can: 'bedrock:ApplyGuardrail' })])).outcome).toBe('NEVER_DENY_HIT');
  });

  it('writes nothing for a check that a person has to fix', () => {
    const finding = aFindingOf(role, { containment: 'ask', fix: 'Limit the trust policy.' });
    expect(refused(plan(role, [finding]))).toMatchObject({
      outcome: 'NOT_EXPRESSIBLE',
      advice: 'Limit the trust policy.',
    });
  });
});

describe('the size of the document', () => {
  const all = actionsOfService('sagemaker').map(({ name }) => name);
  const holder = aRole({ allows: 'sagemaker:*' });

  it('is at most 6,144 characters without white space, by patterns that match nothing more', () => {
    const some = all.filter((name) => /:(Create|Delete|Update)/u.test(name));
    const made = planned(plan(holder, [aFindingOf(holder, { can: some })]));
    expect(policySize(made.documents.boundary ?? '')).toBeLessThanOrEqual(6_144);
    expect(made.proof.outsideUnchanged.differences).toEqual([]);
  });

  it('is refused by name where it does not fit, with the numbers', () => {
    const models = Array.from(
      { length: 120 },
      (_, n) => `arn:aws:bedrock:us-east-1::foundation-model/vendor.model-${n}`,
    );
    const facts = aRole({ allows: 'bedrock:InvokeModel' });
    const result = refused(plan(facts, [aFindingOf(facts, { can: 'bedrock:InvokeModel', on: models })]));
    expect(result.outcome).toBe('TOO_LARGE');
    expect(result.detail).toMatch(/needs 8,?\d+ characters and IAM takes 6144/u);
  });
});
