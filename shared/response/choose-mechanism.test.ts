import { aFindingOf } from '../../test/builders/a-finding-of.ts';
import { aPolicy, aRole, aUser } from '../../test/builders/a-principal.ts';
import { withoutOptionalRoles } from '../../test/builders/without-optional-roles.ts';
import { localIdentity } from '../adapters/local/local-world.ts';
import { defaultCheckSettings } from '../checks/settings.ts';
import { known, outOfScope } from '../facts/known.ts';
import type { PrincipalFacts } from '../facts/principal-facts.ts';
import { compilePrincipal } from '../reasoning/compile-principal.ts';
import { decide } from '../reasoning/decide.ts';
import { policySize } from '../reasoning/derive/policy-size.ts';
import { sha256 } from './canonical-json.ts';
import { containedFacts } from './contained-facts.ts';
import type { Mechanism, Plan, Planned } from './plan.ts';
import { planContainment, type PlanInput } from './plan-containment.ts';
import { defaultSettings, type Settings } from './settings.ts';

const identity = localIdentity();
const now = '2026-11-21T21:00:00.000Z';
const team = 'arn:aws:iam::111122223333:policy/team';
const everything = { Effect: 'Allow', Action: '*', Resource: '*' };

const plan = (facts: PrincipalFacts, shown: Partial<Settings> = {}, more: Partial<PlanInput> = {}): Planned =>
  planContainment({
    facts,
    findings: [aFindingOf(facts)],
    level: 'surgical',
    settings: { ...defaultSettings(defaultCheckSettings), resourcePoliciesReviewed: true, ...shown },
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

type Document = { Version?: string; Statement: Record<string, unknown>[] };
const parse = (text: string | undefined): Document => JSON.parse(text ?? '{"Statement":[]}') as Document;

const role = aRole({ allows: ['bedrock:InvokeModel', 's3:GetObject'] });
const limit = (...statements: Record<string, unknown>[]) => known(aPolicy(statements, { arn: team }));
const bounded: PrincipalFacts = { ...role, permissionsBoundary: limit(everything) };
const pin = aPolicy(
  {
    Effect: 'Deny',
    Action: 'iam:PutRolePermissionsBoundary',
    Resource: '*',
    Condition: { StringNotEquals: { 'iam:PermissionsBoundary': team } },
  },
  { name: 'pin' },
);
const pinned = { serviceControlPolicies: known([[aPolicy(everything, { name: 'full' }), pin]]) };
const excluding = {
  resourcePolicies: known({
    'arn:aws:s3:::x': aPolicy({
      Effect: 'Deny',
      NotPrincipal: { AWS: role.arn },
      Action: 's3:*',
      Resource: 'arn:aws:s3:::x/*',
    }),
  }),
};
/** Takes so many characters of the space for inline policies that little is left. */
const filler = (characters: number) => {
  const text = aPolicy({
    Effect: 'Allow',
    Action: 's3:GetObject',
    Resource: `arn:aws:s3:::${'x'.repeat(characters)}/*`,
  });
  return { ...text, name: 'inline:filler' };
};
const withInline = (facts: PrincipalFacts, characters: number): PrincipalFacts => ({
  ...facts,
  inlinePolicies: known([
    ...(facts.inlinePolicies.state === 'known' ? facts.inlinePolicies.value : []),
    filler(characters),
  ]),
});
const attached = (count: number) =>
  known(
    Array.from({ length: count }, (_, n) =>
      aPolicy(
        { Effect: 'Allow', Action: 's3:GetObject', Resource: '*' },
        { arn: `arn:aws:iam::111122223333:policy/p${n}` },
      ),
    ),
  );

describe('the first mechanism that fits is taken', () => {
  type Row = [name: string, Mechanism, PrincipalFacts, shown?: Partial<Settings>];
  const rows: readonly Row[] = [
    ['a role without a boundary', 'boundary', role],
    ['a user without a boundary', 'boundary', aUser({ allows: 'bedrock:InvokeModel' })],
    ['a boundary of its owner: the Deny beside it', 'inline', bounded],
    [
      'a user with a boundary',
      'inline',
      aUser({ allows: 'bedrock:InvokeModel', permissionsBoundary: limit(everything) }),
    ],
    ['a boundary of its owner, where the account merges', 'merged', bounded, { mergeBoundaries: true }],
    [
      'a boundary that is pinned, where the account merges',
      'inline',
      { ...bounded, ...pinned },
      { mergeBoundaries: true },
    ],
    ['no boundary, and an organisation that pins one', 'inline', { ...role, ...pinned }],
    ['no boundary, and a resource policy that denies whoever has one', 'inline', { ...role, ...excluding }],
    ['inline policies that leave no room', 'managed', withInline(bounded, 9_900)],
    [
      'a boundary that is too long to be merged with',
      'inline',
      {
        ...role,
        permissionsBoundary: limit(everything, { ...everything, Resource: `arn:aws:s3:::${'y'.repeat(6_000)}` }),
      },
      { mergeBoundaries: true },
    ],
  ];
  it.each(rows)('%s: %s', (...[, mechanism, facts, shown]) => {
    const made = planned(plan(facts, shown));
    expect(made.mechanism).toBe(mechanism);
    expect(made.questions.map(({ before, after }) => [before.answer, after.answer])).toEqual([['yes', 'no']]);
    expect(made.proof.outsideUnchanged).toMatchObject({ exact: true, differences: [] });
    // By the decision engine, over the facts as they would be.
    const after = compilePrincipal(containedFacts(facts, made));
    const can = (action: string) => decide(after, { action, resource: '*', context: {} }).decision;
    expect(can('bedrock:InvokeModel')).toBe('ExplicitlyDenied');
  });

  it('names each mechanism that was passed over, and why', () => {
    const { passedOver = [] } = planned(plan(withInline(bounded, 9_900)));
    expect(passedOver).toHaveLength(1);
    expect(passedOver[0]).toMatch(/^inline: .*needs \d+ .* there is room for \d+.*take \d+ of 10240\.$/u);
  });
});

describe('nothing fits', () => {
  const full = withInline({ ...bounded, attachedPolicies: attached(10) }, 9_900);

  it('ends in a service control policy ready to paste, with every reason', () => {
    const { outcome, detail, documents, advice } = refused(plan(full));
    expect(outcome).toBe('NEEDS_SCP');
    expect(detail).toContain('stays with its owner');
    expect(detail).toContain('10 attached policies');
    expect(parse(documents?.serviceControlPolicy).Statement[0]?.['Condition']).toEqual({
      ArnEquals: { 'aws:PrincipalArn': role.arn },
    });
    // What does not fit is not offered to be pasted.
    expect(documents?.inline).toBeUndefined();
    expect(advice).toContain('service control policy');
  });

  it.each<[string, PrincipalFacts, string]>([
    ['an owner keeps its boundary', bounded, 'NEEDS_SCP'],
    ['an organisation pins the boundary', { ...role, ...pinned }, 'BOUNDARY_PINNED'],
    ['a resource policy excludes whoever has one', { ...role, ...excluding }, 'NEEDS_SCP'],
  ])('where the roles for it are not installed and %s', (_name, facts, outcome) => {
    const result = refused(plan(facts, {}, { identity: withoutOptionalRoles(identity) }));
    expect(result.outcome).toBe(outcome);
    expect(result.documents?.inline).toBeDefined();
  });

  it('where the input does not hold the inline or attached policies, so that the space is not known', () => {
    const facts = {
      ...bounded,
      inlinePolicies: outOfScope,
      attachedPolicies: known([aPolicy(everything, { arn: `${team}2` })]),
    };
    expect(planned(plan(facts)).mechanism).toBe('managed');
    const neither = { ...facts, attachedPolicies: outOfScope, inlinePolicies: outOfScope };
    expect(plan(neither).planned).toBe(false);
  });
});

describe('an inline Deny', () => {
  const made = planned(plan(bounded));

  it('holds Deny statements alone, the shield among them, and no boundary is touched', () => {
    const { Statement } = parse(made.documents.inline);
    expect(Statement.map((statement) => statement['Effect'])).toEqual(Statement.map(() => 'Deny'));
    expect(Statement[0]).toMatchObject({ Action: ['bedrock:InvokeModel'], Resource: ['*'] });
    expect(made.policyArn).toBeUndefined();
    expect(made.calls.map(({ operation }) => operation)).toEqual(['put-role-policy']);
    expect(made.undo).toEqual([
      {
        service: 'iam',
        operation: 'delete-role-policy',
        parameters: { 'role-name': 'ml-app', 'policy-name': made.inlineName },
      },
    ]);
  });

  it('is named by its content', () => {
    expect(made.inlineName).toBe(`RingfenceDeny-${sha256(made.documents.inline ?? '').slice(0, 16)}`);
  });

  it('says that the principal cannot be deleted while it stands', () => {
    expect(made.stops.join(' ')).toContain('DeleteConflict');
  });

  it('counts what is there already: all inline policies share one limit', () => {
    const tight = planned(plan(withInline(bounded, 8_800)));
    const used = policySize(filler(8_800).text ?? '') + policySize(tight.documents.inline ?? '');
    expect(tight.mechanism).toBe('inline');
    expect(used).toBeLessThanOrEqual(10_240);
  });
});

describe('a merged boundary', () => {
  const mine = { Sid: 'RingfenceDeny1', Effect: 'Allow', Action: ['s3:*', 'bedrock:*'], Resource: '*' };
  const facts: PrincipalFacts = {
    ...role,
    permissionsBoundary: known({
      name: team,
      arn: team,
      versionId: 'v7',
      text: JSON.stringify({ Version: '2008-10-17', Id: 'team', Statement: mine }),
    }),
  };
  const made = planned(plan(facts, { mergeBoundaries: true }));
  const merged = parse(made.documents.merged);

  it('holds every statement that was there, word for word, and the Deny behind them; never Allow * of ours', () => {
    expect(merged.Statement[0]).toEqual(mine);
    expect(merged.Statement.slice(1).every((statement) => statement['Effect'] === 'Deny')).toBe(true);
    expect(merged).toMatchObject({ Version: '2008-10-17', Id: 'team' });
  });

  it('keeps statement ids unique', () => {
    const sids = merged.Statement.map((statement) => statement['Sid']);
    expect(new Set(sids).size).toBe(sids.length);
    expect(sids[1]).toBe('RingfenceDeny2');
  });

  it('puts the old boundary back when it is undone, and a person approves it before', () => {
    expect(made.replaced).toMatchObject({ arn: team });
    expect(made.undo[0]).toEqual({
      service: 'iam',
      operation: 'put-role-permissions-boundary',
      parameters: { 'role-name': 'ml-app', 'permissions-boundary': team },
    });
    expect(made.approvalReasons.join(' ')).toContain('boundary that is there is replaced');
  });

  it('lets through what the old one let through, without the region', () => {
    const after = compilePrincipal(containedFacts({ ...facts, ...wide }, made));
    const before = compilePrincipal({ ...facts, ...wide });
    const decisions = (action: string) =>
      [before, after].map((each) => decide(each, { action, resource: '*', context: {} }).decision === 'Allowed');
    expect(decisions('bedrock:InvokeModel')).toEqual([true, false]);
    expect(decisions('bedrock:ListFoundationModels')).toEqual([true, true]);
    expect(decisions('ec2:RunInstances')).toEqual([false, false]);
  });
  const wide = { inlinePolicies: known([aPolicy(everything)]) };
});

describe('a second question about a principal that is contained already', () => {
  const holder = aRole({ allows: ['bedrock:InvokeModel', 'bedrock:DeleteGuardrail'] });
  const first = planned(plan(holder));
  const contained = containedFacts(holder, first);
  const second = planned(
    plan(contained, {}, { findings: [aFindingOf(holder), aFindingOf(holder, { can: 'bedrock:DeleteGuardrail' })] }),
  );

  it('merges into the boundary of Ringfence, without opt-in: all of the first, and the second', () => {
    expect(second.mechanism).toBe('merged');
    expect(second.policyArn).not.toBe(first.policyArn);
    const before = parse(first.documents.boundary).Statement;
    const { Statement } = parse(second.documents.merged);
    expect(Statement.slice(0, before.length)).toEqual(before);
    // The shield stands there already and is not repeated.
    expect(Statement).toHaveLength(before.length + 1);
    expect(Statement.at(-1)).toMatchObject({ Sid: 'RingfenceDeny2', Action: ['bedrock:DeleteGuardrail'] });
  });

  it('closes only what was still open, and goes back to the first containment', () => {
    expect(second.questions.map(({ name }) => name)).toEqual(['bedrock:DeleteGuardrail']);
    expect(second.undo[0]?.parameters).toMatchObject({ 'permissions-boundary': first.policyArn });
    expect(second.approvalReasons.join(' ')).not.toContain('is replaced');
  });

  it('stands beside it where the undo role could not put the first one back', () => {
    const { undoRestoresBoundaries: _restores, ...who } = identity;
    const beside = planned(
      plan(contained, {}, { findings: [aFindingOf(holder, { can: 'bedrock:DeleteGuardrail' })], identity: who }),
    );
    expect(beside.mechanism).toBe('inline');
  });
});

describe('what the roles of an installation may do decides what is planned', () => {
  const merging = (patterns: readonly string[]) =>
    planned(plan(bounded, { mergeBoundaries: true }, { identity: { ...identity, restorableBoundaries: patterns } }));

  it.each([
    ['named', [team], 'merged'],
    ['under a prefix that is named', ['arn:aws:iam::111122223333:policy/te*'], 'merged'],
    ['not named', ['arn:aws:iam::111122223333:policy/ringfence/*'], 'inline'],
    ['the beginning of one that is named', [`${team}-of-another`], 'inline'],
  ])('replaces a boundary that undo may put back: %s', (_, patterns, mechanism) => {
    const made = merging(patterns);
    expect(made.mechanism).toBe(mechanism);
    if (mechanism === 'inline') expect(made.passedOver?.join(' ')).toContain(`${team} is not among those`);
  });

  const besideBoundaries = { ...identity, inlineNeedsBoundary: true } as const;

  it('writes inline beside a boundary where the role may write there only', () => {
    expect(planned(plan(bounded, {}, { identity: besideBoundaries })).mechanism).toBe('inline');
  });

  it('hands a principal without a boundary to a person where a new one cannot be set either', () => {
    const facts = { ...role, ...pinned };
    expect(planned(plan(facts)).mechanism).toBe('inline');
    const { outcome, detail, documents } = refused(plan(facts, {}, { identity: besideBoundaries }));
    expect(['NEEDS_SCP', 'BOUNDARY_PINNED']).toContain(outcome);
    expect(detail).toContain('may write only where one is');
    expect(documents?.inline).toBeDefined();
  });
});
