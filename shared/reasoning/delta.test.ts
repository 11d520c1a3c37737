import fc from 'fast-check';
import { absent, known, unknown } from '../facts/known.ts';
import type { PolicyDocument } from '../facts/policy-document.ts';
import { compilePrincipal, type PolicyCache } from './compile-principal.ts';
import { decide } from './decide.ts';
import { delta, difference, differenceBySearch } from './delta.ts';
import { actionName } from './match/action-name.ts';
import type { Principal } from './principal.ts';
import { startAsking } from './search/asking.ts';
import { compileQuestion } from './search/question.ts';
import { sameWorlds } from './search/same-worlds.ts';
import {
  allow,
  aPrincipal,
  asUser,
  boundary,
  deny,
  facts,
  realistic,
  scps,
  type Statement,
} from './testing/a-world.ts';
import { aiActions, aiStatements } from './testing/arbitrary-ai-principal.ts';
import type { Question } from './types.ts';

const invoke: Question = { actions: ['bedrock:InvokeModel'], resources: ['*'] };
const remove: Question = { actions: ['bedrock:DeleteGuardrail'], resources: ['*'] };
const inEurope = { StringEquals: { 'aws:RequestedRegion': 'eu-west-1' } };
const change = (before: Principal, after: Principal, watched = [invoke, remove]) =>
  delta(before, after, watched, realistic);
const actions = (found: readonly { question: Question }[]) => found.map(({ question }) => question.actions[0]);

describe('the difference between two worlds', () => {
  it.each<[string, Principal, Principal, readonly string[], readonly string[]]>([
    ['a new grant is gained', aPrincipal([]), aPrincipal([allow('bedrock:InvokeModel')]), ['bedrock:InvokeModel'], []],
    [
      'a removed grant is lost',
      aPrincipal([allow('*')]),
      aPrincipal([allow('bedrock:InvokeModel')]),
      [],
      ['bedrock:DeleteGuardrail'],
    ],
    [
      'access that is widened is gained, though both answers are yes',
      aPrincipal([allow('bedrock:*', '*', inEurope)]),
      aPrincipal([allow('bedrock:*')]),
      ['bedrock:InvokeModel', 'bedrock:DeleteGuardrail'],
      [],
    ],
    [
      'the same access said in another way is no difference',
      aPrincipal([allow('bedrock:*')]),
      aPrincipal([allow('bedrock:I*'), allow('bedrock:*')]),
      [],
      [],
    ],
    [
      'a boundary that allows all is no difference',
      aPrincipal([allow('*')]),
      aPrincipal([allow('*')], boundary(allow('*'))),
      [],
      [],
    ],
    [
      'an SCP takes away',
      aPrincipal([allow('*')]),
      aPrincipal([allow('*')], scps([allow('*'), deny('bedrock:Delete*')])),
      [],
      ['bedrock:DeleteGuardrail'],
    ],
    [
      'a moved condition is gained and lost',
      aPrincipal([allow('bedrock:InvokeModel', '*', inEurope)]),
      aPrincipal([allow('bedrock:InvokeModel', '*', { StringEquals: { 'aws:RequestedRegion': 'us-east-1' } })]),
      ['bedrock:InvokeModel'],
      ['bedrock:InvokeModel'],
    ],
  ])('%s', (_, before, after, gained, lost) => {
    const found = change(before, after);
    expect({ gained: actions(found.gained), lost: actions(found.lost), undetermined: found.undetermined }).toEqual({
      gained,
      lost,
      undetermined: [],
    });
  });

  it('is undetermined while a layer is not read, and the answer depends on it', () => {
    const unread = aPrincipal([allow('bedrock:InvokeModel')], { permissionsBoundary: unknown('denied') });
    const found = change(aPrincipal([]), unread);
    expect(found.gained).toEqual([]);
    expect(found.undetermined.map(({ question, why }) => [question.actions[0], why.code])).toEqual([
      ['bedrock:InvokeModel', 'missing-facts'],
    ]);
  });

  it('compares answers when a tag of the user has changed', () => {
    const tagged = (team: string) =>
      aPrincipal([allow('bedrock:InvokeModel', '*', { StringEquals: { 'aws:PrincipalTag/team': 'ml' } })], {
        ...asUser,
        tags: known({ team }),
      });
    expect(actions(change(tagged('web'), tagged('ml')).gained)).toEqual(['bedrock:InvokeModel']);
  });
});

describe('properties of the difference', () => {
  const statement: fc.Arbitrary<Statement> = fc
    .tuple(
      fc.boolean(),
      fc.constantFrom('bedrock:*', 'bedrock:InvokeModel', 'bedrock:Delete*'),
      fc.constantFrom('*', 'arn:aws:bedrock:eu-*', 'arn:aws:bedrock:*::foundation-model/a*'),
      fc.option(
        fc.constantFrom(
          inEurope,
          { Null: { 'aws:PrincipalTag/a': 'true' } },
          { StringNotEquals: { 'aws:ResourceTag/x': 'y' } },
        ),
      ),
    )
    .map(([isDeny, action, resource, block]) => (isDeny ? deny : allow)(action, resource, block ?? undefined));
  const world = fc.array(statement, { minLength: 1, maxLength: 4 });

  it('nothing is gained or lost between a world and itself', () => {
    fc.assert(
      fc.property(world, (statements) => {
        expect(change(aPrincipal(statements), aPrincipal([...statements].reverse()))).toEqual({
          gained: [],
          lost: [],
          undetermined: [],
        });
      }),
      { numRuns: 60 },
    );
  });

  it('what is gained one way is lost the other way, and every witness is decided so', () => {
    fc.assert(
      fc.property(world, world, (one, two) => {
        const [before, after] = [aPrincipal(one), aPrincipal(two)];
        const there = change(before, after);
        const back = change(after, before);
        expect(actions(there.gained)).toEqual(actions(back.lost));
        expect(actions(there.lost)).toEqual(actions(back.gained));
        for (const { witness } of there.gained) {
          expect(decide(after, witness.request).decision).toBe('Allowed');
          expect(decide(before, witness.request).decision).not.toBe('Allowed');
        }
      }),
      { numRuns: 60 },
    );
  });

  it('adding a Deny gains nothing, and adding an Allow loses nothing', () => {
    fc.assert(
      fc.property(world, statement, (statements, extra) => {
        const found = change(aPrincipal(statements), aPrincipal([...statements, extra]));
        expect(extra['Effect'] === 'Deny' ? found.gained : found.lost).toEqual([]);
      }),
      { numRuns: 60 },
    );
  });

  it('is the difference that the search finds, also where words answer', () => {
    let quick = 0;
    const documents = fc.array(aiStatements, { maxLength: 2 });
    const shown = fc.record(
      { boundary: fc.constantFrom([allow('*')], [allow('bedrock:*')]), level: fc.constant([allow('*')]) },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(
        documents,
        documents,
        aiStatements,
        shown,
        fc.constantFrom(...aiActions),
        (a, b, both, over, action) => {
          const cache: PolicyCache = new Map();
          const document = (statements: readonly Statement[], at: number): PolicyDocument => ({
            name: `own-${at}`,
            text: JSON.stringify({ Version: '2012-10-17', Statement: statements }),
          });
          const shared = document(both, 9);
          const world = (own: readonly (readonly Statement[])[]) => {
            const limits = over.boundary === undefined ? {} : boundary(...over.boundary);
            const organisation = over.level === undefined ? {} : scps([...over.level]);
            const inlinePolicies = known([shared, ...own.map(document)]);
            return compilePrincipal(
              { ...facts([]), ...limits, ...organisation, inlinePolicies },
              { cache, sessionPolicy: absent },
            );
          };
          const [from, to] = [world(a), world(b)];
          const question: Question = { actions: [action], resources: ['*'] };
          const read = compileQuestion(question);
          if (!read.ok) throw new Error(read.detail);
          const searched = differenceBySearch(startAsking(to, read.compiled, realistic), from, action);
          const found = difference(from, to, question, realistic);
          if (sameWorlds(from, to, actionName(action))) {
            quick += 1;
            // The same statements differ in nothing, even where AWS leaves open how one of them reads.
            expect(found).toEqual({ same: true });
            expect('witness' in searched).toBe(false);
            return;
          }
          if ('why' in found) expect(searched).toMatchObject({ doubt: { why: found.why } });
          else expect(searched).toEqual(found);
        },
      ),
      { numRuns: 400 },
    );
    expect(quick).toBeGreaterThan(20);
  });
});
