import { known, unknown } from '../facts/known.ts';
import { canEver } from './can-ever.ts';
import { allow, aPrincipal, asUser, realistic } from './testing/a-world.ts';

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
