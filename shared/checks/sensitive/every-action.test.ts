import { aRole } from '../../../test/builders/a-principal.ts';
import { askChecks } from '../ask-checks.ts';
import { checks } from '../catalogue.ts';
import { faultsOf } from '../frameworks/frameworks.ts';
import type { Judgement } from '../judgement.ts';
import { defaultCheckSettings } from '../settings.ts';
import { severityRank } from '../severity.ts';
import { sensitiveActions } from './sensitive-actions.ts';

const grantChecks = checks.filter(({ id }) => id.startsWith('RF.SENSITIVE.') && id !== 'RF.SENSITIVE.11');
const service = { Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' };

/** What the grants of one role come to, those that are listed and those that are findings. */
const judge = (allows: string | readonly string[], ...statements: readonly object[]): readonly Judgement[] =>
  askChecks({
    principal: aRole({ allows, trust: [service], statements: statements.map((each) => ({ ...each })) }),
    settings: defaultCheckSettings,
    checks: grantChecks,
    now: '2026-11-21T21:00:00Z',
  }).judgements.filter(({ answer }) => answer.answer === 'yes');

describe('A role that is granted one sensitive action', () => {
  it.each(sensitiveActions.map((entry) => [entry.name, entry] as const))(
    '%s: that one grant and no other, with its witness, severity, tactic and reason',
    (name, entry) => {
      const judged = judge(name);
      expect(judged.map(({ questionName }) => questionName)).toEqual([name]);
      const [grant] = judged;
      if (grant === undefined) throw new Error('there is no judgement');
      const { answer, references, because } = grant;
      expect('witness' in answer && answer.witness.request.action).toBe(name);
      expect(because.map(({ effect }) => effect)).toEqual(['Allow']);
      expect(grant.severity).toBe(entry.severity);
      expect(references.attack?.[0]?.tactic).toBe(entry.attack.tactic);
      expect(references.attack?.[0]?.technique ?? null).toBe(entry.attack.technique);
      expect(references.atlas ?? []).toEqual(expect.arrayContaining(entry.atlas === null ? [] : [entry.atlas]));
      expect(faultsOf(references)).toEqual([]);
      expect(grant.reason).toBe(entry.reason);
      expect(grant.sentence).toContain(name);
      // Ordinary use is listed and is no finding; what must never be denied is never offered to be.
      expect(grant.listedOnly === true).toBe(severityRank(entry.severity) <= severityRank('low'));
      if (!entry.denyable) expect(grant.containment).toBe('ask');
    },
  );

  it('is no longer told where the action is denied', () => {
    for (const { name } of sensitiveActions) {
      expect([name, judge(name, { Effect: 'Deny', Action: name, Resource: '*' }).length]).toEqual([name, 0]);
    }
  });

  it('is told of each of them where all are granted at once', () => {
    const names = sensitiveActions.map(({ name }) => name);
    expect(new Set(judge(names).map(({ questionName }) => questionName))).toEqual(new Set(names));
  });
});
