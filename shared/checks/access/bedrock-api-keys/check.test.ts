import { askOne, named } from '../../../../test/builders/ask-one.ts';
import { aUser } from '../../../../test/builders/a-principal.ts';
import { known, outOfScope, unknown } from '../../../facts/known.ts';
import type { ServiceCredentialFacts } from '../../../facts/principal-facts.ts';
import { bedrockApiKeys } from './check.ts';

const made = '2026-11-01T00:00:00.000Z';
const aCredential = (shown: Partial<ServiceCredentialFacts> = {}): ServiceCredentialFacts => ({
  id: 'ACCAEXAMPLE',
  serviceName: 'bedrock.amazonaws.com',
  status: 'Active',
  createdAt: made,
  ...shown,
});
const judge = (credential: ServiceCredentialFacts, settings = {}) =>
  askOne(bedrockApiKeys, aUser({ allows: 'bedrock:*', serviceCredentials: known([credential]) }), { settings });

describe('RF.ACCESS.16 No long-term Bedrock API keys', () => {
  it('answers yes for a key without an end', () => {
    expect(judge(aCredential())[0]).toMatchObject({
      answer: { answer: 'yes' },
      sentence: 'alex holds a Bedrock API key that ends never',
    });
  });

  it('answers yes for a key that lives longer than the settings allow, and says until when', () => {
    const [judged] = judge(aCredential({ expiresAt: '2027-11-01T00:00:00.000Z' }));
    expect(judged?.sentence).toBe('alex holds a Bedrock API key that ends at 2027-11-01T00:00:00.000Z');
  });

  it.each([
    ['ends within the limit', aCredential({ expiresAt: '2026-12-01T00:00:00.000Z' }), {}],
    ['ends within a longer limit', aCredential({ expiresAt: '2027-01-30T00:00:00.000Z' }), { maxApiKeyDays: 90 }],
    ['is switched off', aCredential({ status: 'Inactive' }), {}],
    ['is of another service', aCredential({ serviceName: 'codecommit.amazonaws.com' }), {}],
  ])('answers no for a key that %s', (_name, credential, settings) => {
    expect(named(judge(credential, settings), 'no')).toEqual(['bedrock-api-keys']);
  });

  it('tells by its name the user that the console makes for a key, where keys cannot be read', () => {
    const user = aUser({ name: 'BedrockAPIKey-abcd', allows: 'bedrock:*', serviceCredentials: outOfScope });
    expect(askOne(bedrockApiKeys, user)[0]).toMatchObject({
      answer: { answer: 'yes', evidence: [{ fact: 'user name', value: 'BedrockAPIKey-abcd' }] },
    });
  });

  it('answers unknown for another user with model access whose keys cannot be read, and asks nothing without', () => {
    const user = { serviceCredentials: outOfScope };
    expect(named(askOne(bedrockApiKeys, aUser({ allows: 'bedrock:*', ...user })), 'unknown')).toEqual([
      'bedrock-api-keys',
    ]);
    expect(askOne(bedrockApiKeys, aUser({ allows: 's3:*', ...user }))).toEqual([]);
    const refused = aUser({ allows: 'bedrock:*', serviceCredentials: unknown('refused') });
    expect(named(askOne(bedrockApiKeys, refused), 'unknown')).toEqual(['bedrock-api-keys']);
  });

  it('would deny the use of long-term keys on both endpoints, and of no other', () => {
    const [judged] = judge(aCredential());
    expect(JSON.stringify(judged?.ask)).toContain('"bedrock-mantle:BearerTokenType":"LONG_TERM"');
    expect(JSON.stringify(judged?.ask)).toContain('"bedrock:BearerTokenType":"LONG_TERM"');
  });
});
