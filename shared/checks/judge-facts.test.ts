import { absent, known, knownInPart, unknown } from '../facts/known.ts';
import { judgeFact, yes } from './judge-facts.ts';
import { accountSubject } from './subjects.ts';

const subject = accountSubject('111122223333');
const judged = (fact: Parameters<typeof judgeFact<readonly string[]>>[0]) =>
  judgeFact(fact, { name: 'open', subject }, (names) =>
    names.map((name) => ({ name, subject, sentence: `${name} is open`, answer: yes({ fact: name, value: 'open' }) })),
  ).map(({ name, answer }) => [name, answer.answer === 'unknown' ? answer.why.detail : answer.answer]);

describe('a fact', () => {
  it.each([
    ['that is known and holds something', known(['a']), [['a', 'yes']]],
    ['that is known and holds nothing', known([]), [['open', 'no']]],
    ['that is absent', absent, [['open', 'no']]],
    ['that is unknown', unknown('refused'), [['open', 'refused']]],
    [
      'that is known in part: what was found and what was not read',
      knownInPart(['a'], 'refused'),
      [
        ['a', 'yes'],
        ['open-unread', 'refused'],
      ],
    ],
    ['that is known in part and holds nothing: never a no', knownInPart([], 'refused'), [['open-unread', 'refused']]],
  ])('%s', (_, fact, expected) => {
    expect(judged(fact)).toEqual(expected);
  });
});
