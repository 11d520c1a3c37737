import { aPolicy, aRole, aUser } from '../../../../test/builders/a-principal.ts';
import { askOne, named, sentences } from '../../../../test/builders/ask-one.ts';
import { known } from '../../../facts/known.ts';
import { grantsThatAddUp } from './check.ts';
import { combinations } from './combinations.ts';

const grant = (name: string, ...actions: readonly string[]) =>
  aPolicy({ Effect: 'Allow', Action: actions, Resource: '*' }, { name: `inline:${name}` });
const granted = (...documents: readonly ReturnType<typeof grant>[]) => aRole({ inlinePolicies: known(documents) });
const first = (actions: readonly string[] | undefined) => actions?.[0] ?? '';

describe('RF.ESCALATE.5 Separate grants that become dangerous together', () => {
  it.each(combinations.map(({ name, ask }) => [name, ask.all] as const))(
    'answers yes for %s from one grant each, and no from one grant alone or from a part',
    (name, parts) => {
      const documents = parts.map(({ actions }, index) => grant(`part-${index}`, first(actions)));
      expect(named(askOne(grantsThatAddUp, granted(...documents)), 'yes')).toEqual([name]);
      const together = grant('all', ...parts.map(({ actions }) => first(actions)));
      expect(named(askOne(grantsThatAddUp, granted(together)), 'yes')).toEqual([]);
      expect(named(askOne(grantsThatAddUp, granted(...documents.slice(1))), 'yes')).toEqual([]);
    },
  );

  it('answers yes for grants of a group and of the user', () => {
    const user = aUser({
      inlinePolicies: known([grant('own', 'bedrock:InvokeModel')]),
      groups: known([
        {
          name: 'builders',
          arn: 'arn:aws:iam::111122223333:group/builders',
          inlinePolicies: known([grant('team', 'bedrock:DeleteGuardrail')]),
          attachedPolicies: known([]),
        },
      ]),
    });
    expect(sentences(askOne(grantsThatAddUp, user))).toEqual([
      'alex can take a guardrail away and call models then, by grants that add up',
    ]);
  });

  it('says which part was there before and which is new', () => {
    const early = grant('early', 'bedrock:DeleteGuardrail');
    const late = grant('late', 'bedrock:InvokeModel');
    const [judged] = askOne(grantsThatAddUp, granted(early, late), { before: known(granted(early)) });
    expect(judged).toMatchObject({
      novelty: 'granted-by-this-change',
      reason:
        'bedrock:DeleteGuardrail by inline:early (before this change), and bedrock:InvokeModel by inline:late (new).',
    });
  });

  it('answers no where a grant beside them gives all of it by itself', () => {
    const all = grant('all', 'bedrock:*');
    const role = granted(grant('a', 'bedrock:DeleteGuardrail'), grant('b', 'bedrock:InvokeModel'), all);
    expect(named(askOne(grantsThatAddUp, role), 'yes')).toEqual([]);
  });

  it('answers no where a boundary takes one part away', () => {
    const boundary = aPolicy({ Effect: 'Allow', Action: 'bedrock:InvokeModel', Resource: '*' });
    const role = { ...granted(grant('a', 'bedrock:DeleteGuardrail'), grant('b', 'bedrock:InvokeModel')) };
    expect(named(askOne(grantsThatAddUp, { ...role, permissionsBoundary: known(boundary) }), 'yes')).toEqual([]);
  });
});
