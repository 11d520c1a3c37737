import { displayText } from '../../../change/display-text.ts';
import type { Known } from '../../../facts/known.ts';
import type { PrincipalFacts } from '../../../facts/principal-facts.ts';
import type { AccessCheck, AccessQuestion, StateAnswer, StateJudgement } from '../../check.ts';
import { isApiKeyUser } from '../../intent/is-api-key-user.ts';
import { subjectOf } from '../../subjects.ts';
import { accessChanges } from '../../triggers.ts';
import { outsideBedrock } from './outside-bedrock.ts';

const question: AccessQuestion = {
  name: 'outside-bedrock',
  ask: { name: 'outside-bedrock', any: [{ actions: outsideBedrock, resources: ['*'] }] },
};

export const apiKeyUser = {
  id: 'RF.ACCESS.18',
  name: 'api-key-user',
  title: "A key's user does only model calls",
  kind: 'access',
  severity: 'high',
  pack: 'recommended',
  triggeredBy: accessChanges,
  administrators: 'judged',
  containment: 'deny',
  fix: 'Leave the user nothing but the model calls of its key; remove its access keys and its sign-in profile.',
  references: {
    genSec: ['GENSEC01-BP01'],
    aisf: ['AISF-IAM-03'],
    attack: [{ tactic: 'TA0001', technique: 'T1078.004' }],
  },
  ask: ({ principal }) => (isApiKeyUser(principal) ? [question] : []),
  alsoJudge: ({ principal }) => (isApiKeyUser(principal) ? [accessKeys(principal), signIn(principal)] : []),
  finding: ({ who, answer }) => `API-key user ${who} can ${answer.witness.request.action}`,
} as const satisfies AccessCheck;

const accessKeys = (principal: PrincipalFacts): StateJudgement => {
  const fact = principal.accessKeys;
  const active = fact.state === 'known' ? fact.value.filter(({ status }) => status === 'Active') : [];
  const missing = 'Access keys are not in an account file; a live scan with iam:ListAccessKeys reads them.';
  return {
    name: 'access-keys',
    subject: subjectOf(principal),
    sentence: `API-key user ${displayText(principal.name)} holds access keys beside its API key`,
    answer:
      active.length > 0
        ? {
            answer: 'yes',
            evidence: active.map(({ id, createdAt }) => ({
              fact: 'active access key',
              value: `…${id.slice(-4)}, made ${createdAt}`,
            })),
          }
        : noUnlessUntold(fact, missing),
  };
};

const signIn = (principal: PrincipalFacts): StateJudgement => {
  const fact = principal.signInProfile ?? ({ state: 'absent', declared: true } as const);
  const missing = 'Sign-in profiles are not in an account file; aws iam get-login-profile tells of one user.';
  return {
    name: 'sign-in-profile',
    subject: subjectOf(principal),
    sentence: `API-key user ${displayText(principal.name)} can sign in to the console`,
    answer:
      fact.state === 'known' && fact.value
        ? { answer: 'yes', evidence: [{ fact: 'sign-in profile', value: 'present' }] }
        : noUnlessUntold(fact, missing),
  };
};

const noUnlessUntold = (fact: Known<unknown>, missing: string): StateAnswer => {
  const unknown = (detail: string): StateAnswer => ({ answer: 'unknown', why: { code: 'missing-facts', detail } });
  if (fact.state === 'unknown') return unknown(`${missing} (${fact.why})`);
  return fact.state === 'absent' && fact.declared === true ? unknown(missing) : { answer: 'no' };
};
