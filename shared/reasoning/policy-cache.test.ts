import { absent, known } from '../facts/known.ts';
import type { GroupFacts, PolicyDocument } from '../facts/principal-facts.ts';
import { compilePrincipal, type PolicyCache } from './compile-principal.ts';
import { facts } from './testing/a-world.ts';

const arn = 'arn:aws:iam::111122223333:policy/shared';
const json = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 's3:*', Resource: '*' }] };
const managed: PolicyDocument = { name: arn, arn, versionId: 'v1', json };
const newCache = (): PolicyCache => new Map();
const role = (shown: Parameters<typeof facts>[1]) => facts([], { attachedPolicies: known([]), ...shown });

describe('what principals share when they are compiled', () => {
  it('is a managed policy, compiled once a place, with one set of bits for all places', () => {
    const cache = newCache();
    const a = compilePrincipal(role({ attachedPolicies: known([managed]) }), { cache });
    const b = compilePrincipal(role({ attachedPolicies: known([managed]), permissionsBoundary: known(managed) }), {
      cache,
    });
    expect(a.identity.policies[0]).toBe(b.identity.policies[0]);
    expect(b.boundary.policies[0]).not.toBe(b.identity.policies[0]);
    expect(b.boundary.policies[0]?.source).toEqual({ layer: 'boundary', name: arn });
    expect(b.boundary.policies[0]?.bits).toBe(b.identity.policies[0]?.bits);
  });

  it('is never the document of another version that has the same ARN', () => {
    const cache = newCache();
    const nothing = { ...managed, json: { Statement: [] } };
    const [a, b] = [managed, nothing].map((each) =>
      compilePrincipal(role({ attachedPolicies: known([each]) }), { cache }),
    );
    expect(a?.identity.policies[0]?.statements).toHaveLength(1);
    expect(b?.identity.policies[0]?.statements).toHaveLength(0);
  });

  it('is a text, for the same principal as it was and as it is', () => {
    const cache = newCache();
    const own = (text: string) => role({ inlinePolicies: known([{ name: 'inline:own', text }]) });
    const text = JSON.stringify(json);
    const [a, b] = [own(text), own(text)].map((each) => compilePrincipal(each, { cache }));
    expect(a?.identity.policies[0]).toBe(b?.identity.policies[0]);
  });

  it('is not an inline policy of a file: nothing of a whole account is held for it', () => {
    const cache = newCache();
    compilePrincipal(role({ inlinePolicies: known([{ name: 'inline:own', json }]) }), { cache });
    expect(cache.size).toBe(0);
  });

  it('is a group, whose layer and policies are compiled once for all members', () => {
    const cache = newCache();
    const group: GroupFacts = {
      name: 'ml',
      arn: 'arn:aws:iam::111122223333:group/ml',
      inlinePolicies: known([{ name: 'inline:p', json }]),
      attachedPolicies: known([managed]),
    };
    const member = { kind: 'user', groups: known([group]), permissionsBoundary: absent } as const;
    const [a, b] = [1, 2].map(() => compilePrincipal(role(member), { cache }));
    expect(a?.identity.policies.map(({ source }) => source.name)).toEqual(['ml/inline:p', `ml/${arn}`]);
    expect(a?.identity.policies[0]).toBe(b?.identity.policies[0]);
  });

  it('never hides that a document was not read, or cannot be', () => {
    const cache = newCache();
    const unread = { name: arn, arn, unread: 'allow iam:GetPolicy' };
    const broken = { name: 'inline:own', json: { Statement: 7 } };
    for (let turn = 0; turn < 2; turn += 1) {
      const { identity } = compilePrincipal(
        role({ attachedPolicies: known([unread]), inlinePolicies: known([broken]) }),
        { cache },
      );
      expect(identity.holes.map(({ code }) => code)).toEqual(['unreadable-policy', 'missing-facts']);
      expect(identity.holes[1]?.detail).toContain('allow iam:GetPolicy');
    }
  });
});
