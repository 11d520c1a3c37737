import { readFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { compileEventPattern, matchesEventPattern, UnsupportedEventPattern } from './event-pattern.ts';

const event = {
  source: 'aws.iam',
  account: '111122223333',
  detail: {
    eventName: 'PutRolePolicy',
    eventSource: 'iam.amazonaws.com',
    readOnly: false,
    errorCode: null,
    count: 5,
    requestParameters: { roleName: 'app', tags: [{ key: 'team' }, { key: 'owner' }] },
    resources: ['a', 'b'],
    nothing: [],
  },
};

describe('the EventBridge matcher', () => {
  const cases: [string, unknown, boolean][] = [
    ['exact text', { source: ['aws.iam'] }, true],
    ['exact text that differs in case', { source: ['AWS.IAM'] }, false],
    ['one of several values', { detail: { eventName: ['A', 'PutRolePolicy'] } }, true],
    ['two fields that must both match', { source: ['aws.iam'], detail: { eventName: ['A'] } }, false],
    ['a boolean', { detail: { readOnly: [false] } }, true],
    ['a boolean written as text', { detail: { readOnly: ['false'] } }, false],
    ['null', { detail: { errorCode: [null] } }, true],
    ['null where the field is absent', { detail: { nowhere: [null] } }, false],
    ['a number', { detail: { count: [5] } }, true],
    ['prefix', { detail: { eventName: [{ prefix: 'PutRole' }] } }, true],
    ['prefix that is elsewhere in the text', { detail: { eventName: [{ prefix: 'Role' }] } }, false],
    ['suffix', { detail: { eventName: [{ suffix: 'Policy' }] } }, true],
    ['suffix of a number', { detail: { count: [{ suffix: '5' }] } }, false],
    ['anything but another value', { detail: { eventName: [{ 'anything-but': ['A', 'B'] }] } }, true],
    ['anything but this value', { detail: { eventName: [{ 'anything-but': 'PutRolePolicy' }] } }, false],
    ['anything but, on an absent field', { detail: { nowhere: [{ 'anything-but': 'x' }] } }, false],
    ['anything but a prefix', { detail: { eventName: [{ 'anything-but': { prefix: 'Put' } }] } }, false],
    ['anything but one of several suffixes', { source: [{ 'anything-but': { suffix: ['.s3', '.ec2'] } }] }, true],
    ['exists', { detail: { eventName: [{ exists: true }] } }, true],
    ['exists for null, which is a leaf', { detail: { errorCode: [{ exists: true }] } }, true],
    ['exists for an object, which is no leaf', { detail: { requestParameters: [{ exists: true }] } }, false],
    ['exists for an empty list', { detail: { nothing: [{ exists: true }] } }, false],
    ['absence', { detail: { nowhere: [{ exists: false }] } }, true],
    ['absence below a missing parent', { nowhere: { deep: [{ exists: false }] } }, true],
    ['wildcard', { detail: { eventName: [{ wildcard: 'Put*Pol*y' }] } }, true],
    ['wildcard with no star', { detail: { eventName: [{ wildcard: 'PutRole' }] } }, false],
    ['wildcard that would reuse characters', { source: [{ wildcard: 'aws.iam*iam' }] }, false],
    ['a number in a range', { detail: { count: [{ numeric: ['>', 4, '<=', 5] }] } }, true],
    ['a number out of a range', { detail: { count: [{ numeric: ['>', 5] }] } }, false],
    ['a value inside a list', { detail: { resources: ['b'] } }, true],
    ['a value inside a list of objects', { detail: { requestParameters: { tags: { key: ['owner'] } } } }, true],
    ['$or, second branch', { $or: [{ source: ['aws.s3'] }, { detail: { count: [5] } }] }, true],
    ['$or, no branch', { $or: [{ source: ['aws.s3'] }, { detail: { count: [6] } }] }, false],
    ['$or beside another field', { account: ['1'], $or: [{ source: ['aws.iam'] }, { source: ['aws.s3'] }] }, false],
    ['a number as anything but a prefix', { detail: { count: [{ 'anything-but': { prefix: '5' } }] } }, true],
    ['absence below a list of lists', { detail: { nothing: { deep: [{ exists: false }] } } }, true],
    ['$or inside detail', { detail: { $or: [{ eventName: ['A'] }, { readOnly: [false] }] } }, true],
  ];
  it.each(cases)('judges %s', (_, pattern, expected) => {
    expect(matchesEventPattern(pattern, event)).toBe(expected);
  });

  const refused: [string, unknown, string][] = [
    ['an operator it does not know', { detail: { ip: [{ cidr: '10.0.0.0/8' }] } }, '/detail/ip/0/cidr'],
    ['ignoring case', { source: [{ 'equals-ignore-case': 'AWS.IAM' }] }, '/source/0/equals-ignore-case'],
    ['two operators in one object', { source: [{ prefix: 'a', suffix: 'm' }] }, '/source/0'],
    ['an empty list', { source: [] }, '/source'],
    ['an empty object', { detail: {} }, '/detail'],
    ['bare text', { source: 'aws.iam' }, '/source'],
    ['a nested list', { source: [['aws.iam']] }, '/source/0'],
    ['a field beside $or and in it', { source: ['a'], $or: [{ source: ['b'] }, { account: ['c'] }] }, ''],
    ['$or with one branch', { $or: [{ source: ['aws.iam'] }] }, '/$or'],
    ['a wildcard with two stars', { source: [{ wildcard: 'a**' }] }, '/source/0/wildcard'],
    ['a numeric operator it does not know', { detail: { count: [{ numeric: ['!=', 1] }] } }, '/detail/count/0/numeric'],
    ['a list as pattern', [], ''],
  ];
  it.each(refused)('refuses %s by name and place, whatever the event', (_, pattern, at) => {
    expect(() => compileEventPattern(pattern)).toThrow(UnsupportedEventPattern);
    let place: string | undefined;
    try {
      compileEventPattern(pattern);
    } catch (error) {
      place = (error as UnsupportedEventPattern).at;
    }
    expect(place).toBe(at);
  });

  it('matches every text by the wildcard that is made from it', () => {
    const piece = fc.stringMatching(/^[a-z.]{0,4}$/);
    fc.assert(
      fc.property(
        fc.array(piece, { minLength: 2, maxLength: 5 }),
        fc.array(piece, { minLength: 5 }),
        (pieces, fills) => {
          const wildcard = pieces.join('*');
          fc.pre(!wildcard.includes('**'));
          const value = pieces.map((text, index) => (index === 0 ? text : `${fills[index - 1] ?? ''}${text}`)).join('');
          expect(matchesEventPattern({ v: [{ wildcard }] }, { v: value })).toBe(true);
        },
      ),
    );
  });

  it('answers the opposite for anything-but of a prefix that is present text', () => {
    fc.assert(
      fc.property(fc.string(), fc.string({ minLength: 1 }), (value, prefix) => {
        const plain = matchesEventPattern({ v: [{ prefix }] }, { v: value });
        expect(matchesEventPattern({ v: [{ 'anything-but': { prefix } }] }, { v: value })).toBe(!plain);
      }),
    );
  });

  describe("beside AWS's own Event Ruler, which answered these cases (npm run event-ruler)", () => {
    const file = path.join(import.meta.dirname, '..', '..', '..', 'test', 'golden', 'event-ruler', 'cases.json');
    const answered = JSON.parse(readFileSync(file, 'utf8')) as { pattern: unknown; event: unknown; matches: boolean }[];

    it('answers the same, or refuses by name what Event Ruler reads in its own way', () => {
      const refused: unknown[] = [];
      const apart = answered.filter((each) => {
        try {
          return matchesEventPattern(each.pattern, each.event) !== each.matches;
        } catch (error) {
          if (!(error instanceof UnsupportedEventPattern)) throw error;
          refused.push(each);
          return false;
        }
      });
      expect(apart).toEqual([]);
      expect(answered.filter(({ matches }) => matches).length).toBeGreaterThan(100);
      expect(answered.length - refused.length).toBeGreaterThan(200);
    });
  });
});
