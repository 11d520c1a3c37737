import { aCause, aFinding, aJudgement, aYes } from '../../test/builders/a-finding.ts';
import { aRole } from '../../test/builders/a-principal.ts';
import { anAccount, guardrailArn } from '../../test/builders/an-account.ts';
import { askAccountChecks } from '../checks/ask-account-checks.ts';
import { askChecks } from '../checks/ask-checks.ts';
import { sensitiveActions } from '../checks/sensitive/sensitive-actions.ts';
import { defaultCheckSettings as settings } from '../checks/settings.ts';
import { absent, known } from '../facts/known.ts';
import { baselineSummary } from './baseline-summary.ts';
import { evolve } from './evolve.ts';
import type { Finding } from './finding.ts';
import { stories } from './story.ts';

const now = '2026-11-21T21:00:00.000Z';
const found = (allows: string | readonly string[], name = 'DataScience'): readonly Finding[] => {
  const asked = askChecks({ principal: aRole({ name, allows }), before: absent, settings, now });
  return evolve({ previous: [], ...asked, now, cause: aCause() }).open;
};
const tellOne = (findings: readonly Finding[], open: readonly Finding[] = []) => {
  const [story, ...more] = stories(findings, open);
  expect(more).toEqual([]);
  if (story === undefined) throw new Error('there is no story');
  return story;
};
const sensitive = sensitiveActions.filter(({ severity }) => severity !== 'low');
const because = (name: string, index = 0): Finding['because'] => [
  { source: { layer: 'identity', name }, index, effect: 'Allow', policyArn: name, text: '', sha256: '' },
];

describe('One principal, one story', () => {
  it('tells an administrator once, says so, and lists what it includes', () => {
    const story = tellOne(found('*'));
    expect(story.headline).toBe(
      `DataScience is an administrator of AI: it can do each of the ${sensitive.length} sensitive actions (${sensitiveActions.length - sensitive.length} more of the catalogue's ${sensitiveActions.length} are ordinary use)`,
    );
    expect(story.severity).toBe('critical');
    expect(story.includes.map(({ checkId }) => checkId)).toEqual([
      'RF.ACCESS.1',
      ...[1, 2, 3, 4, 5, 6, 7, 8, 9, 10].map((number) => `RF.SENSITIVE.${number}`),
    ]);
    expect(story.includes.flatMap(({ findings }) => findings)).toHaveLength(story.findings.length);
  });

  it('says which services a principal administers where it can do each of their sensitive actions', () => {
    const count = sensitive.filter(({ service }) => service === 'bedrock').length;
    expect(tellOne(found('bedrock:*')).headline).toBe(
      `DataScience administers bedrock: it can do ${count} sensitive actions`,
    );
  });

  it('never says "administers" where one action is missing', () => {
    const all = sensitive.filter(({ service }) => service === 'lex').map(({ name }) => name);
    expect(tellOne(found(all)).headline).toContain('administers lex');
    expect(tellOne(found(all.slice(1))).headline).not.toContain('administers');
  });

  it('says one finding in its own sentence', () => {
    expect(tellOne([aFinding()]).headline).toBe('DataScience can do bedrock:DeleteGuardrail');
  });

  it('leads with the finding whose statement lets the most through, then the worst, then the first of the catalogue', () => {
    const wide = ['a', 'b'].map((questionName) =>
      aFinding({ questionName, severity: 'medium', because: because('wide') }),
    );
    const narrow = aFinding({ questionName: 'c', severity: 'critical', because: because('narrow') });
    expect(tellOne([narrow, ...wide]).lead.questionName).toBe('a');
    const worse = aFinding({ questionName: 'd', severity: 'high', because: because('wide') });
    expect(tellOne([narrow, ...wide, worse]).lead.questionName).toBe('d');
    const earlier = aFinding({ checkId: 'RF.ACCESS.1', questionName: 'z', severity: 'high', because: because('wide') });
    expect(tellOne([narrow, ...wide, worse, earlier]).lead.questionName).toBe('z');
  });

  it('tells a guardrail that is open to others once, though two checks ask who may use it', () => {
    const text = JSON.stringify({
      Statement: [{ Effect: 'Allow', Principal: '*', Action: 'bedrock:ApplyGuardrail', Resource: guardrailArn }],
    });
    const account = anAccount({ state: { guardrailPolicies: known({ [guardrailArn]: text }) } });
    const judgements = askAccountChecks({ account, settings: { ...settings, pack: 'strict' } }).judgements.filter(
      ({ subject, answer }) => subject.arn === guardrailArn && answer.answer === 'yes',
    );
    const story = tellOne(evolve({ previous: [], judgements, consulted: [], now }).open);
    expect(story.includes.map(({ checkId }) => checkId)).toEqual(['RF.TRUST.8', 'RF.GUARD.7']);
    expect(story.headline).toBe(`any account can do bedrock:ApplyGuardrail on ${guardrailArn}`);
  });

  it('does not take a boundary, through which everything passes, for a broad grant', () => {
    const passing = {
      source: { layer: 'boundary' as const, name: 'limit' },
      index: 0,
      effect: 'Allow' as const,
      text: '',
      sha256: '',
    };
    const one = aFinding({ questionName: 'a', severity: 'medium', because: [...because('x'), passing] });
    const two = aFinding({ questionName: 'b', severity: 'high', because: [...because('y'), passing] });
    expect(tellOne([one, two]).lead.questionName).toBe('b');
  });

  it('is the same whatever order the findings come in', () => {
    const findings = found('bedrock:*');
    expect(stories(findings.toReversed())).toEqual(stories(findings));
  });

  it('keeps principals apart, and tells the worst first', () => {
    const told = stories([...found('bedrock:CreateAgent', 'a'), ...found('bedrock:DeleteGuardrail', 'b')]);
    expect(told.map(({ subject }) => subject.arn.split('/')[1])).toEqual(['b', 'a']);
  });

  it('tells nothing of nothing', () => {
    expect(stories([])).toEqual([]);
  });
});

describe('The delta in words', () => {
  const told = (novelty: Finding['novelty'], questionName: string) =>
    aFinding({ questionName, novelty, answer: aYes(questionName), sentence: `DataScience can do ${questionName}` });

  it('sets what the change newly lets the principal do beside what it already could', () => {
    const old = told('unknown', 'bedrock:CreateAgent');
    const story = tellOne(
      [
        told('granted-by-this-change', 'bedrock:DeleteGuardrail'),
        told('granted-by-this-change', 'bedrock:UpdateGuardrail'),
      ],
      [old],
    );
    expect(story.delta.text).toBe(
      'This change newly lets DataScience do bedrock:DeleteGuardrail and bedrock:UpdateGuardrail. It already could do bedrock:CreateAgent.',
    );
    expect(story.delta).toMatchObject({ already: ['do bedrock:CreateAgent'], widened: [], notKnown: [] });
  });

  it('says a widening, and what nobody knows, in words of their own', () => {
    const story = tellOne([
      told('widened-by-this-change', 'bedrock:InvokeAgent'),
      told('unknown', 'bedrock:CreateAgent'),
    ]);
    expect(story.delta.text).toBe(
      'It widens how DataScience can do bedrock:InvokeAgent. Whether DataScience could do bedrock:CreateAgent before is not known.',
    );
  });

  it('quotes a sentence that has another form', () => {
    const finding = aFinding({ sentence: 'anyone can assume DataScience' });
    expect(tellOne([finding]).delta.text).toBe('This change newly lets DataScience (anyone can assume DataScience).');
  });

  it('names a few and counts the rest', () => {
    const { text } = tellOne(found('bedrock:*')).delta;
    expect(text).toMatch(/^This change newly lets DataScience .* and \d+ more\.$/);
  });

  it('says nothing of a sweep, which knows no change', () => {
    const swept = evolve({ previous: [], judgements: [aJudgement()], consulted: [], now }).open;
    expect(tellOne(swept).delta.text).toBe('');
  });

  it('leaves out of what it could already do what is exempted', () => {
    const exempted = aFinding({ questionName: 'bedrock:CreateAgent', status: 'suppressed' });
    expect(tellOne([aFinding()], [exempted]).delta.already).toEqual([]);
  });
});

describe('The baseline in numbers', () => {
  it('counts by severity, and what could not be judged apart', () => {
    const open = [
      aFinding({ questionName: 'a', severity: 'critical' }),
      aFinding({ questionName: 'b', severity: 'high' }),
      aFinding({ questionName: 'c', severity: 'high' }),
      aFinding({ questionName: 'd', severity: 'medium', status: 'undetermined' }),
    ];
    expect(baselineSummary(12, open)).toEqual({
      principals: 12,
      findingsBySeverity: { informational: 0, low: 0, medium: 0, high: 2, critical: 1 },
      undetermined: 1,
    });
  });
});
