import fc from 'fast-check';
import { known } from '../facts/known.ts';
import { canEver } from './can-ever.ts';
import { decide } from './decide.ts';
import { denyStatementsFor } from './derive/deny-statements-for.ts';
import { proveContainment } from './derive/prove-containment.ts';
import type { Principal } from './principal.ts';
import {
  aDocument,
  allow,
  aPrincipal,
  boundary,
  deny,
  facts,
  realistic,
  scps,
  type Statement,
} from './testing/a-world.ts';
import { compilePrincipal } from './compile-principal.ts';
import type { AccessRequest, Question } from './types.ts';

const condition = fc.constantFrom(
  { StringEquals: { 'aws:RequestedRegion': 'eu-west-1' } },
  { StringNotLike: { 'bedrock:GuardrailIdentifier': 'g*' } },
  { Null: { 'aws:PrincipalTag/a': 'true' } },
  { StringNotEqualsIfExists: { 'aws:ResourceTag/a': ['x', 'y'] } },
);
const action = fc.constantFrom('*', 'bedrock:*', 'bedrock:Invoke*', 'bedrock:DeleteGuardrail', 's3:*');
const resource = fc.constantFrom('*', 'arn:aws:bedrock:eu-*', 'arn:aws:bedrock:*::foundation-model/*');
const statement: fc.Arbitrary<Statement> = fc
  .tuple(fc.boolean(), action, resource, fc.option(condition))
  .map(([isDeny, a, r, c]) => (isDeny ? deny : allow)(a, r, c ?? undefined));
const statements = fc.array(statement, { minLength: 1, maxLength: 4 });

const request: fc.Arbitrary<AccessRequest> = fc.record({
  action: fc.constantFrom('bedrock:InvokeModel', 'bedrock:DeleteGuardrail', 's3:GetObject'),
  resource: fc.constantFrom(
    'arn:aws:bedrock:eu-west-1::foundation-model/a',
    'arn:aws:bedrock:us-east-1:111122223333:guardrail/g',
    'arn:aws:s3:::b/k',
  ),
  context: fc.record(
    {
      'aws:RequestedRegion': fc.constantFrom('eu-west-1', 'us-east-1'),
      'bedrock:GuardrailIdentifier': fc.constantFrom('g1', 'h1'),
      'aws:PrincipalTag/a': fc.constant('x'),
      'aws:ResourceTag/a': fc.constantFrom('x', 'z'),
    },
    { requiredKeys: [] },
  ),
});
const allowed = (principal: Principal, asked: AccessRequest) => decide(principal, asked).decision === 'Allowed';

describe('properties of decisions', () => {
  it('adding a Deny never widens, adding an Allow never narrows', () => {
    fc.assert(
      fc.property(statements, statement, request, (list, extra, asked) => {
        const [before, after] = [allowed(aPrincipal(list), asked), allowed(aPrincipal([...list, extra]), asked)];
        if (extra['Effect'] === 'Deny') expect(after && !before).toBe(false);
        else expect(before && !after).toBe(false);
      }),
    );
  });

  it('a Deny that is added takes away what it matches, and nothing else', () => {
    fc.assert(
      fc.property(statements, statement, request, (list, extra, asked) => {
        const denied = { ...extra, Effect: 'Deny' };
        const matches = allowed(aPrincipal([{ ...extra, Effect: 'Allow' }]), asked);
        expect(allowed(aPrincipal([...list, denied]), asked)).toBe(allowed(aPrincipal(list), asked) && !matches);
      }),
    );
  });

  it('the order of statements, the split into documents and the order of JSON keys change nothing', () => {
    fc.assert(
      fc.property(statements, request, (list, asked) => {
        const expected = allowed(aPrincipal(list), asked);
        const split = known(list.map((one, at) => aDocument(`d${at}`, [one])));
        const turned = list.map((one) => Object.fromEntries(Object.entries(one).reverse()));
        expect(allowed(aPrincipal([...list].reverse()), asked)).toBe(expected);
        expect(allowed(aPrincipal([], { attachedPolicies: split }), asked)).toBe(expected);
        expect(allowed(aPrincipal(turned), asked)).toBe(expected);
      }),
    );
  });

  it('a boundary or an SCP level never widens, and one that allows all changes nothing', () => {
    fc.assert(
      fc.property(statements, statements, request, (list, limit, asked) => {
        const free = allowed(aPrincipal(list), asked);
        for (const shown of [boundary(...limit), scps(limit)])
          expect(allowed(aPrincipal(list, shown), asked) && !free).toBe(false);
        for (const shown of [boundary(allow('*')), scps([allow('*')])])
          expect(allowed(aPrincipal(list, shown), asked)).toBe(free);
      }),
    );
  });

  it('the same facts give the same answer, byte for byte, also when compiled with a shared cache', () => {
    const cache = new Map();
    fc.assert(
      fc.property(statements, (list) => {
        const ask = (principal: Principal) =>
          JSON.stringify(canEver(principal, { actions: ['bedrock:*'], resources: ['*'] }, realistic));
        expect(ask(compilePrincipal(facts(list), { cache }))).toBe(ask(compilePrincipal(facts(list))));
      }),
      { numRuns: 30 },
    );
  });
});

describe('properties of containment', () => {
  const question: fc.Arbitrary<Question> = fc
    .tuple(
      fc.uniqueArray(fc.constantFrom('bedrock:InvokeModel', 'bedrock:DeleteGuardrail', 's3:GetObject'), {
        minLength: 1,
      }),
      fc.constantFrom('*', 'arn:aws:bedrock:*::foundation-model/*'),
      fc.option(condition),
    )
    .map(([actions, r, block]) => ({ actions, resources: [r], ...(block === null ? {} : { condition: block }) }));

  it('once the question is a Deny the question answers no, and a request outside it keeps its decision', () => {
    fc.assert(
      fc.property(
        statements,
        fc.array(question, { minLength: 1, maxLength: 2 }),
        fc.array(request, { maxLength: 10 }),
        (list, questions, requests) => {
          const derived = denyStatementsFor(questions);
          if ('refused' in derived) return;
          const text = JSON.stringify({ Version: '2012-10-17', Statement: [allow('*'), ...derived.statements] });
          const before = aPrincipal(list);
          const proof = proveContainment(before, text, 'boundary', questions, realistic);
          if ('refused' in proof) throw new Error(proof.refused.detail);
          expect(proof.questionsAnswerNo).toBe(true);
          expect(proof.outsideUnchanged).toMatchObject({ exact: true, differences: [] });
          const after = aPrincipal(list, { permissionsBoundary: known({ name: 'b', text }) });
          const asked = aPrincipal(
            questions.map(({ actions, resources, condition: block }) => allow(actions, resources, block)),
          );
          for (const one of requests) if (!allowed(asked, one)) expect(allowed(after, one)).toBe(allowed(before, one));
        },
      ),
      { numRuns: 40 },
    );
  });
});
