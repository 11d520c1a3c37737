import { aRole } from '../../../../test/builders/a-principal.ts';
import { accountId, aGuardrail, anAccount, guardrailArn, region } from '../../../../test/builders/an-account.ts';
import { found, judgeAccount } from '../../../../test/builders/judge-account.ts';
import type { AccountFacts } from '../../../facts/account-facts.ts';
import { known, unknown } from '../../../facts/known.ts';
import { missingGuardrail } from './check.ts';

const agent = `arn:aws:bedrock:${region}:${accountId}:agent/A1`;
const there = { guardrails: { [region]: known([aGuardrail()]) } };
const judge = (account: AccountFacts) => judgeAccount(missingGuardrail, account);
const referring = (guardrail: string, version?: string) =>
  anAccount({
    ...there,
    state: {
      guardrailVersions: known({ abc: ['1', '2'] }),
      guardrailReferences: known([{ by: agent, guardrail, ...(version === undefined ? {} : { version }) }]),
    },
  });
const conditioned = (value: string) =>
  anAccount({
    ...there,
    principals: [
      aRole({
        statements: [
          {
            Effect: 'Allow',
            Action: 'bedrock:InvokeModel',
            Resource: '*',
            Condition: { StringEquals: { 'bedrock:GuardrailIdentifier': value } },
          },
        ],
      }),
    ],
  });
const gone = guardrailArn.replace('abc', 'gone');

describe('RF.GUARD.8 References to guardrails that do not exist', () => {
  it.each([
    ['an agent by id', referring('gone'), agent],
    ['an agent by ARN', referring(gone), agent],
    ['an agent in a version that was never published', referring('abc', '7'), agent],
    ['a condition of a role', conditioned(gone), `arn:aws:iam::${accountId}:role/ml-app`],
    [
      'enforcement',
      anAccount({
        ...there,
        state: { enforcedGuardrails: known([{ configId: 'c', guardrailArn: gone, guardrailVersion: '1' }]) },
      }),
      `enforcement in ${region}`,
    ],
  ])('answers yes for %s', (_name, account, by) => {
    const [judged] = found(judge(account));
    expect(judged).toMatchObject({
      severity: 'high',
      subject: { kind: 'guardrail' },
      answer: { evidence: [{ fact: 'referred to by', value: by }] },
    });
  });

  it('folds those who refer to the same guardrail into one finding', () => {
    const account = anAccount({
      ...there,
      state: {
        guardrailReferences: known([
          { by: agent, guardrail: 'gone' },
          { by: `${agent}2`, guardrail: gone },
        ]),
      },
    });
    expect(found(judge(account)).map(({ sentence }) => sentence)).toEqual([
      `${agent} and 1 more refers to guardrail ${region}/gone, which is gone`,
    ]);
  });

  it.each([
    ['a guardrail that is there', referring('abc')],
    ['a version that is there', referring(guardrailArn, '2')],
    ['its draft', referring('abc', 'DRAFT')],
    ['a pattern in a condition', conditioned(`arn:aws:bedrock:${region}:${accountId}:guardrail/*`)],
    ['a guardrail of another account', conditioned(gone.replace(accountId, '444455556666'))],
  ])('finds nothing for %s', (_name, account) => {
    expect(found(judge(account))).toEqual([]);
  });

  it.each([
    ['the guardrails', { ...referring('gone'), guardrails: { [region]: unknown('refused') } }],
    ['agents and flows', anAccount({ ...there, regions: { [region]: {} } })],
  ])('answers unknown where %s were not read', (_name, account) => {
    expect(judge(account).map(({ answer }) => answer.answer)).toContain('unknown');
    expect(found(judge(account))).toEqual([]);
  });
});
