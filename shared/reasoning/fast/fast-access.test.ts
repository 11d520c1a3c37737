import fc from 'fast-check';
import { known, outOfScope, unknown } from '../../facts/known.ts';
import { actionsOfService, catalogueActions } from '../catalogue/action-catalogue.ts';
import { decide } from '../decide.ts';
import type { Principal } from '../principal.ts';
import { readingFor, search, startAsking, worldFor } from '../search/asking.ts';
import { compileQuestion } from '../search/question.ts';
import { resourceForms } from '../search/templates.ts';
import { allowedProblems } from '../search/world-problem.ts';
import {
  aDocument,
  allow,
  aPrincipal,
  boundary,
  deny,
  grant,
  rcps,
  realistic,
  resourcePolicy,
  ROLE,
  scps,
  type Statement,
} from '../testing/a-world.ts';
import { allActions, hasAction } from './action-bits.ts';
import { fastVerdict } from './fast-access.ts';

const names = ['bedrock', 's3', 'sts', 'kms', 'iam'].flatMap((service) =>
  actionsOfService(service).map(({ name }) => name),
);
const some = fc.constantFrom(
  ...names.filter((_, at) => at % 17 === 0),
  'bedrock:InvokeModel',
  's3:GetObject',
  'sts:AssumeRole',
  'kms:Decrypt',
);
const pattern = fc.constantFrom(
  '*',
  '*:*',
  'bedrock:*',
  's3:Get*',
  'bedrock:*Model*',
  'sts:*',
  'kms:*',
  'iam:PassRole',
  'unknown:*',
);
const statement: fc.Arbitrary<Statement> = fc
  .tuple(
    fc.constantFrom('Allow', 'Allow', 'Deny'),
    fc.boolean(),
    pattern,
    fc.constantFrom('*', 'arn:aws:bedrock:*'),
    fc.option(fc.constant({ StringEquals: { 'aws:RequestedRegion': 'eu-west-1' } })),
  )
  .map(([Effect, not, action, Resource, Condition]) => ({
    Effect,
    [not ? 'NotAction' : 'Action']: action,
    Resource,
    ...(Condition === null ? {} : { Condition }),
  }));
const statements = fc.array(statement, { minLength: 1, maxLength: 3 });
const principal = fc
  .record(
    {
      identity: statements,
      boundary: statements,
      scp: statements,
      rcp: fc.array(
        statement.map((s) => ({ ...s, Effect: 'Deny' })),
        { minLength: 1, maxLength: 2 },
      ),
      resource: fc.constantFrom(grant('*', 's3:Get*'), grant({ AWS: ROLE }, '*'), {
        ...grant('*', 's3:*'),
        Effect: 'Deny',
      }),
      scope: fc.constantFrom(outOfScope, unknown('denied')),
      management: fc.constantFrom(known(true), unknown('denied')),
      odd: fc.constant(true as const),
    },
    { requiredKeys: ['identity'] },
  )
  .map((shown) =>
    aPrincipal(shown.identity, {
      ...(shown.boundary === undefined ? {} : boundary(...shown.boundary)),
      ...(shown.scp === undefined ? {} : scps(shown.scp)),
      ...(shown.rcp === undefined ? {} : rcps(...shown.rcp)),
      ...(shown.resource === undefined ? {} : resourcePolicy('arn:aws:s3:::b', shown.resource)),
      ...(shown.scope === undefined ? {} : { resourcePolicies: shown.scope }),
      ...(shown.management === undefined ? {} : { inManagementAccount: shown.management }),
      ...(shown.odd === undefined ? {} : { attachedPolicies: known([{ name: 'odd', text: '{}' }]) }),
    }),
  );

/** The search alone, in the reading that leaves nothing out. */
const searchFinds = (who: Principal, action: string, model: 'realistic' | 'formal'): boolean => {
  const question = compileQuestion({ actions: [action], resources: ['*'] });
  if (!question.ok) throw new Error(question.detail);
  const options = { ...realistic, model };
  const asking = startAsking(who, question.compiled, options);
  const world = worldFor(who, action, readingFor('proving', 'allowed', options));
  return search(asking, action, {
    worlds: [world],
    purpose: 'proving',
    variants: (problem) => allowedProblems(world, problem),
    accept: () => true,
  });
};

describe('all actions at once, by words', () => {
  it('never says denied where the search finds a request or is in doubt', () => {
    fc.assert(
      fc.property(principal, some, (who, action) => {
        if (fastVerdict(who, action) !== 'denied') return;
        expect([searchFinds(who, action, 'realistic'), searchFinds(who, action, 'formal')]).toEqual([false, false]);
      }),
      { numRuns: 300 },
    );
  });

  it('never says allowed where a request is refused, in any reading', () => {
    fc.assert(
      fc.property(
        principal,
        some,
        fc.constantFrom({}, { 'aws:RequestedRegion': 'us-east-1' }, { 'aws:RequestedRegion': 'eu-west-1' }),
        (who, action, context) => {
          if (fastVerdict(who, action) !== 'allowed') return;
          const catalogued = catalogueActions().find(({ name }) => name === action);
          for (const { example } of resourceForms(catalogued, who, [])) {
            for (const reading of ['documented', 'granting', 'denying'] as const) {
              expect(decide(who, { action, resource: example, context }, { reading }).decision).toBe('Allowed');
            }
          }
        },
      ),
      { numRuns: 300 },
    );
  });

  it.each([
    ['an administrator', aPrincipal([allow('*')]), 'allowed'],
    ['nobody', aPrincipal([]), 'denied'],
    ['a condition', aPrincipal([allow('*', '*', { Bool: { 'aws:SecureTransport': 'true' } })]), 'conditional'],
    ['a sure Deny', aPrincipal([allow('*'), deny('bedrock:*')]), 'denied'],
    [
      'a Deny with a condition',
      aPrincipal([allow('*'), deny('*', '*', { Bool: { 'aws:SecureTransport': 'false' } })]),
      'conditional',
    ],
    ['an unreadable policy', aPrincipal([], { attachedPolicies: known([{ name: 'odd', text: '{' }]) }), 'conditional'],
    ['a boundary that leaves it out', aPrincipal([allow('*')], boundary(allow('s3:*'))), 'denied'],
    [
      'an attached policy',
      aPrincipal([], { attachedPolicies: known([aDocument('a', [allow('bedrock:*')])]) }),
      'allowed',
    ],
  ])('%s', (_, who, expected) => {
    expect(fastVerdict(who, 'bedrock:InvokeModel')).toBe(expected);
  });

  it('knows no word for an action that the catalogue does not list, and sets no bit beyond it', () => {
    expect(fastVerdict(aPrincipal([allow('*')]), 'newservice:Act')).toBeUndefined();
    expect(hasAction(allActions, catalogueActions().length)).toBe(false);
    expect(hasAction(allActions, catalogueActions().length - 1)).toBe(true);
  });
});
