import { known, unknown } from '../facts/known.ts';
import { canEver } from './can-ever.ts';
import { decide } from './decide.ts';
import { allow, aPrincipal, asUser, deny, realistic } from './testing/a-world.ts';

const question = { actions: ['bedrock:InvokeModel'], resources: ['*'] };
const red = [allow('bedrock:*', '*', { StringEquals: { 'aws:PrincipalTag/Team': 'red' } })];
const about = (...args: Parameters<typeof aPrincipal>) => {
  const answer = canEver(aPrincipal(...args), question, realistic);
  return [
    answer.answer,
    ...answer.given.filter(({ about: name }) => name === 'session tags').map(({ value }) => value),
  ];
};
const leaned =
  'a session of the role with aws:PrincipalTag/Team = red; who may tag one (sts:TagSession) was not looked at';

describe('A tag that the role has', () => {
  const tagged = { tags: known({ Team: 'red' }) };
  const tag = 'aws:PrincipalTag/Team';
  const witnessOf = (...statements: Parameters<typeof aPrincipal>[0]) => {
    const answer = canEver(aPrincipal(statements, tagged), question, realistic);
    return answer.answer === 'yes' ? answer.witness.request.context : answer.answer;
  };

  it('is never absent from a request: a session may override it, not take it away', () => {
    expect(witnessOf(allow('bedrock:*', '*', { Null: { [tag]: 'true' } }))).toBe('no');
  });

  it('stands in the witness with the value that a session has to bring', () => {
    expect(witnessOf(allow('bedrock:*'), deny('*', '*', { StringEquals: { [tag]: 'red' } }))).toEqual({
      [tag]: expect.not.stringMatching('^red$'),
    });
  });

  it('keeps its own value where that will do', () => {
    expect(witnessOf(allow('bedrock:*', '*', { StringNotEquals: { [tag]: 'blue' } }))).toEqual({ [tag]: 'red' });
  });

  it('is there for a request that does not say otherwise', () => {
    const principal = aPrincipal([allow('bedrock:*'), deny('*', '*', { StringEquals: { [tag]: 'red' } })], tagged);
    const request = { action: 'bedrock:ListAgents', resource: '*', context: {} };
    expect(decide(principal, request).decision).toBe('ExplicitlyDenied');
    expect(decide(principal, { ...request, context: { [tag]: 'blue' } }).decision).toBe('Allowed');
  });
});

describe('A yes that leans on tags of a session', () => {
  it.each<[string, ReturnType<typeof about>, readonly string[]]>([
    ['says so where the role has no such tag', about(red, { tags: known({}) }), ['yes', leaned]],
    ['says so where the role has another value', about(red, { tags: known({ team: 'blue' }) }), ['yes', leaned]],
    ['says so where the tags of the role were not read', about(red, { tags: unknown('refused') }), ['yes', leaned]],
    ['says nothing where the role has the tag', about(red, { tags: known({ team: 'red' }) }), ['yes']],
    ['says nothing where no tag is asked for', about([allow('*')]), ['yes']],
    ['says nothing of a user, whose tags are a fact', about(red, { ...asUser, tags: known({ Team: 'red' }) }), ['yes']],
  ])('%s', (_name, said, expected) => {
    expect(said).toEqual(expected);
  });
});
