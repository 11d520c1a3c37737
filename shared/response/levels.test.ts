import { aFindingOf } from '../../test/builders/a-finding-of.ts';
import { aPolicy, aRole, aUser } from '../../test/builders/a-principal.ts';
import { withoutOptionalRoles } from '../../test/builders/without-optional-roles.ts';
import { localIdentity } from '../adapters/local/local-world.ts';
import { defaultCheckSettings } from '../checks/settings.ts';
import { known, outOfScope, unknown } from '../facts/known.ts';
import type { PrincipalFacts } from '../facts/principal-facts.ts';
import { catalogueActions } from '../reasoning/catalogue/action-catalogue.ts';
import { aiServices } from '../reasoning/catalogue/ai-services.ts';
import { compilePrincipal } from '../reasoning/compile-principal.ts';
import { decide } from '../reasoning/decide.ts';
import { policySize } from '../reasoning/derive/policy-size.ts';
import { containedFacts } from './contained-facts.ts';
import type { Plan, Planned } from './plan.ts';
import { planContainment, type PlanInput } from './plan-containment.ts';
import { defaultSettings } from './settings.ts';

const identity = localIdentity();
const now = '2026-11-21T21:00:00.000Z';
const everything = { Effect: 'Allow', Action: '*', Resource: '*' };

const plan = (facts: PrincipalFacts, level: PlanInput['level'], more: Partial<PlanInput> = {}): Planned =>
  planContainment({
    facts,
    findings: [],
    level,
    settings: { ...defaultSettings(defaultCheckSettings), resourcePoliciesReviewed: true },
    identity,
    now,
    ...more,
  });
const planned = (result: Planned): Plan => {
  if (!result.planned) throw new Error(`${result.outcome}: ${result.detail}`);
  return result.plan;
};
const refused = (result: Planned) => {
  if (result.planned) throw new Error(`a plan by ${result.plan.mechanism}`);
  return result;
};
type Statement = { Action: string[]; Resource: string[]; Condition?: unknown };
const deniesOf = (text: string | undefined): Statement[] =>
  (JSON.parse(text ?? '{"Statement":[]}') as { Statement: Statement[] }).Statement;

const decisions = (facts: PrincipalFacts, made: Plan) => {
  const principals = [compilePrincipal(facts), compilePrincipal(containedFacts(facts, made))];
  return (action: string, resource = '*') =>
    principals.map((each) => decide(each, { action, resource, context: {} }).decision === 'Allowed');
};

describe('level sensitive', () => {
  const had = aRole({ allows: ['bedrock:InvokeModel', 's3:*'] });
  const has = aRole({ allows: ['bedrock:InvokeModel', 'bedrock:DeleteGuardrail', 'sagemaker:CreateModel', 's3:*'] });
  const gained = planned(plan(has, 'sensitive', { before: had }));

  it('denies the sensitive actions that the principal gained, on every resource, and none that it had', () => {
    expect(deniesOf(gained.documents.boundary)[1]).toMatchObject({
      Action: ['bedrock:DeleteGuardrail', 'sagemaker:CreateModel'],
      Resource: ['*'],
    });
    const can = decisions(has, gained);
    expect(can('bedrock:DeleteGuardrail')).toEqual([true, false]);
    expect(can('bedrock:InvokeModel')).toEqual([true, true]);
    expect(can('s3:GetObject')).toEqual([true, true]);
    expect(gained).toMatchObject({ onlyWhatWasJustGiven: true, questions: [{ checkId: 'level.sensitive' }] });
    expect(gained.gainUnknown).toBeUndefined();
  });

  it('lists everything held now where the state before is not known, says so, and needs a person', () => {
    const made = planned(plan(has, 'sensitive'));
    const [, first] = deniesOf(made.documents.boundary);
    expect(first?.Action).toEqual(expect.arrayContaining(['bedrock:DeleteGuardrail', 'bedrock:InvokeModel']));
    expect(made).toMatchObject({ gainUnknown: true, onlyWhatWasJustGiven: false });
    expect(made.approvalReasons.join(' ')).toContain('before the change is not known');
  });

  it('takes the word of findings that compared two states', () => {
    const findings = [
      aFindingOf(has, { can: 'bedrock:DeleteGuardrail' }),
      aFindingOf(has, { can: 'sagemaker:CreateModel', novelty: 'already-there' }),
    ];
    const made = planned(plan(has, 'sensitive', { findings }));
    expect(deniesOf(made.documents.boundary)[1]?.Action).toEqual(['bedrock:DeleteGuardrail']);
    expect(made.questions.map(({ checkId, after }) => [checkId, after.answer])).toEqual([
      ['level.sensitive', 'no'],
      ['RF.SENSITIVE.4', 'no'],
    ]);
    expect(made.leavesOpen?.[0]).toBe('RF.SENSITIVE.4 sagemaker:CreateModel');
  });

  it('names the services when it denies passing roles', () => {
    const passer = aRole({ allows: 'iam:PassRole' });
    const [, first] = deniesOf(planned(plan(passer, 'sensitive')).documents.boundary);
    expect(JSON.stringify(first)).toContain('iam:PassedToService');
  });

  it('fits for a principal that may do everything, by patterns that match nothing more', () => {
    const admin = aRole({ statements: [everything] });
    const made = planned(plan(admin, 'sensitive'));
    expect(policySize(made.documents.boundary ?? '')).toBeLessThanOrEqual(6_144);
    expect(made.proof.outsideUnchanged).toMatchObject({ exact: true, differences: [] });
    const can = decisions(admin, made);
    expect(can('bedrock:ApplyGuardrail')).toEqual([true, true]);
    expect(can('bedrock:GetGuardrail')).toEqual([true, true]);
  });

  it.each<[string, string, PrincipalFacts, Partial<PlanInput>]>([
    ['nothing sensitive', 'ALREADY_SAFE', aRole({ allows: 's3:GetObject' }), {}],
    ['nothing new', 'NOT_EXPRESSIBLE', has, { before: has }],
    ['a policy that was not read', 'UNKNOWN_ANSWER', { ...has, inlinePolicies: unknown('AccessDenied') }, {}],
  ])('has no plan for a principal that holds %s: %s', (_name, outcome, facts, more) => {
    expect(refused(plan(facts, 'sensitive', more)).outcome).toBe(outcome);
  });
});

describe('level quarantine', () => {
  const admin = aRole({ statements: [everything] });
  const made = planned(plan(admin, 'quarantine'));

  it('needs no finding: a person may quarantine whoever can do any AI action', () => {
    expect(made.questions).toMatchObject([
      { checkId: 'level.quarantine', name: 'quarantine', before: { answer: 'yes' }, after: { answer: 'no' } },
    ]);
    expect(made.mechanism).toBe('boundary');
    expect(made.onlyWhatWasJustGiven).toBe(false);
  });

  it('denies every action of every AI service in the catalogue but ApplyGuardrail, and nothing else', () => {
    const can = decisions(admin, made);
    const services: ReadonlySet<string> = new Set(aiServices);
    for (const { name, service } of catalogueActions()) {
      const isDenied = services.has(service) && name !== 'bedrock:ApplyGuardrail';
      // The shield is about its own ARN and its own policies: the resource * is neither.
      expect([name, ...can(name)]).toEqual([name, true, !isDenied]);
    }
  });

  it('catches actions that AWS adds later, unless they begin like the one that is kept', () => {
    const can = decisions(admin, made);
    expect(can('bedrock:InvokeTomorrow')).toEqual([true, false]);
    expect(can('bedrock:AppendTomorrow')).toEqual([true, true]);
  });

  it('leaves the bearer tokens of CloudWatch and its logs alone: they are no AI credentials', () => {
    const can = decisions(admin, made);
    expect(can('bedrock:CallWithBearerToken')).toEqual([true, false]);
    expect(can('bedrock-mantle:CallWithBearerToken')).toEqual([true, false]);
    expect(can('logs:CallWithBearerToken')).toEqual([true, true]);
  });

  it('is short: every document fits with room to spare', () => {
    expect(policySize(made.documents.boundary ?? '')).toBeLessThan(2_600);
  });

  it('says in words what stops, not in patterns', () => {
    expect(made.stops[0]).toBe('ml-app can no longer do any AI action but bedrock:ApplyGuardrail on every resource.');
  });

  it('is not needed where no AI action is possible', () => {
    expect(refused(plan(aRole({ allows: 's3:*' }), 'quarantine')).outcome).toBe('ALREADY_SAFE');
  });

  it('names what stays open where the principal can do no AI action, and does not call it safe', () => {
    const passer = aRole({ allows: ['iam:PassRole', 's3:*'] });
    const findings = [
      aFindingOf(passer, { can: 'iam:PassRole' }),
      { ...aFindingOf(passer, { can: 's3:GetObject', containment: 'ask' }), fix: 'Look at the bucket.' },
      aFindingOf(passer, { can: 's3:ListAllMyBuckets', status: 'resolved' }),
      aFindingOf(passer, { can: 'ec2:RunInstances' }),
    ];
    const made = refused(plan(passer, 'quarantine', { findings }));
    expect(made.outcome).toBe('NOT_EXPRESSIBLE');
    const [, named] = made.detail.split('What stays open: ');
    expect(named).toBe(`${[0, 1].map((n) => `${findings[n]?.checkId} ${findings[n]?.questionName}`).join(', ')}.`);
    expect(made.advice).toBe('Contain at the level surgical. Look at the bucket.');
  });

  it('asks nothing where no AI action and no finding is left', () => {
    const safe = aRole({ allows: 's3:*' });
    const findings = [aFindingOf(safe, { can: 'iam:PassRole' })];
    expect(refused(plan(safe, 'quarantine', { findings })).outcome).toBe('ALREADY_SAFE');
  });

  it('names the questions of findings that are not about AI actions and stay open', () => {
    const findings = [aFindingOf(admin, { can: 'cloudtrail:StopLogging', checkId: 'RF.LOGGING.9' })];
    const open = planned(plan(admin, 'quarantine', { findings })).leavesOpen ?? [];
    // The checks are asked again too: an administrator can give itself everything back.
    expect(open).toEqual(
      expect.arrayContaining(['RF.LOGGING.9 cloudtrail:StopLogging', expect.stringMatching(/^RF\.ESCALATE\.7 /u)]),
    );
  });
});

describe('the credentials of a user in quarantine', () => {
  const credential = (id: string, status: 'Active' | 'Inactive', serviceName = 'bedrock.amazonaws.com') => ({
    id,
    serviceName,
    status,
    createdAt: now,
  });
  const user = aUser({
    allows: 'bedrock:*',
    serviceCredentials: known([
      credential('ACCAONE', 'Active'),
      credential('ACCATWO', 'Inactive'),
      credential('ACCATHREE', 'Active', 'codecommit.amazonaws.com'),
    ]),
    accessKeys: known([{ id: 'AKIAONE', status: 'Active', createdAt: now }]),
  });

  it('become inactive when they are active, after the Deny, and active again when it is undone', () => {
    const made = planned(plan(user, 'quarantine'));
    expect(made.credentials?.map(({ id }) => id)).toEqual(['ACCAONE', 'ACCATHREE']);
    expect(made.calls.map(({ operation }) => operation)).toEqual([
      'create-policy',
      'put-user-permissions-boundary',
      'update-service-specific-credential',
      'update-service-specific-credential',
    ]);
    expect(made.undo[0]?.parameters).toEqual({
      'user-name': 'alex',
      'service-specific-credential-id': 'ACCATHREE',
      status: 'Active',
    });
    expect(made.approvalReasons.join(' ')).toContain('2 credentials become inactive');
    expect(deniesOf(made.documents.boundary).flatMap(({ Action }) => Action)).toContain(
      'iam:CreateServiceSpecificCredential',
    );
  });

  it('are access keys too only where that is asked for: they carry more than AI work', () => {
    const ids = (accessKeys: boolean) =>
      planned(plan(user, 'quarantine', { accessKeys })).credentials?.map(({ id }) => id);
    expect(ids(false)).not.toContain('AKIAONE');
    expect(ids(true)).toContain('AKIAONE');
    // Nor can the user wake them, or make others.
    const denied = deniesOf(planned(plan(user, 'quarantine', { accessKeys: true })).documents.boundary);
    expect(denied.find(({ Action }) => Action.includes('iam:UpdateAccessKey'))?.Resource).toEqual([user.arn]);
  });

  it.each([
    ['out of scope of the input', outOfScope, 'not in this input'],
    ['not readable', unknown('AccessDenied'), 'AccessDenied'],
  ])('are named as unknown where they are %s', (_name, serviceCredentials, says) => {
    const made = planned(plan({ ...user, serviceCredentials }, 'quarantine'));
    expect(made.credentials).toBeUndefined();
    expect(made.stops.join(' ')).toContain(says);
    expect(made.stops.join(' ')).toContain('aws iam list-service-specific-credentials --user-name alex');
  });

  it('are left to a person where no role for them is installed', () => {
    const made = planned(plan(user, 'quarantine', { identity: withoutOptionalRoles(identity) }));
    expect(made.credentials).toBeUndefined();
    expect(made.stops.join(' ')).toContain('by hand: ACCAONE, ACCATHREE');
  });
});

describe('sessions that are open', () => {
  const role = aRole({ allows: ['bedrock:InvokeModel'] });

  it('are revoked on request, by an inline Deny beside the rest', () => {
    const made = planned(plan(role, 'quarantine', { revokeSessions: true }));
    expect(made.mechanism).toBe('boundary');
    expect(made.revocationName).toMatch(/^RingfenceRevoke-[0-9a-f]{16}$/u);
    expect(deniesOf(made.documents.revocation)[0]?.Condition).toEqual({
      DateLessThan: { 'aws:TokenIssueTime': '2026-11-21T21:00:10.000Z' },
    });
    expect(made.calls.map(({ operation }) => operation)).toEqual([
      'create-policy',
      'put-role-permissions-boundary',
      'put-role-policy',
    ]);
    expect(made.undo.map(({ operation }) => operation)).toEqual([
      'delete-role-policy',
      'delete-role-permissions-boundary',
      'delete-policy',
    ]);
  });

  it('are not where nobody asked, and where it cannot be done that is said', () => {
    expect(planned(plan(role, 'quarantine')).documents.revocation).toBeUndefined();
    const made = planned(plan(role, 'quarantine', { revokeSessions: true, identity: withoutOptionalRoles(identity) }));
    expect(made.documents.revocation).toBeUndefined();
    expect(made.stops.join(' ')).toContain('Sessions are not revoked');
  });
});

describe('principals that nothing of ours can stand on', () => {
  const sso = (inline: PrincipalFacts['inlinePolicies']) => ({
    ...aRole({ name: 'AWSReservedSSO_DataScience_0123456789abcdef' }),
    path: '/aws-reserved/sso.amazonaws.com/eu-west-1/',
    arn: 'arn:aws:iam::111122223333:role/aws-reserved/sso.amazonaws.com/eu-west-1/AWSReservedSSO_DataScience_0123456789abcdef',
    inlinePolicies: inline,
  });
  const present = aPolicy(
    { Effect: 'Allow', Action: 'bedrock:InvokeModel', Resource: '*' },
    { name: 'inline:AwsSSOInlinePolicy' },
  );

  it('of Identity Center: the inline policy of the permission set as it should be, and the control policy', () => {
    const facts = sso(known([present]));
    // The checks ask a person about these roles, because nothing is written to them.
    const findings = [aFindingOf(facts, { containment: 'ask' })];
    const { outcome, detail, documents } = refused(plan(facts, 'surgical', { findings }));
    expect(outcome).toBe('ROUTE_PERMISSION_SET');
    expect(detail).toContain('permission set DataScience');
    expect(deniesOf(documents?.permissionSet)).toMatchObject([
      { Effect: 'Allow', Action: 'bedrock:InvokeModel' },
      { Effect: 'Deny', Action: ['bedrock:InvokeModel'] },
    ]);
    const [scp] = deniesOf(documents?.serviceControlPolicy);
    expect(scp?.Condition).toEqual({
      ArnLike: {
        'aws:PrincipalArn':
          'arn:aws:iam::111122223333:role/aws-reserved/sso.amazonaws.com/*AWSReservedSSO_DataScience_????????????????',
      },
    });
  });

  it.each(['surgical', 'quarantine'] as const)(
    'of Identity Center: nothing at %s where it can do no AI action',
    (level) => {
      const facts = sso(known([aPolicy({ Effect: 'Allow', Action: 's3:GetObject', Resource: '*' })]));
      expect(refused(plan({ ...facts, attachedPolicies: known([]) }, level)).outcome).toBe('ALREADY_SAFE');
    },
  );

  it('of another account: a statement for the resource policies that let it in', () => {
    const facts = {
      ...aRole({ allows: 'bedrock:InvokeModel' }),
      accountId: '444455556666',
      arn: 'arn:aws:iam::444455556666:role/x',
    };
    const { outcome, documents } = refused(plan(facts, 'surgical', { findings: [aFindingOf(facts)] }));
    expect(outcome).toBe('ROUTE_EXTERNAL');
    expect(deniesOf(documents?.resourcePolicy)).toMatchObject([
      { Effect: 'Deny', Principal: { AWS: facts.arn }, Action: ['bedrock:InvokeModel'] },
    ]);
    expect(deniesOf(documents?.trustPolicy)).toEqual([
      { Sid: 'RingfenceDenyTrust', Effect: 'Deny', Principal: { AWS: facts.arn }, Action: 'sts:AssumeRole' },
    ]);
  });

  it('linked to a service: no document would reach it', () => {
    const facts = { ...aRole({ allows: 'bedrock:InvokeModel' }), path: '/aws-service-role/lex.amazonaws.com/' };
    const { outcome, documents, advice } = refused(plan(facts, 'quarantine'));
    expect(outcome).toBe('ROUTE_SERVICE_LINKED');
    expect(documents).toEqual({});
    expect(advice).toContain('delete-service-linked-role');
  });
});
