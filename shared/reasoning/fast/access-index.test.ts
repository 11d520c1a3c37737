import fc from 'fast-check';
import { absent, known, unknown } from '../../facts/known.ts';
import type { GroupFacts, PolicyDocument, PrincipalFacts } from '../../facts/principal-facts.ts';
import { compilePrincipal } from '../compile-principal.ts';
import { ACCOUNT, facts } from '../testing/a-world.ts';
import { accountAccess } from './account-access.ts';
import { AccessIndex, type AccessChange } from './access-index.ts';
import { actionWords } from './action-words.ts';

const arnOf = (kind: string, name: string) => `arn:aws:iam::${ACCOUNT}:${kind}/${name}`;

const statement = fc.record({
  Effect: fc.constantFrom('Allow', 'Allow', 'Allow', 'Deny'),
  Action: fc.constantFrom<unknown>(
    '*',
    'bedrock:*',
    's3:Get*',
    ['iam:PassRole', 'bedrock:InvokeModel'],
    '*:*',
    'ec2:*',
  ),
  Resource: fc.constantFrom('*', 'arn:aws:s3:::a'),
});
/** Now and then one that cannot be read. */
const json = fc.oneof(
  { weight: 9, arbitrary: fc.record({ Statement: fc.array(statement, { maxLength: 2 }) }) },
  { weight: 1, arbitrary: fc.constant({ Statement: 'x' }) },
);
const policyName = fc.constantFrom('p0', 'p1', 'p2', 'p3');
const managed = fc.tuple(policyName, json).map(([name, value]) => {
  const arn = arnOf('policy', name);
  return { name: arn, arn, versionId: 'v1', json: value } satisfies PolicyDocument;
});
const documents = (length: number) =>
  fc.uniqueArray(managed, { minLength: length, maxLength: length, selector: ({ arn }) => arn });
const groupOf = (name: string, all: readonly PolicyDocument[]): fc.Arbitrary<GroupFacts> =>
  fc
    .record({
      inline: fc.array(json, { maxLength: 1 }),
      attached: fc.subarray([...all]),
      read: fc.constantFrom(true, true, false),
    })
    .map(({ inline, attached, read }) => ({
      name,
      arn: arnOf('group', name),
      inlinePolicies: read ? known(inline.map((value) => ({ name: 'inline:g', json: value }))) : unknown('not read'),
      attachedPolicies: known(attached),
    }));
const principalOf = (
  name: string,
  all: readonly PolicyDocument[],
  groups: readonly GroupFacts[],
): fc.Arbitrary<PrincipalFacts> =>
  fc
    .record({
      user: fc.boolean(),
      inline: fc.array(json, { maxLength: 1 }),
      attached: fc.subarray([...all], { maxLength: 2 }),
      bounds: fc.subarray([...all], { maxLength: 1 }),
      members: fc.subarray([...groups]),
    })
    .map(({ user, inline, attached, bounds: [bound], members }) =>
      facts([], {
        kind: user ? 'user' : 'role',
        arn: arnOf(user ? 'user' : 'role', name),
        name,
        inlinePolicies: known(inline.map((value) => ({ name: 'inline:own', json: value }))),
        attachedPolicies: known(attached),
        permissionsBoundary: bound === undefined ? absent : known(bound),
        groups: user ? known(members) : absent,
      }),
    );

type Account = { all: readonly PolicyDocument[]; groups: readonly GroupFacts[]; principals: readonly PrincipalFacts[] };
const account: fc.Arbitrary<Account> = documents(4).chain((all) =>
  fc
    .tuple(groupOf('g0', all), groupOf('g1', all))
    .chain((groups) =>
      fc
        .tuple(...['a', 'b', 'c', 'd'].map((name) => principalOf(name, all, groups)))
        .map((principals) => ({ all, groups, principals })),
    ),
);
const changesOf = ({ all, groups }: Account): fc.Arbitrary<readonly AccessChange[]> =>
  fc.array(
    fc.oneof(
      managed.map((document): AccessChange => ({ change: 'managed-policy', document })),
      fc
        .constantFrom('g0', 'g1')
        .chain((name) => groupOf(name, all))
        .map((group): AccessChange => ({ change: 'group', group })),
      fc
        .constantFrom('a', 'b', 'e')
        .chain((name) => principalOf(name, all, groups))
        .map((each): AccessChange => ({ change: 'principal', facts: each })),
      fc
        .constantFrom('a', 'b', 'c')
        .map((name): AccessChange => ({ change: 'principal-gone', arn: arnOf('role', name) })),
    ),
    { minLength: 1, maxLength: 4 },
  );

const wordsOf = (principals: readonly PrincipalFacts[]): ReadonlyMap<string, string> =>
  new Map(
    principals.map((each) => {
      const { conditional, sure } = actionWords(compilePrincipal(each));
      return [each.arn, `${conditional.join()} ${sure.join()}`];
    }),
  );

describe('the words of a whole account', () => {
  it('are those of each principal by itself, whatever they share', () => {
    fc.assert(
      fc.property(account, ({ principals }) => {
        const access = accountAccess(principals);
        const alone = principals.map((each) => actionWords(compilePrincipal(each)));
        alone.forEach((words, place) => {
          expect(access.words(place).denied.join()).toBe(words.denied.join());
          expect(access.words(place).conditional.join()).toBe(words.conditional.join());
          expect(access.words(place).sure.join()).toBe(words.sure.join());
        });
        expect(access.count).toBe(principals.length);
        expect(() => access.may(principals.length)).toThrow(RangeError);
      }),
      { numRuns: 150 },
    );
  });
});

describe('an index of what words say', () => {
  it('says after each change what evaluating the whole account anew says, and names those whose words differ', () => {
    let changes = 0;
    fc.assert(
      fc.property(
        account.chain((start) => fc.tuple(fc.constant(start), changesOf(start))),
        ([start, list]) => {
          const cache = new Map();
          let index = AccessIndex.of(start.principals, cache);
          for (const change of list) {
            const before = wordsOf(index.principals);
            const { index: next, changed } = index.withChange(change, cache);
            const after = wordsOf(next.principals);
            const differing = [...new Set([...before.keys(), ...after.keys()])].filter(
              (arn) => before.get(arn) !== after.get(arn),
            );
            expect(changed.map(({ arn }) => arn).toSorted()).toEqual(differing.toSorted());
            const anew = AccessIndex.of(next.principals);
            for (const { arn } of next.principals) {
              expect(next.access(arn)?.may.join()).toBe(anew.access(arn)?.may.join());
              expect(next.access(arn)?.sure.join()).toBe(anew.access(arn)?.sure.join());
            }
            for (const { arn } of [...start.all.map((each) => ({ arn: each.arn ?? '' })), ...start.groups])
              expect(next.reachedBy(arn).toSorted()).toEqual(anew.reachedBy(arn).toSorted());
            changes += changed.length;
            index = next;
          }
        },
      ),
      { numRuns: 150 },
    );
    expect(changes).toBeGreaterThan(50);
  });
});
