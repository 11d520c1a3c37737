import { aRole } from '../../test/builders/a-principal.ts';
import { factNames } from './account-facts-schema.ts';
import { regionSources, wideSources } from './fact-sources.ts';
import { AccountFactsError, readAccountFacts } from './read-account-facts.ts';

const whole = { schemaVersion: '1', accountId: '111122223333', asOf: '2026-11-21T21:00:00Z' };
const read = (more: object) => readAccountFacts(JSON.stringify({ ...whole, ...more }));
const fault = (text: string): AccountFactsError => {
  try {
    readAccountFacts(text);
  } catch (error) {
    if (error instanceof AccountFactsError) return error;
  }
  throw new Error('it was read');
};

describe('reading facts about an account from a file', () => {
  it('holds every fact that a check can read', () => {
    expect(factNames.region.toSorted()).toEqual(
      ['invocationLogging', 'guardrails', ...Object.keys(regionSources)].sort(),
    );
    expect(factNames.account.toSorted()).toEqual(Object.keys(wideSources).sort());
  });

  it('takes a value for known, null for nothing to judge, and what is left out for not read', () => {
    const facts = read({ regions: { 'us-east-1': { dataRetention: [], accessAnalyzers: null } } });
    expect(facts.regions['us-east-1']).toEqual({
      dataRetention: { state: 'known', value: [] },
      accessAnalyzers: { state: 'absent', declared: true },
    });
  });

  it('refuses a fact that stands twice, with its place', () => {
    const text = JSON.stringify({ ...whole, regions: { 'us-east-1': { dataRetention: [] } } });
    const twice = fault(text.replace('"dataRetention":[]', '"dataRetention":[],"dataRetention":null'));
    expect([twice.at, twice.message]).toEqual([
      '/regions/us-east-1/dataRetention',
      'The key "dataRetention" stands twice in one object.',
    ]);
  });

  it('tells logging that is off from logging that was not read', () => {
    const { invocationLogging } = read({ regions: { 'us-east-1': { invocationLogging: 'off' }, 'eu-west-1': {} } });
    expect(invocationLogging).toEqual({ 'us-east-1': { state: 'absent' } });
  });

  it('takes a policy as text or as JSON', () => {
    const policy = { Statement: [] };
    const facts = read({
      account: {
        controlPolicies: [
          { kind: 'scp', name: 'a', text: policy },
          { kind: 'scp', name: 'b', text: JSON.stringify(policy) },
        ],
      },
    });
    const { controlPolicies } = facts.wide;
    const texts = controlPolicies?.state === 'known' ? controlPolicies.value.map(({ text }) => text) : [];
    expect(texts).toEqual([JSON.stringify(policy), JSON.stringify(policy)]);
  });

  it('gives each principal its last uses, by ARN', () => {
    const role = aRole({ name: 'used' });
    const servicesLastUsed = { asOf: whole.asOf, services: [] };
    const [used, other] = read({ principals: { [role.arn]: { servicesLastUsed } } }).withFacts([role, aRole()]);
    expect(used?.servicesLastUsed).toEqual({ state: 'known', value: servicesLastUsed });
    expect(other).toEqual(aRole());
  });

  it.each([
    ['{', '', 'it is not JSON'],
    [JSON.stringify({ ...whole, schemaVersion: '2' }), '/schemaVersion', 'expected "1"'],
    [JSON.stringify({ ...whole, accountId: '1' }), '/accountId', '12 digits'],
    [JSON.stringify({ ...whole, account: { trail: [] } }), '/account', 'trail'],
    [JSON.stringify({ ...whole, regions: { Frankfurt: {} } }), '/regions/Frankfurt', 'Region'],
    [
      JSON.stringify({
        ...whole,
        regions: { 'us-east-1': { accessAnalyzers: [{ arn: 'x', type: 'A', active: true }] } },
      }),
      '/regions/us-east-1/accessAnalyzers/0/arn',
      'begins with arn:',
    ],
    [
      JSON.stringify({
        ...whole,
        account: { serviceUse: [{ service: 'kendra', lastUsed: 'soon', trackedSince: 'x' }] },
      }),
      '/account/serviceUse/0/lastUsed',
      'a time such as',
    ],
  ])('refuses %s, at %s', (text, at, message) => {
    expect(fault(text).at).toBe(at);
    expect(fault(text).message).toContain(message);
  });

  const guardrail = {
    id: 'g1',
    arn: 'arn:aws:bedrock:us-east-1:111122223333:guardrail/g1',
    region: 'us-east-1',
    version: '1',
    name: 'g',
    content: {},
  };
  const use = { service: 'lex', lastUsed: 'never', trackedSince: '2025-01-01T00:00:00Z' };
  const role = 'arn:aws:iam::111122223333:role/app';
  const used = (services: readonly object[]) => ({ servicesLastUsed: { asOf: whole.asOf, services } });

  it('takes two versions of a guardrail, and a service of the account that a principal uses too', () => {
    const facts = read({
      regions: { 'us-east-1': { guardrails: [guardrail, { ...guardrail, version: '2' }] } },
      account: { serviceUse: [use] },
      principals: { [role]: used([use]) },
    });
    expect(facts.guardrails['us-east-1']).toMatchObject({ state: 'known' });
  });

  it.each([
    [
      'a guardrail under another Region than its own',
      { regions: { 'eu-west-1': { guardrails: [guardrail] } } },
      '/regions/eu-west-1/guardrails/0',
      'is no guardrail of eu-west-1',
    ],
    [
      'a guardrail whose ARN is of another Region',
      { regions: { 'eu-west-1': { guardrails: [{ ...guardrail, region: 'eu-west-1' }] } } },
      '/regions/eu-west-1/guardrails/0',
      'is no guardrail of eu-west-1',
    ],
    [
      'a version of a guardrail twice',
      { regions: { 'us-east-1': { guardrails: [guardrail, { ...guardrail, name: 'h' }] } } },
      '/regions/us-east-1/guardrails/1',
      'stands here twice',
    ],
    [
      'a use of the account after the time of the file',
      { account: { serviceUse: [{ ...use, lastUsed: '2099-01-01T00:00:00Z' }] } },
      '/account/serviceUse/0/lastUsed',
      'lastUsed of lex is 2099-01-01T00:00:00Z, after',
    ],
    [
      'a use by a principal after the time of its report',
      { principals: { [role]: used([{ ...use, lastUsed: '2099-01-01T00:00:00Z' }]) } },
      `/principals/${role.replace('/', '~1')}/servicesLastUsed/services/0/lastUsed`,
      'when it was read',
    ],
    [
      'a tracking that has not begun',
      { account: { serviceUse: [{ ...use, trackedSince: '2099-01-01T00:00:00Z' }] } },
      '/account/serviceUse/0/trackedSince',
      'trackedSince of lex is 2099-01-01T00:00:00Z, after',
    ],
    [
      'a service by its name for people',
      { account: { serviceUse: [{ ...use, service: 'Amazon Lex' }] } },
      '/account/serviceUse/0/service',
      'the prefix of the actions of a service',
    ],
    [
      'a service that was never used and was used',
      { account: { serviceUse: [use, { ...use, lastUsed: '2026-11-20T00:00:00Z' }] } },
      '/account/serviceUse/1',
      'the service lex stands here twice',
    ],
    [
      'a service of a principal twice',
      { principals: { [role]: used([use, use]) } },
      '/principals/arn:aws:iam::111122223333:role~1app/servicesLastUsed/services/1',
      'the service lex stands here twice',
    ],
    [
      'a principal of another account',
      { principals: { 'arn:aws:iam::444455556666:role/app': used([]) } },
      '/principals/arn:aws:iam::444455556666:role~1app',
      'no principal of account 111122223333',
    ],
  ])('refuses %s', (_name, more, at, message) => {
    const refused = fault(JSON.stringify({ ...whole, ...more }));
    expect(refused.at).toBe(at);
    expect(refused.message).toContain(message);
  });
});
