import { aRole } from '../../../../test/builders/a-principal.ts';
import { askOne, named, sentences } from '../../../../test/builders/ask-one.ts';
import { reachesHigherClass } from './check.ts';

const root = 'arn:aws:iam::111122223333:root';
const by = (principal: string) => [{ Effect: 'Allow', Principal: { AWS: principal }, Action: 'sts:AssumeRole' }];
const low = aRole({ name: 'eval-app', allows: 'sts:AssumeRole' });
const high = (trust = root) => aRole({ name: 'special-app', trust: by(trust) });
const settings = {
  classRules: [
    { class: 'evaluation' as const, match: { name: 'eval-*' } },
    { class: 'general' as const, match: { name: 'general-*' } },
    { class: 'specialised' as const, match: { name: 'special-*' } },
  ],
};

describe('RF.TRUST.7 The trust chain into a role class stays in its class', () => {
  it('answers yes for a role of a higher class that can be assumed, with a question that can be denied', () => {
    const judged = askOne(reachesHigherClass, low, { others: [high()], settings });
    expect(sentences(judged)).toEqual(['eval-app reaches special-app, which is of a higher class, by assuming roles']);
    expect(judged[0]).toMatchObject({
      severity: 'high',
      containment: 'deny',
      ask: { any: [{ actions: ['sts:AssumeRole'], resources: [high().arn] }] },
      reason: 'It is of class evaluation and the role of class specialised: eval-app assumes special-app.',
    });
  });

  it('answers yes through a role of no class', () => {
    const bridge = aRole({ name: 'bridge', allows: 'sts:AssumeRole', trust: by(low.arn) });
    const judged = askOne(reachesHigherClass, low, { others: [bridge, high(bridge.arn)], settings });
    expect(judged[0]?.reason).toContain('eval-app assumes bridge, bridge assumes special-app');
  });

  it.each([
    ['the role is of its own class', low, [aRole({ name: 'eval-batch', trust: by(root) })]],
    [
      'the role is of a lower class',
      aRole({ name: 'special-low', allows: 'sts:AssumeRole' }),
      [aRole({ name: 'eval-batch', trust: by(root) })],
    ],
    ['the trust policy names another', low, [high('arn:aws:iam::111122223333:role/other')]],
    ['it may assume nothing', aRole({ name: 'eval-quiet' }), [high()]],
    ['it has no class', aRole({ name: 'nobody', allows: 'sts:AssumeRole' }), [high()]],
    [
      'the way is by passing a role',
      aRole({ name: 'eval-pass', allows: ['iam:PassRole', 'lambda:CreateFunction'] }),
      [
        aRole({
          name: 'special-app',
          trust: [{ Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' }],
        }),
      ],
    ],
  ])('answers no where %s', (_name, principal, others) => {
    expect(askOne(reachesHigherClass, principal, { others, settings })).toEqual([]);
  });

  it('asks nothing where the settings class nobody', () => {
    expect(askOne(reachesHigherClass, low, { others: [high()] })).toEqual([]);
  });

  it('says that the other principals are missing where one is judged by itself', () => {
    expect(named(askOne(reachesHigherClass, low, { settings }), 'unknown')).toEqual(['higher-class']);
  });
});
