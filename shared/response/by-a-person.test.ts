import { aFindingOf } from '../../test/builders/a-finding-of.ts';
import { aPolicy, aRole } from '../../test/builders/a-principal.ts';
import { localIdentity } from '../adapters/local/local-world.ts';
import { defaultCheckSettings } from '../checks/settings.ts';
import { known } from '../facts/known.ts';
import type { PrincipalFacts } from '../facts/principal-facts.ts';
import { catalogueActions } from '../reasoning/catalogue/action-catalogue.ts';
import { aiServices } from '../reasoning/catalogue/ai-services.ts';
import type { Level, Planned } from './plan.ts';
import { planContainment } from './plan-containment.ts';
import { defaultSettings } from './settings.ts';

const everything = { Effect: 'Allow', Action: '*', Resource: '*' };
const policy = (name: string) => aPolicy(everything, { arn: `arn:aws:iam::111122223333:policy/${name}` });
const services: ReadonlySet<string> = new Set(aiServices);
/** Every second one: no pattern stands for many of them, so that the document stays long. */
const scattered = catalogueActions()
  .filter(({ name, service }) => services.has(service) && name !== 'bedrock:ApplyGuardrail')
  .flatMap(({ name }, index) => (index % 2 === 0 ? [name] : []));

/** An administrator with the boundary of a team, ten attached policies, and so much room for an inline one. */
const crowded = (left: number): PrincipalFacts => {
  const filler = { Effect: 'Allow', Action: 's3:GetObject', Resource: `arn:aws:s3:::${'x'.repeat(10_000 - left)}` };
  return aRole({
    statements: [filler, everything],
    attached: Array.from({ length: 10 }, (_, index) => policy(`p${index}`)),
    permissionsBoundary: known(policy('team')),
  });
};

const plan = (facts: PrincipalFacts, can: readonly string[], levels: readonly Level[] = ['surgical']): Planned =>
  planContainment({
    facts,
    findings: [aFindingOf(facts, { can })],
    level: 'surgical',
    settings: { ...defaultSettings(defaultCheckSettings), resourcePoliciesReviewed: true, levels },
    identity: localIdentity(),
    now: '2026-11-21T21:00:00.000Z',
  });
const adviceOf = (result: Planned): string => {
  if (result.planned) throw new Error(`a plan by ${result.plan.mechanism}`);
  return result.advice;
};

describe('a Deny that is only too large', () => {
  it('is said to be so, with the sizes, and the level at which it fits is named', () => {
    const result = plan(crowded(3_500), scattered, ['surgical', 'sensitive']);
    const advice = adviceOf(result);
    expect(result).toMatchObject({ outcome: 'NEEDS_SCP', documents: {} });
    expect(advice).toContain('At the level sensitive the Deny fits (quarantine too)');
    expect(advice).toContain('ringfence contain role/ml-app --level sensitive.');
    expect(advice).toMatch(/too large for an inline policy: it needs \d+ characters and there is room for \d+/u);
    expect(advice).toMatch(
      /too large for a service control policy: it needs \d+ characters and AWS Organizations takes 5120/u,
    );
    expect(advice).not.toContain('no Deny can say');
  });

  it('says that the settings have to allow that level first, where they do not', () => {
    expect(adviceOf(plan(crowded(3_500), scattered))).toContain('once the settings allow that level');
  });

  it('names no level where none fits, and where to go then', () => {
    const advice = adviceOf(plan(crowded(300), scattered));
    expect(advice).not.toContain('At the level');
    expect(advice).toContain('Take the grant back where it was made.');
  });

  it('is no reason to withhold a service control policy that fits', () => {
    const result = plan(crowded(0), ['bedrock:InvokeModel']);
    expect(adviceOf(result)).toContain('Attach the service control policy below');
    expect(adviceOf(result)).toContain('too large for an inline policy');
    expect(result).toMatchObject({ documents: { serviceControlPolicy: expect.any(String) } });
  });
});

describe('what a plan leaves open', () => {
  const openOf = (facts: PrincipalFacts, can: readonly string[]): readonly string[] => {
    const result = plan(facts, can);
    if (!result.planned) throw new Error(result.detail);
    return result.plan.leavesOpen ?? [];
  };

  it('names that an administrator can still give itself everything back, although no finding was given for it', () => {
    const open = openOf(aRole({ statements: [everything] }), ['bedrock:DeleteGuardrail']);
    expect(open).toEqual(expect.arrayContaining([expect.stringMatching(/^RF\.ESCALATE\.7 /u)]));
    expect(open).not.toEqual(expect.arrayContaining([expect.stringContaining('bedrock:DeleteGuardrail')]));
  });

  it('does not name what is left on purpose, at every level', () => {
    expect(
      openOf(aRole({ allows: ['bedrock:ApplyGuardrail', 'bedrock:DeleteGuardrail'] }), ['bedrock:DeleteGuardrail']),
    ).toEqual([]);
  });
});
