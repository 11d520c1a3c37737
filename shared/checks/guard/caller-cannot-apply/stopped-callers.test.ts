import { aPolicy, aRole } from '../../../../test/builders/a-principal.ts';
import { guardrailArn, region } from '../../../../test/builders/an-account.ts';
import { unknown } from '../../../facts/known.ts';
import type { PrincipalFacts } from '../../../facts/principal-facts.ts';
import { stoppedCallers } from './stopped-callers.ts';

const now = '2026-11-21T21:00:00.000Z';
const named = (name: string, shown: Parameters<typeof aRole>[0]): PrincipalFacts =>
  aRole({ name, arn: `arn:aws:iam::111122223333:role/${name}`, uniqueId: `AROA${name.toUpperCase()}`, ...shown });
const invoke = 'bedrock:InvokeModel';
const principals = [
  named('zoe', { allows: [invoke] }),
  named('able', { allows: [invoke, 'bedrock:ApplyGuardrail'] }),
  named('ann', { allows: [invoke] }),
  named('reader', { allows: ['s3:GetObject'] }),
  named('dark', { allows: [invoke], inlinePolicies: unknown('refused') }),
];
const ask = (who: readonly PrincipalFacts[], resourcePolicy?: string) =>
  stoppedCallers({
    principals: who,
    enforced: [{ region, guardrailArn, ...(resourcePolicy === undefined ? {} : { resourcePolicy }) }],
    now,
  });

describe('who stops working under a guardrail that is enforced', () => {
  it('is everybody who calls models without bedrock:ApplyGuardrail on it, by name, and nobody else', () => {
    expect(ask(principals)).toEqual([
      {
        accountId: '111122223333',
        region,
        guardrailArn,
        stopped: ['arn:aws:iam::111122223333:role/ann', 'arn:aws:iam::111122223333:role/zoe'],
        undetermined: ['arn:aws:iam::111122223333:role/dark'],
      },
    ]);
  });

  it('is also whoever the resource policy of the guardrail denies it', () => {
    const able = principals.filter(({ name }) => name === 'able');
    const deny = aPolicy({
      Effect: 'Deny',
      Principal: { AWS: 'arn:aws:iam::111122223333:role/able' },
      Action: 'bedrock:ApplyGuardrail',
      Resource: '*',
    }).text;
    expect(ask(able)[0]?.stopped).toEqual([]);
    expect(ask(able, deny)[0]?.stopped).toEqual(['arn:aws:iam::111122223333:role/able']);
  });

  it('is not whoever that policy admits, of the same account', () => {
    const allow = aPolicy({
      Effect: 'Allow',
      Principal: { AWS: 'arn:aws:iam::111122223333:role/ann' },
      Action: 'bedrock:ApplyGuardrail',
      Resource: '*',
    }).text;
    expect(ask(principals, allow)[0]?.stopped).toEqual(['arn:aws:iam::111122223333:role/zoe']);
  });

  it('is nobody where nothing is enforced', () => {
    expect(stoppedCallers({ principals, enforced: [], now })).toEqual([]);
  });
});
