import { aRole, aUser } from '../../../../test/builders/a-principal.ts';
import { askOne, named, sentences } from '../../../../test/builders/ask-one.ts';
import { unknown } from '../../../facts/known.ts';
import { unknownExternalAccount } from './check.ts';

const trusts = (principal: unknown, condition?: unknown) => [
  {
    Effect: 'Allow',
    Principal: principal,
    Action: 'sts:AssumeRole',
    ...(condition === undefined ? {} : { Condition: condition }),
  },
];
const allows = 'bedrock:InvokeModel';
const partner = '444455556666';
const own = '555566667777';
const settings = {
  knownAccounts: [{ accountId: partner }, { accountId: '777788889999', externalId: false }],
  organisationAccounts: [own],
};
const role = (trust: ReturnType<typeof trusts>) => aRole({ allows, trust });
const externalId = { StringEquals: { 'sts:ExternalId': 'example' } };

describe('RF.TRUST.3 External accounts are known and carry an external id', () => {
  it.each([
    [
      'an account that is on no list',
      trusts({ AWS: 'arn:aws:iam::999988887777:root' }, externalId),
      ['unknown-account'],
    ],
    ['everybody', trusts('*'), ['unknown-account', 'no-external-id']],
    ['a known account without an external id', trusts({ AWS: `arn:aws:iam::${partner}:root` }), ['no-external-id']],
    [
      'a known account, with an external id that may be left out',
      trusts({ AWS: partner }, { StringEqualsIfExists: { 'sts:ExternalId': 'example' } }),
      ['no-external-id'],
    ],
    [
      'a role of an account that is on no list',
      trusts({ AWS: 'arn:aws:iam::999988887777:role/ci' }),
      ['unknown-account'],
    ],
  ])('answers yes for an AI role that trusts %s', (_name, trust, names) => {
    const judged = askOne(unknownExternalAccount, role(trust), { settings });
    expect(named(judged, 'yes')).toEqual(names);
    expect(judged[0]).toMatchObject({ severity: 'high', containment: 'ask' });
  });

  it.each([
    ['a known account with an external id', trusts({ AWS: `arn:aws:iam::${partner}:root` }, externalId)],
    ['a known account that needs none', trusts({ AWS: 'arn:aws:iam::777788889999:root' })],
    ['an account of the organisation', trusts({ AWS: `arn:aws:iam::${own}:root` })],
    ['its own account', trusts({ AWS: 'arn:aws:iam::111122223333:root' })],
    ['a service', trusts({ Service: 'lambda.amazonaws.com' })],
  ])('answers no for an AI role that trusts %s', (_name, trust) => {
    const judged = askOne(unknownExternalAccount, role(trust), { settings });
    expect([...named(judged, 'yes'), ...named(judged, 'unknown')]).toEqual([]);
  });

  it('says what the account is not', () => {
    expect(sentences(askOne(unknownExternalAccount, role(trusts({ AWS: '999988887777' })), { settings }))[0]).toMatch(
      /which is neither yours nor on your list, can assume ml-app$/,
    );
  });

  it('asks nothing without a list, about users, and about roles without AI access', () => {
    const open = trusts({ AWS: '999988887777' });
    expect(askOne(unknownExternalAccount, role(open))).toEqual([]);
    expect(askOne(unknownExternalAccount, aUser({ allows }), { settings })).toEqual([]);
    expect(askOne(unknownExternalAccount, aRole({ allows: 's3:GetObject', trust: open }), { settings })).toEqual([]);
  });

  it('answers unknown where the trust policy was not read', () => {
    const dark = aRole({ allows, trustPolicy: unknown('iam:GetRole was refused') });
    expect(named(askOne(unknownExternalAccount, dark, { settings }), 'unknown')).toEqual([
      'unknown-account',
      'no-external-id',
    ]);
  });
});
