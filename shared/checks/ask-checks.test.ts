import { absent, known } from '../facts/known.ts';
import type { PrincipalFacts } from '../facts/principal-facts.ts';
import type { Answer, Ask, Delta } from '../reasoning/types.ts';
import { aPolicy, aRole } from '../../test/builders/a-principal.ts';
import { askChecks, askChecksWith } from './ask-checks.ts';
import { checks } from './catalogue.ts';
import type { AccessCheck, PrincipalStateCheck } from './check.ts';
import type { Reasoner } from './reasoner.ts';
import { defaultCheckSettings as settings } from './settings.ts';

const now = '2026-11-21T21:00:00.000Z';

const yes = {
  given: [],
  answer: 'yes',
  witness: {
    request: { action: 'x:Do', resource: '*', context: {} },
    shape: 'formal',
    by: [{ source: { layer: 'identity', name: 'inline:test' }, index: 0, effect: 'Allow' }],
    passedBy: [],
  },
} as const satisfies Answer;
const no: Answer = { given: [], answer: 'no', proof: { shapes: 1, branches: 1, blockedBy: [] } };
const unknown: Answer = { given: [], answer: 'unknown', why: { code: 'budget', detail: 'too many branches' } };
const noDelta: Delta = { gained: [], lost: [], undetermined: [] };

/** A reasoner that answers by the principal's name, and counts what it is asked. */
const aReasoner = (answers: Readonly<Record<string, Answer>>, delta: Delta = noDelta) => {
  const calls = { compiled: [] as string[], asked: [] as string[], deltas: 0 };
  const reasoner: Reasoner<PrincipalFacts> = {
    compile: (facts) => {
      calls.compiled.push(facts.name);
      return facts;
    },
    canEver: (principal: PrincipalFacts, ask: Ask) => {
      calls.asked.push(`${principal.name} ${ask.name}`);
      return answers[principal.name] ?? no;
    },
    canAssume: () => no,
    delta: () => {
      calls.deltas += 1;
      return delta;
    },
  };
  return { reasoner, calls };
};

const words = {
  title: 'Doing is limited',
  severity: 'high',
  pack: 'essential',
  triggeredBy: [],
  administrators: 'excused',
  fix: 'Take it away.',
  references: {},
} as const;

const access: AccessCheck = {
  ...words,
  id: 'RF.ACCESS.1',
  name: 'can-do',
  kind: 'access',
  containment: 'deny',
  ask: () => [{ name: 'do', ask: { name: 'do', any: [{ actions: ['x:Do'], resources: ['*'] }] } }],
  finding: ({ who }) => `${who} can do`,
};

const state: PrincipalStateCheck = {
  ...words,
  id: 'RF.ACCESS.2',
  name: 'has-tag',
  kind: 'principal-state',
  containment: 'ask',
  judge: ({ principal }) => [
    {
      name: 'tagged',
      subject: { kind: 'role', arn: '', uniqueId: '', accountId: '' },
      sentence: 'is tagged',
      answer:
        principal.tags.state === 'known' && principal.tags.value['t'] === '1'
          ? { answer: 'yes', evidence: [{ fact: 'tag', value: 't=1' }] }
          : { answer: 'no' },
    },
  ],
};

const after = aRole({ name: 'after', allows: 'x:*' });
const before = aRole({ name: 'before', uniqueId: after.uniqueId });

describe('Asking the checks about one principal', () => {
  it('compiles the principal once, and asks for model access and AI access once, however many checks there are', () => {
    const { reasoner, calls } = aReasoner({ after: no });
    askChecksWith(reasoner, { principal: after, settings, now });
    expect(calls.compiled).toEqual(['after']);
    expect(calls.asked.filter((call) => call.endsWith(' model-access'))).toHaveLength(1);
    expect(calls.asked.filter((call) => call.endsWith(' ai-access'))).toHaveLength(1);
  });

  it('puts the words of the check, the statement and its hash on the judgement', () => {
    const { reasoner } = aReasoner({ after: yes });
    const { judgements } = askChecksWith(reasoner, { principal: after, settings, now, checks: [access] });
    expect(judgements).toMatchObject([
      {
        kind: 'granted',
        checkId: 'RF.ACCESS.1',
        checkName: 'can-do',
        title: 'Doing is limited',
        questionName: 'do',
        severity: 'high',
        sentence: 'after can do',
        containment: 'deny',
        subject: { kind: 'role', arn: after.arn, uniqueId: after.uniqueId, accountId: '111122223333' },
      },
    ]);
    expect(judgements[0]?.because).toEqual([
      {
        source: { layer: 'identity', name: 'inline:test' },
        index: 0,
        effect: 'Allow',
        policyArn: 'inline:test',
        text: '{"Sid":"Shown","Effect":"Allow","Action":"x:*","Resource":"*"}',
        sha256: expect.stringMatching(/^[0-9a-f]{64}$/) as string,
      },
    ]);
  });

  it('keeps an unknown answer with its reason', () => {
    const { reasoner } = aReasoner({ after: unknown });
    const { judgements } = askChecksWith(reasoner, { principal: after, settings, now, checks: [access] });
    expect(judgements[0]?.answer).toEqual(unknown);
    expect(judgements[0]?.sentence).toBe('');
  });

  describe('tells how a yes came about', () => {
    const gained: Delta = {
      ...noDelta,
      gained: [{ question: { actions: [], resources: [] }, witness: yes.witness }],
    };
    const undetermined: Delta = {
      ...noDelta,
      undetermined: [{ question: { actions: [], resources: [] }, why: { code: 'budget', detail: '' } }],
    };
    it.each([
      ['granted by this change where it was no before', no, noDelta, 'granted-by-this-change'],
      ['widened where it was yes before and a request is new', yes, gained, 'widened-by-this-change'],
      ['already there where no request is new', yes, noDelta, 'already-there'],
      ['unknown where the comparison is not settled', yes, undetermined, 'unknown'],
      ['unknown where it was unknown before', unknown, noDelta, 'unknown'],
    ] as const)('%s', (_name, answerBefore, delta, novelty) => {
      const { reasoner } = aReasoner({ after: yes, before: answerBefore }, delta);
      const asked = askChecksWith(reasoner, {
        principal: after,
        before: known(before),
        settings,
        now,
        checks: [access],
      });
      expect(asked.judgements[0]?.novelty).toBe(novelty);
      expect(asked.judgements[0]?.gained === undefined).toBe(novelty !== 'widened-by-this-change');
    });

    it('granted by this change where the principal did not exist', () => {
      const { reasoner } = aReasoner({ after: yes });
      const asked = askChecksWith(reasoner, { principal: after, before: absent, settings, now, checks: [access] });
      expect(asked.judgements[0]?.novelty).toBe('granted-by-this-change');
    });

    it('granted by this change where a principal of the same name was made anew', () => {
      const { reasoner, calls } = aReasoner({ after: yes, before: yes });
      const other = { ...before, uniqueId: 'AROAEARLIER' };
      const asked = askChecksWith(reasoner, {
        principal: after,
        before: known(other),
        settings,
        now,
        checks: [access],
      });
      expect(asked.judgements[0]?.novelty).toBe('granted-by-this-change');
      expect(calls.compiled).toEqual(['after']);
    });

    it('unknown where nothing is remembered', () => {
      const { reasoner } = aReasoner({ after: yes });
      const asked = askChecksWith(reasoner, { principal: after, settings, now, checks: [access] });
      expect(asked.judgements[0]?.novelty).toBe('unknown');
    });

    it('already there, without asking again, where nothing of the facts changed but the last use', () => {
      const { reasoner, calls } = aReasoner({ after: yes });
      const same = { ...after, lastUsedAt: known('2026-11-20T00:00:00Z') };
      const asked = askChecksWith(reasoner, { principal: after, before: known(same), settings, now, checks: [access] });
      expect(asked.judgements[0]?.novelty).toBe('already-there');
      expect(calls.deltas).toBe(0);
    });
  });

  it('does not compile the state before while every answer is no', () => {
    const { reasoner, calls } = aReasoner({ after: no });
    askChecksWith(reasoner, { principal: after, before: known(before), settings, now, checks: [access] });
    expect(calls.compiled).toEqual(['after']);
  });

  it.each([
    ['granted', {}, 'granted-by-this-change'],
    ['already there', { t: '1' }, 'already-there'],
  ])('judges a state check before and after: %s', (_name, tags, novelty) => {
    const { reasoner } = aReasoner({});
    const asked = askChecksWith(reasoner, {
      principal: { ...after, tags: known({ t: '1' }) },
      before: known({ ...before, tags: known(tags) }),
      settings,
      now,
      checks: [state],
    });
    expect(asked.judgements).toMatchObject([{ kind: 'state', novelty, subject: { uniqueId: after.uniqueId } }]);
  });

  it('excuses a confirmed administrator by unique id, of checks that its class includes only', () => {
    const { reasoner } = aReasoner({ after: yes });
    const judgedAnyway: AccessCheck = { ...access, id: 'RF.TRUST.1', administrators: 'judged' };
    const asked = askChecksWith(reasoner, {
      principal: after,
      settings: { ...settings, administrators: [after.uniqueId] },
      now,
      checks: [access, judgedAnyway],
    });
    expect(asked.judgements.map(({ checkId }) => checkId)).toEqual(['RF.TRUST.1']);
    // It was asked and judges nothing: what it found earlier is resolved.
    expect(asked.consulted).toEqual(['RF.ACCESS.1', 'RF.TRUST.1']);
  });

  it('does not excuse a principal by its name', () => {
    const { reasoner } = aReasoner({ after: yes });
    const asked = askChecksWith(reasoner, {
      principal: after,
      settings: { ...settings, administrators: [after.name, after.arn] },
      now,
      checks: [access],
    });
    expect(asked.judgements).toHaveLength(1);
  });

  it.each([
    ['one step lower where nobody can become the role', [], 'medium'],
    ['as declared where somebody can', [{ Effect: 'Allow', Principal: '*', Action: 'sts:AssumeRole' }], 'high'],
  ] as const)('gives a severity %s', (_name, trust, severity) => {
    const { reasoner } = aReasoner({ unreachable: yes });
    const principal = aRole({ name: 'unreachable', trustPolicy: known(aPolicy([...trust], { name: 'trust' })) });
    const asked = askChecksWith(reasoner, { principal, settings, now, checks: [access] });
    expect(asked.judgements[0]?.severity).toBe(severity);
  });

  it.each(['/aws-service-role/x.amazonaws.com/', '/aws-reserved/sso.amazonaws.com/eu-west-1/'])(
    'asks a person, and denies nothing, for a role under %s',
    (path) => {
      const { reasoner } = aReasoner({ theirs: yes });
      const asked = askChecksWith(reasoner, {
        principal: aRole({ name: 'theirs', path }),
        settings,
        now,
        checks: [access],
      });
      expect(asked.judgements[0]?.containment).toBe('ask');
    },
  );

  it('asks the checks of the pack and of the smaller packs only', () => {
    const { reasoner } = aReasoner({ after: yes });
    const strict: AccessCheck = { ...access, id: 'RF.ACCESS.3', pack: 'strict' };
    const ask = (pack: 'essential' | 'strict') =>
      askChecksWith(reasoner, { principal: after, settings: { ...settings, pack }, now, checks: [access, strict] });
    expect(ask('essential').consulted).toEqual(['RF.ACCESS.1']);
    expect(ask('strict').consulted).toEqual(['RF.ACCESS.1', 'RF.ACCESS.3']);
  });

  it('gives the same judgements in the same order each time, in catalogue order', () => {
    const principal = aRole({ allows: 'bedrock:*' });
    const first = askChecks({ principal, settings, now });
    expect(askChecks({ principal, settings, now })).toEqual(first);
    const order = checks.map(({ id }) => id);
    const asked = first.judgements.map(({ checkId }) => order.indexOf(checkId));
    expect(asked).toEqual(asked.toSorted((a, b) => a - b));
  });

  it('cleans a name from a file that carries line breaks and bidirectional marks', () => {
    const { reasoner } = aReasoner({ 'a\n\u202eb': yes });
    const asked = askChecksWith(reasoner, {
      principal: aRole({ name: 'a\n\u202eb' }),
      settings,
      now,
      checks: [access],
    });
    expect(asked.judgements[0]?.sentence).toBe('a b can do');
  });
});
