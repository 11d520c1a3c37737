import fc from 'fast-check';
import { actionsOfService } from '../catalogue/action-catalogue.ts';
import { expandAction } from '../catalogue/expand-action.ts';
import { matchesWildcard } from '../policy/wildcard.ts';
import { known, unknown } from '../../facts/known.ts';
import { complementCover } from './complement-cover.ts';
import { compressActions, expandsExactly } from './compress-actions.ts';
import { denyStatementsFor } from './deny-statements-for.ts';
import { policySize, policySizeLimits } from './policy-size.ts';
import { proveContainment, type ContainmentMechanism } from './prove-containment.ts';
import {
  ACCOUNT,
  aDocument,
  allow,
  aPrincipal,
  boundary,
  deny,
  realistic,
  resourcePolicy,
} from '../testing/a-world.ts';
import type { Question } from '../types.ts';

const GUARDRAIL = `arn:aws:bedrock:eu-west-1:${ACCOUNT}:guardrail/g`;
const unguarded: Question = {
  actions: ['bedrock:InvokeModel', 'bedrock:InvokeModelWithResponseStream'],
  resources: ['*'],
  condition: { StringNotLike: { 'bedrock:GuardrailIdentifier': [GUARDRAIL, `${GUARDRAIL}:*`] } },
};
const remove: Question = { actions: ['bedrock:DeleteGuardrail'], resources: ['*'] };
const statementsOf = (...questions: Question[]) => {
  const derived = denyStatementsFor(questions);
  if ('refused' in derived) throw new Error(derived.refused.detail);
  return derived.statements;
};

describe('from a question to Deny statements', () => {
  it('copies the question, for the condition of an absent key means the same in both', () => {
    expect(statementsOf(unguarded)).toEqual([
      { Effect: 'Deny', Action: unguarded.actions, Resource: ['*'], Condition: unguarded.condition },
    ]);
  });

  it('joins questions that differ in actions only, sorted and without doubles', () => {
    const create = { actions: ['bedrock:createguardrail', 'bedrock:DeleteGuardrail'], resources: ['*'] };
    expect(statementsOf(remove, create)).toEqual([
      { Effect: 'Deny', Action: ['bedrock:CreateGuardrail', 'bedrock:DeleteGuardrail'], Resource: ['*'] },
    ]);
  });

  it('says "all but these" with NotResource, and puts actions that accept only * apart', () => {
    const except: Question = {
      actions: ['bedrock:InvokeModel', 'bedrock:ListGuardrails', 'bedrock:PutEnforcedGuardrailConfiguration'],
      resources: ['*'],
      exceptResources: ['arn:aws:bedrock:*::foundation-model/a'],
    };
    expect(statementsOf(except)).toEqual([
      {
        Effect: 'Deny',
        Action: expect.arrayContaining(['bedrock:InvokeModel']) as unknown,
        NotResource: ['arn:aws:bedrock:*::foundation-model/a'],
      },
      {
        Effect: 'Deny',
        Action: expect.arrayContaining(['bedrock:PutEnforcedGuardrailConfiguration']) as unknown,
        Resource: ['*'],
      },
    ]);
  });

  it('leaves out an action that accepts only * where the question names ARNs: no request of it is asked about', () => {
    const named: Question = {
      actions: ['bedrock:InvokeModel', 'bedrock:PutEnforcedGuardrailConfiguration'],
      resources: ['arn:aws:bedrock:*::foundation-model/*'],
    };
    expect(statementsOf(named)).toEqual([
      { Effect: 'Deny', Action: ['bedrock:InvokeModel'], Resource: named.resources },
    ]);
  });

  it.each<[string, Question, string]>([
    [
      'some resources but not others',
      { ...remove, resources: ['arn:aws:bedrock:*:*:guardrail/*'], exceptResources: [GUARDRAIL] },
      'NOT_EXPRESSIBLE',
    ],
    [
      'a policy variable',
      { ...remove, resources: ['arn:aws:bedrock:*:*:guardrail/${aws:username}'] },
      'NOT_EXPRESSIBLE',
    ],
    ['no action', { ...remove, actions: [] }, 'NOT_EXPRESSIBLE'],
    ['no resource', { ...remove, resources: [] }, 'NOT_EXPRESSIBLE'],
    ['an unknown operator', { ...remove, condition: { Is: { a: 'b' } } }, 'NOT_EXPRESSIBLE'],
    ['ApplyGuardrail by name', { ...remove, actions: ['bedrock:ApplyGuardrail'] }, 'NEVER_DENY_HIT'],
    ['ApplyGuardrail by pattern', { ...remove, actions: ['bedrock:*Guardrail'] }, 'NEVER_DENY_HIT'],
    ['PassRole without the service', { actions: ['iam:PassRole'], resources: ['*'] }, 'NOT_EXPRESSIBLE'],
    [
      'PassRole to any service',
      { actions: ['iam:Pass*'], resources: ['*'], condition: { StringLike: { 'iam:PassedToService': '*' } } },
      'NOT_EXPRESSIBLE',
    ],
  ])('refuses %s', (_, question, code) => {
    expect(denyStatementsFor([question])).toMatchObject({ refused: { code } });
  });

  it('denies PassRole for named services', () => {
    const condition = { StringEqualsIfExists: { 'iam:PassedToService': ['sagemaker.amazonaws.com'] } };
    expect(statementsOf({ actions: ['iam:PassRole'], resources: ['*'], condition })).toHaveLength(1);
  });
});

describe('size and compression', () => {
  const names = actionsOfService('bedrock').map(({ name }) => name);

  it('counts characters other than white space', () => {
    expect(policySize('{\n  "a": "b c"\n}')).toBe('{"a":"bc"}'.length);
    expect(policySizeLimits.managed).toBe(6144);
  });

  it('prefers exact names as long as they fit', () => {
    expect(compressActions(names.slice(0, 5), 10_000)).toEqual(names.slice(0, 5).sort());
  });

  it('never matches more or less than was meant, over the whole catalogue, and never ApplyGuardrail', () => {
    const denyable = names.filter((name) => name !== 'bedrock:ApplyGuardrail');
    fc.assert(
      fc.property(fc.subarray(denyable, { minLength: 2 }), fc.integer({ min: 0, max: 4000 }), (chosen, target) => {
        const patterns = compressActions(chosen, target);
        expect(expandsExactly(patterns, chosen)).toBe(true);
        expect(patterns.some((pattern) => matchesWildcard(pattern.toLowerCase(), 'bedrock:applyguardrail'))).toBe(
          false,
        );
      }),
      { numRuns: 40 },
    );
  });

  it('cuts at words, so that a person can review the pattern', () => {
    const chosen = names.filter((name) => name.startsWith('bedrock:Delete'));
    expect(compressActions(chosen, 0)).toEqual(['bedrock:Delete*']);
  });

  it('shortens a single name only where patterns for several do not save enough', () => {
    const chosen = ['bedrock:DeleteGuardrail', 'bedrock:PutResourcePolicy', 'bedrock:CreatePromptRouter'];
    const size = chosen.reduce((sum, name) => sum + name.length + 3, 0);
    expect(compressActions(chosen, size)).toEqual([...chosen].sort());
    expect(compressActions(chosen, size - 1)).toEqual([
      'bedrock:CreatePromptRouter',
      'bedrock:DeleteGuardrail',
      'bedrock:Put*Policy',
    ]);
    const deletions = names.filter((name) => name.startsWith('bedrock:Delete'));
    expect(compressActions([...deletions, 'bedrock:PutResourcePolicy'], 50)).toEqual([
      'bedrock:Delete*',
      'bedrock:PutResourcePolicy',
    ]);
  });

  it('covers all of a service but what begins like one name', () => {
    const cover = complementCover('bedrock', 'ApplyGuardrail', 3);
    const left = names.filter((name) => !cover.some((pattern) => matchesWildcard(pattern, name.toLowerCase())));
    expect(cover).toHaveLength(75);
    expect(left).toEqual(['bedrock:ApplyGuardrail']);
  });
});

describe('proving a containment before it is written', () => {
  const everything = allow('*');
  const questions = [unguarded, remove];
  const text = (statements: readonly unknown[]) => JSON.stringify({ Version: '2012-10-17', Statement: statements });
  const boundaryText = text([everything, ...statementsOf(...questions)]);
  const prove = (document: string, mechanism: ContainmentMechanism, before = aPrincipal([everything])) => {
    const proof = proveContainment(before, document, mechanism, questions, realistic);
    if ('refused' in proof) throw new Error(proof.refused.detail);
    return proof;
  };
  const refusal = (document: string, mechanism: ContainmentMechanism, before = aPrincipal([everything])) => {
    const proof = proveContainment(before, document, mechanism, questions, realistic);
    return 'refused' in proof ? proof.refused.detail : undefined;
  };

  it.each<[ContainmentMechanism, string, ReturnType<typeof aPrincipal>]>([
    ['boundary', boundaryText, aPrincipal([everything])],
    ['inline', text(statementsOf(...questions)), aPrincipal([everything], boundary(everything))],
    ['managed', text(statementsOf(...questions)), aPrincipal([everything])],
    [
      'merged',
      text([allow('bedrock:*'), ...statementsOf(...questions)]),
      aPrincipal([everything], boundary(allow('bedrock:*'))),
    ],
  ])('as %s: the questions answer no, and nothing else changes, exactly', (mechanism, document, before) => {
    const proof = prove(document, mechanism, before);
    expect(proof.answers.map(({ answer }) => answer)).toEqual(['no', 'no']);
    expect(proof.outsideUnchanged).toEqual({ exact: true, sampled: expect.any(Number) as unknown, differences: [] });
    expect(proof.outsideUnchanged.sampled).toBeGreaterThan(50);
  });

  it('stays exact when the actions were compressed', () => {
    const names = expandAction('bedrock:Delete*').map(({ name }) => name);
    const asked = [{ actions: names, resources: ['*'] }];
    const proof = proveContainment(
      aPrincipal([everything]),
      text([everything, deny('bedrock:Delete*')]),
      'boundary',
      asked,
      realistic,
    );
    expect('refused' in proof ? proof : proof.outsideUnchanged.exact && proof.questionsAnswerNo).toBe(true);
  });

  it.each([
    ['an action more', text([everything, ...statementsOf(...questions), deny('bedrock:GetGuardrail')])],
    ['a condition less', text([everything, deny(unguarded.actions)])],
    ['a wider pattern', text([everything, deny('bedrock:DeleteG*'), deny('bedrock:Delete*')])],
  ])('shows what else would change: %s', (_, document) => {
    const proof = prove(document, 'boundary');
    expect(proof.outsideUnchanged.exact).toBe(false);
    expect(proof.outsideUnchanged.differences.length).toBeGreaterThan(0);
  });

  it('says no when a question is still open', () => {
    expect(prove(text([everything, ...statementsOf(remove)]), 'boundary').questionsAnswerNo).toBe(false);
  });

  it('does not take an unknown for a no', () => {
    const unread = aPrincipal([everything], { attachedPolicies: unknown('denied') });
    const proof = prove(text([everything, deny(['bedrock:DeleteGuardrail'])]), 'boundary', unread);
    expect(proof.answers.map(({ answer }) => answer)).toEqual(['unknown', 'no']);
    expect(proof.questionsAnswerNo).toBe(false);
  });

  it.each<[string, string, ContainmentMechanism, ReturnType<typeof aPrincipal>]>([
    ['a boundary over a boundary', boundaryText, 'boundary', aPrincipal([everything], boundary(everything))],
    ['a boundary without Allow', text(statementsOf(remove)), 'boundary', aPrincipal([everything])],
    [
      'a boundary where NotPrincipal denies',
      boundaryText,
      'boundary',
      aPrincipal(
        [everything],
        resourcePolicy('arn:aws:s3:::b', {
          Effect: 'Deny',
          NotPrincipal: { AWS: ACCOUNT },
          Action: 's3:*',
          Resource: '*',
        }),
      ),
    ],
    ['an inline policy that grants', boundaryText, 'inline', aPrincipal([everything])],
    ['a merge that drops a statement', boundaryText, 'merged', aPrincipal([everything], boundary(allow('s3:*')))],
    [
      'a merge that adds an Allow',
      text([allow('s3:*'), everything]),
      'merged',
      aPrincipal([everything], boundary(allow('s3:*'))),
    ],
    ['a document that is none', '{}', 'inline', aPrincipal([everything])],
  ])('refuses %s', (_, document, mechanism, before) => {
    expect(refusal(document, mechanism, before)).toEqual(expect.any(String));
  });

  it('leaves the decisions of groups and boundaries in place', () => {
    const limited = aPrincipal([], {
      ...boundary(allow('bedrock:*')),
      attachedPolicies: known([aDocument('a', [everything])]),
    });
    expect(prove(text(statementsOf(...questions)), 'inline', limited).questionsAnswerNo).toBe(true);
  });
});
