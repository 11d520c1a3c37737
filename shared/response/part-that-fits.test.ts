import fc from 'fast-check';
import { aFindingOf } from '../../test/builders/a-finding-of.ts';
import { aPolicy, aRole } from '../../test/builders/a-principal.ts';
import { localIdentity } from '../adapters/local/local-world.ts';
import { defaultCheckSettings } from '../checks/settings.ts';
import type { Severity } from '../checks/severity.ts';
import { known } from '../facts/known.ts';
import type { Finding } from '../findings/finding.ts';
import { policySize } from '../reasoning/derive/policy-size.ts';
import type { Plan, Planned } from './plan.ts';
import { planContainment } from './plan-containment.ts';
import { defaultSettings } from './settings.ts';

const role = aRole({ allows: ['bedrock:*', 's3:GetObject'] });
const models = (count: number, vendor = 'vendor'): readonly string[] =>
  Array.from({ length: count }, (_, n) => `arn:aws:bedrock:us-east-1::foundation-model/${vendor}.model-${n}`);
const finding = (id: string, severity: Severity, shown: Parameters<typeof aFindingOf>[1]): Finding =>
  aFindingOf(role, { id: `f-${id}`, questionName: id, severity, ...shown });

/** Fits by itself. */
const small = finding('small', 'medium', { can: 'bedrock:DeleteGuardrail' });
const other = finding('other', 'low', { can: 'bedrock:CreateGuardrail' });
/** Some eight thousand characters: fits nowhere. */
const large = finding('large', 'high', { can: 'bedrock:InvokeModel', on: models(120) });
/** Three thousand characters each: one of them fits. */
const halves = (['low', 'critical', 'high'] as const).map((severity) =>
  finding(`half-${severity}`, severity, { can: 'bedrock:InvokeModel', on: models(50, severity) }),
);

const plan = (findings: readonly Finding[], facts = role): Planned =>
  planContainment({
    facts,
    findings,
    level: 'surgical',
    settings: {
      ...defaultSettings(defaultCheckSettings),
      resourcePoliciesReviewed: true,
      levels: ['surgical', 'quarantine'],
    },
    identity: localIdentity(),
    now: '2026-11-21T21:00:00.000Z',
  });
const made = (planned: Planned): Plan => {
  if (!planned.planned) throw new Error(`${planned.outcome}: ${planned.detail}`);
  return planned.plan;
};
const closed = ({ questions }: Plan): readonly string[] => questions.map(({ name }) => name);
const tooLarge = ({ leavesOpen = [] }: Plan): readonly string[] =>
  leavesOpen.filter((line) => line.includes('TOO_LARGE'));

describe('one finding whose Deny is too large', () => {
  it('leaves the others contained, and is named with its size and the level at which it fits', () => {
    const part = made(plan([large, small, other]));
    expect(closed(part).toSorted()).toEqual(['other', 'small']);
    expect(part.questions.map(({ after }) => after.answer)).toEqual(['no', 'no']);
    expect(part.proof).toMatchObject({ questionsAnswerNo: true, outsideUnchanged: { differences: [] } });
    expect(tooLarge(part)).toEqual([
      expect.stringMatching(
        /^RF\.SENSITIVE\.4 large: TOO_LARGE \(with it the Deny needs \d+ characters, and there is room for 6144; everything fits at the level sensitive or quarantine\)$/u,
      ),
    ]);
    expect(tooLarge(part)[0]?.length).toBeLessThan(256);
  });

  it('is refused as before where it is alone', () => {
    expect(plan([large])).toMatchObject({ planned: false, outcome: 'TOO_LARGE' });
  });

  it('is not what an approval of the rest is about: the plan asks only about what it closes', () => {
    expect(made(plan([large, small])).questions.map(({ findingId }) => findingId)).toEqual(['f-small']);
  });
});

describe('several that do not fit together', () => {
  it('are taken in order of severity', () => {
    const part = made(plan(halves));
    expect(closed(part)).toEqual(['half-critical']);
    expect(tooLarge(part)).toHaveLength(2);
  });

  it('leave the room that is left to the ones that fit in it', () => {
    expect(closed(made(plan([...halves, small, other]))).toSorted()).toEqual(['half-critical', 'other', 'small']);
  });

  it('make no part where all of them fit', () => {
    expect(tooLarge(made(plan([small, other])))).toEqual([]);
  });

  it('make no part where it is not the size that stands in the way', () => {
    const boundary = known(
      aPolicy({ Effect: 'Allow', Action: '*', Resource: '*' }, { arn: 'arn:aws:iam::111122223333:policy/team' }),
    );
    const { containInlineRoleArn: _inline, ...identity } = localIdentity();
    const planned = planContainment({
      facts: { ...role, permissionsBoundary: boundary },
      findings: [large, small],
      level: 'surgical',
      settings: { ...defaultSettings(defaultCheckSettings), resourcePoliciesReviewed: true },
      identity,
      now: '2026-11-21T21:00:00.000Z',
    });
    expect(planned).toMatchObject({ planned: false, outcome: 'NEEDS_SCP' });
  });

  it('never make a document that is larger than IAM takes, and every question is closed or named', () => {
    const severities = ['low', 'medium', 'high', 'critical'] as const;
    const wished = fc.array(
      fc.record({ models: fc.integer({ min: 1, max: 130 }), severity: fc.constantFrom(...severities) }),
      {
        minLength: 1,
        maxLength: 5,
      },
    );
    fc.assert(
      fc.property(wished, (wishes) => {
        const findings = wishes.map((wish, index) =>
          finding(`q${index}`, wish.severity, { can: 'bedrock:InvokeModel', on: models(wish.models, `q${index}`) }),
        );
        const planned = plan(findings);
        if (!planned.planned) {
          expect(planned.outcome).toBe('TOO_LARGE');
          return;
        }
        expect(policySize(planned.plan.documents.boundary ?? '')).toBeLessThanOrEqual(6_144);
        const named = tooLarge(planned.plan).map((line) => /^RF\.SENSITIVE\.4 (\w+):/u.exec(line)?.[1]);
        expect([...closed(planned.plan), ...named].toSorted()).toEqual(
          findings.map(({ questionName }) => questionName).toSorted(),
        );
      }),
      { numRuns: 12 },
    );
  });
});
