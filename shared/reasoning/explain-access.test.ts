import fc from 'fast-check';
import { known, outOfScope, unknown } from '../facts/known.ts';
import { decideAsRead } from './decide.ts';
import { explainAccess } from './explain-access.ts';
import { explainLayers, type LayerExplanation } from './explain-layers.ts';
import {
  aDocument,
  allow,
  asUser,
  boundary,
  deny,
  facts,
  grant,
  realistic,
  resourcePolicy,
  ROLE,
  scps,
} from './testing/a-world.ts';
import { ACTION, arbitraryWorld, contexts, factsOf, principalOf, RESOURCE } from './testing/arbitrary-world.ts';

const invoke = { action: 'bedrock:InvokeModel', resource: '*' };
const europe = { StringEquals: { 'aws:RequestedRegion': 'eu-west-1' } };
const notEurope = { StringNotEquals: { 'aws:RequestedRegion': 'eu-west-1' } };
const states = (layers: readonly LayerExplanation[]) =>
  layers.map(({ layer, level, name, state }) =>
    [layer, level ?? name, state].filter((part) => part !== undefined).join(' '),
  );

describe('An explanation of access', () => {
  it('of a yes holds every layer against the witness and quotes the statements that let it through', () => {
    const world = facts([allow('bedrock:*')], {
      ...boundary(allow('*'), deny('bedrock:Delete*')),
      ...scps([allow('*'), deny('bedrock:*', '*', notEurope)]),
      resourceControlPolicies: outOfScope,
      resourcePolicies: outOfScope,
    });
    const { sentence, change, changes, requestIs, request, layers } = explainAccess(world, invoke, realistic);
    expect([sentence, change, changes, requestIs]).toEqual([
      `${ROLE} can do bedrock:InvokeModel on anything: the request below is allowed.`,
      'none',
      [],
      'witness',
    ]);
    expect(request.context).toMatchObject({ 'aws:RequestedRegion': 'eu-west-1' });
    expect(states(layers)).toEqual([
      'scp 0 allows',
      'rcp not-read',
      'boundary allows',
      'session not-read',
      'identity allows',
      'resource not-read',
    ]);
    expect(layers[0]?.passed).toMatchObject([
      {
        statement: { effect: 'Deny', index: 1 },
        because: ['aws:RequestedRegion is eu-west-1, it asks for StringNotEquals eu-west-1'],
      },
    ]);
    expect(layers[4]?.decidedBy).toMatchObject([
      { effect: 'Allow', index: 0, text: JSON.stringify(allow('bedrock:*')) },
    ]);
    // A Deny about another action is not about this one.
    expect(layers[2]?.passed).toEqual([]);
  });

  it.each([
    ['iam:CreateAccessKey', 'arn:aws:iam::*:user/${aws:username}'],
    ['bedrock:DeleteGuardrail', 'arn:aws:bedrock:*:*:guardrail/${aws:username}'],
  ])('of %s on a variable is a no where the Version has no variables, and says so', (action, resource) => {
    const ask = (version: string) =>
      explainAccess(
        facts([], { ...asUser, inlinePolicies: known([aDocument('own', [allow(action, resource)], version)]) }),
        { action, resource: '*' },
        realistic,
      );
    expect(ask('2012-10-17').request.resource).toContain('/alice');
    const { answer, layers } = ask('2008-10-17');
    expect(answer.answer).toBe('no');
    expect(JSON.stringify(layers)).toContain('Version is missing or old: policy variables need 2012-10-17');
    expect(JSON.stringify(ask('2012-10-17').layers)).not.toContain('Version is');
  });

  it('of a path of IAM that is spelled like a variable is a yes: paths may hold braces', () => {
    const own = aDocument('own', [allow('iam:CreateAccessKey', 'arn:aws:iam::*:user/${aws:username}/*')], '2008-10-17');
    const world = facts([], { ...asUser, inlinePolicies: known([own]) });
    const { answer } = explainAccess(world, { action: 'iam:CreateAccessKey', resource: '*' }, realistic);
    expect(answer.answer).toBe('yes');
  });

  it('of a no names each layer that refuses by itself, and shows the rest on a request that would be allowed then', () => {
    const world = facts([allow('s3:*')], {
      ...boundary(allow('bedrock:*')),
      ...scps([allow('*'), { ...deny('bedrock:Invoke*'), Sid: 'NoModels' }]),
    });
    const { sentence, change, changes, layers, requestIs } = explainAccess(world, invoke, realistic);
    expect(sentence).toBe(`${ROLE} cannot do bedrock:InvokeModel on anything: no request is allowed.`);
    expect([change, ...changes]).toEqual([
      'each',
      'Service control policies at the root would have to spare such a request: Deny NoModels of scp-0.',
      'Identity policies would have to allow it: no statement there does.',
    ]);
    expect(requestIs).toBe('example');
    expect(states(layers)).toEqual([
      'scp 0 denies',
      'rcp absent',
      'boundary allows',
      'session not-read',
      'identity silent',
      'resource absent',
    ]);
  });

  it('of a no by layers that each allow something says that one of them would have to change', () => {
    const world = facts([allow('bedrock:*', '*', europe)], boundary(allow('*', '*', notEurope)));
    const { change, changes, layers } = explainAccess(world, invoke, realistic);
    expect([change, ...changes]).toEqual([
      'one',
      'Permissions boundary would have to allow a request that the other layers allow.',
      'Identity policies would have to allow a request that the other layers allow.',
    ]);
    expect(states(layers)).toContain('boundary silent');
    expect(layers.find(({ layer }) => layer === 'boundary')?.passed).toMatchObject([
      { because: ['aws:RequestedRegion is eu-west-1, it asks for StringNotEquals eu-west-1'] },
    ]);
  });

  it('of an unknown names the fact, and the layer that was not read', () => {
    const world = facts([allow('bedrock:*')], { permissionsBoundary: unknown('iam:GetRole was refused') });
    const { sentence, layers, answer } = explainAccess(world, invoke, realistic);
    expect(answer.answer).toBe('unknown');
    expect(sentence).toContain('is not known: The boundary policy was not read: iam:GetRole was refused');
    expect(layers.find(({ layer }) => layer === 'boundary')).toMatchObject({
      state: 'not-read',
      why: 'iam:GetRole was refused',
    });
  });

  it('lists each group of a user by its name', () => {
    const group = (name: string, ...actions: string[]) => ({
      name,
      arn: `arn:aws:iam::111122223333:group/${name}`,
      inlinePolicies: known([
        aDocument(
          'in',
          actions.map((action) => allow(action)),
        ),
      ]),
      attachedPolicies: known([]),
    });
    const world = facts([], { ...asUser, groups: known([group('ml', 'bedrock:*'), group('ops', 'ec2:*')]) });
    const { layers } = explainAccess(world, invoke, realistic);
    expect(states(layers).slice(3)).toEqual([
      'session not-read',
      'identity silent',
      'group ml allows',
      'group ops silent',
      'resource absent',
    ]);
    expect(layers[5]?.decidedBy[0]?.text).toBe(JSON.stringify(allow('bedrock:*')));
  });

  it('says of a group whose policies the input does not hold that it was not read, and nothing of the kind of others', () => {
    const missing = unknown('the input does not hold group gone');
    const gone = {
      name: 'gone',
      arn: 'arn:aws:iam::111122223333:group/gone',
      inlinePolicies: missing,
      attachedPolicies: missing,
    };
    const ops = {
      ...gone,
      name: 'ops',
      inlinePolicies: known([aDocument('in', [allow('ec2:*')])]),
      attachedPolicies: known([]),
    };
    const { answer, layers } = explainAccess(facts([], { ...asUser, groups: known([gone, ops]) }), invoke, realistic);
    expect(answer.answer).toBe('unknown');
    expect(states(layers).slice(4, 7)).toEqual(['identity silent', 'group gone not-read', 'group ops silent']);
    expect(layers[5]?.why).toContain('the input does not hold group gone');
  });

  it.each([
    ['arn:aws:iam::111122223333:user/alice', 'allows', 'direct'],
    ['arn:aws:iam::111122223333:root', 'allows', 'account'],
    ['arn:aws:iam::111122223333:user/bob', 'silent', undefined],
  ])('says how a resource policy names the principal: %s', (who, state, names) => {
    const arn = 'arn:aws:s3:::corp';
    const world = facts([allow('s3:*')], { ...asUser, ...resourcePolicy(arn, grant({ AWS: who }, 's3:*')) });
    const { layers } = explainAccess(world, { action: 's3:GetObject', resource: `${arn}/a` }, realistic);
    const found = layers.find(({ layer }) => layer === 'resource');
    expect([found?.name, found?.state, found?.names]).toEqual([arn, state, names]);
    if (state === 'silent') expect(found?.passed[0]?.because).toEqual(['it names other principals']);
  });

  it('says through what a no was proved where resource policies are out of scope', () => {
    const { sentence } = explainAccess(facts([], { resourcePolicies: outOfScope }), invoke, realistic);
    expect(sentence).toContain('through its own policies');
  });

  it('is the same plain data after a JSON round trip', () => {
    const explained = explainAccess(facts([allow('*', '*', europe)]), invoke, realistic);
    expect(JSON.parse(JSON.stringify(explained))).toEqual(explained);
  });
});

describe('The states of the layers', () => {
  const decided = (kind: 'user' | 'role', layers: readonly LayerExplanation[]): boolean => {
    const of = (...names: string[]) => layers.filter(({ layer }) => names.includes(layer));
    const allows = (layer: LayerExplanation): boolean => layer.state === 'allows';
    const passes = (layer: LayerExplanation): boolean =>
      allows(layer) || layer.state === 'absent' || layer.state === 'not-read';
    if (layers.some(({ state }) => state === 'denies')) return false;
    if (!of('scp').every(passes)) return false;
    const grants = of('resource').flatMap(({ names }) => names ?? []);
    if (grants.includes('direct')) return true;
    return (
      of('boundary', 'session').every(passes) &&
      ((kind === 'role' && grants.includes('role')) || of('identity', 'group').some(allows))
    );
  };

  it('make the decision, for every request in every world', () => {
    const all = contexts();
    fc.assert(
      fc.property(
        fc.boolean().chain(arbitraryWorld),
        fc.array(fc.constantFrom(...all), { minLength: 5, maxLength: 5 }),
        (world, some) => {
          const principal = principalOf(world);
          for (const context of some) {
            const request = {
              action: ACTION,
              resource: RESOURCE,
              context: { 'aws:PrincipalArn': world.principalArn, ...context },
            };
            const { decision } = decideAsRead(principal, request, { derive: false });
            expect(decided(world.kind, explainLayers(factsOf(world), principal, request))).toBe(decision === 'Allowed');
          }
        },
      ),
      { numRuns: 300 },
    );
  });

  it('of a witness leave no layer that denies, and each statement that is passed has its reason', () => {
    fc.assert(
      fc.property(fc.boolean().chain(arbitraryWorld), (world) => {
        const { answer, layers } = explainAccess(factsOf(world), { action: ACTION, resource: RESOURCE }, realistic);
        if (answer.answer === 'yes') expect(layers.map(({ state }) => state)).not.toContain('denies');
        for (const { passed } of layers) for (const { because } of passed) expect(because.length).toBeGreaterThan(0);
      }),
      { numRuns: 200 },
    );
  });
});
