import { displayText } from '../../../change/display-text.ts';
import type { PrincipalFacts, ServiceCredentialFacts } from '../../../facts/principal-facts.ts';
import type { Ask } from '../../../reasoning/types.ts';
import type { PrincipalStateCheck, StateAnswer, StateJudgement } from '../../check.ts';
import { bedrockCredential, isApiKeyUser } from '../../intent/is-api-key-user.ts';
import { subjectOf } from '../../subjects.ts';
import { accessChanges } from '../../triggers.ts';

/** Keys of long life on both endpoints (AWS: "Control permissions for generating and using Amazon Bedrock API keys"). */
const longTermUse: Ask = {
  name: 'long-term-bearer-token',
  any: [
    {
      actions: ['bedrock:CallWithBearerToken'],
      resources: ['*'],
      condition: { StringEquals: { 'bedrock:BearerTokenType': 'LONG_TERM' } },
    },
    {
      actions: ['bedrock-mantle:CallWithBearerToken'],
      resources: ['*'],
      condition: { StringEquals: { 'bedrock-mantle:BearerTokenType': 'LONG_TERM' } },
    },
  ],
};

const day = 86_400_000;

export const bedrockApiKeys = {
  id: 'RF.ACCESS.16',
  name: 'bedrock-api-keys',
  title: 'No long-term Bedrock API keys',
  kind: 'principal-state',
  severity: 'high',
  pack: 'recommended',
  triggeredBy: accessChanges,
  administrators: 'judged',
  containment: 'deny',
  fix: 'Use short-term keys or a role; switch the key off: aws iam update-service-specific-credential --user-name USER --service-specific-credential-id ID --status Inactive.',
  references: {
    genSec: ['GENSEC01-BP01'],
    aisf: ['AISF-IAM-03'],
    attack: [{ tactic: 'TA0003', technique: 'T1098.001' }],
    atlas: ['AML.T0091'],
  },
  judge: ({ principal, settings, modelAccess }) => {
    if (principal.kind !== 'user') return [];
    const keys = bedrockKeys(principal);
    if (keys === 'not-told') {
      // Without model access a key opens nothing, so nothing is missing.
      return modelAccess.answer === 'no' && !isApiKeyUser(principal) ? [] : [untold(principal)];
    }
    if ('why' in keys)
      return modelAccess.answer === 'no' ? [] : [judgement(principal, 'a time not known', missing(keys.why))];
    const long = keys.active.filter((key) => lifeOf(key) > settings.maxApiKeyDays * day);
    const latest = long.toSorted((a, b) => lifeOf(b) - lifeOf(a))[0];
    if (latest === undefined) return [judgement(principal, '', { answer: 'no' })];
    const evidence = long.map(({ id, createdAt, expiresAt }) => ({
      fact: 'Bedrock API key',
      value: `${id}, made ${createdAt}, ends ${expiresAt ?? 'never'}`,
    }));
    return [judgement(principal, latest.expiresAt ?? 'never', { answer: 'yes', evidence })];
  },
} as const satisfies PrincipalStateCheck;

const judgement = (principal: PrincipalFacts, ends: string, answer: StateAnswer): StateJudgement => ({
  name: 'bedrock-api-keys',
  subject: subjectOf(principal),
  sentence: `${displayText(principal.name)} holds a Bedrock API key that ends ${ends === 'never' ? 'never' : `at ${ends}`}`,
  answer,
  ask: longTermUse,
});

/** The name alone tells of a key: the console makes such a user for nothing else. */
const untold = (principal: PrincipalFacts): StateJudgement => {
  const answer: StateAnswer = isApiKeyUser(principal)
    ? { answer: 'yes', evidence: [{ fact: 'user name', value: principal.name }] }
    : missing(
        'Service-specific credentials are not in an account file; a live scan with iam:ListServiceSpecificCredentials reads them.',
      );
  return { ...judgement(principal, 'a time that the file does not tell', answer) };
};

const missing = (detail: string): StateAnswer => ({ answer: 'unknown', why: { code: 'missing-facts', detail } });

type Keys = 'not-told' | { why: string } | { active: readonly ServiceCredentialFacts[] };

const bedrockKeys = ({ serviceCredentials }: PrincipalFacts): Keys => {
  switch (serviceCredentials.state) {
    case 'known':
      return {
        active: serviceCredentials.value.filter(
          ({ serviceName, status }) => serviceName === bedrockCredential && status === 'Active',
        ),
      };
    case 'absent':
      return serviceCredentials.declared === true ? 'not-told' : { active: [] };
    case 'unknown':
      return { why: `Service-specific credentials were not read: ${serviceCredentials.why}` };
  }
};

/** Milliseconds from its making to its end. A time that cannot be read is taken for no end. */
const lifeOf = ({ createdAt, expiresAt }: ServiceCredentialFacts): number => {
  if (expiresAt === undefined) return Number.POSITIVE_INFINITY;
  const life = Date.parse(expiresAt) - Date.parse(createdAt);
  return Number.isNaN(life) ? Number.POSITIVE_INFINITY : life;
};
