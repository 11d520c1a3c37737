import { displayText } from '../../../change/display-text.ts';
import { outOfScope } from '../../../facts/known.ts';
import type { PrincipalFacts } from '../../../facts/principal-facts.ts';
import type { PrincipalStateCheck, StateAnswer } from '../../check.ts';
import { subjectOf } from '../../subjects.ts';
import { accessChanges } from '../../triggers.ts';
import { classNamed } from '../approved-for.ts';

export const longSessions = {
  id: 'RF.ACCESS.13',
  name: 'long-sessions',
  title: 'Sessions are short',
  kind: 'principal-state',
  severity: 'low',
  pack: 'recommended',
  triggeredBy: accessChanges,
  administrators: 'judged',
  containment: 'ask',
  needs: ['classLimits'],
  fix: 'Lower the maximum session duration of the role: aws iam update-role --role-name ROLE --max-session-duration SECONDS.',
  references: { genSec: ['GENSEC01-BP01'], aisf: ['AISF-IAM-03'] },
  judge: ({ principal, settings, modelAccess, roleClass }) => {
    const named = classNamed(roleClass);
    const atMost = named === undefined ? undefined : settings.classLimits[named]?.maxSessionHours;
    if (atMost === undefined || principal.kind !== 'role' || modelAccess.answer === 'no') return [];
    // The length of a service-linked role's sessions is the service's own.
    if (principal.path.startsWith('/aws-service-role/')) return [];
    const { answer, hours } = judgeDuration(principal, atMost);
    const sentence = `sessions of ${displayText(principal.name)} last ${hours}, and its class allows ${hoursText(atMost * 3600)}`;
    return [{ name: 'long-sessions', subject: subjectOf(principal), answer, sentence }];
  },
} as const satisfies PrincipalStateCheck;

const judgeDuration = (principal: PrincipalFacts, atMost: number): { answer: StateAnswer; hours: string } => {
  const fact = principal.maxSessionSeconds ?? outOfScope;
  switch (fact.state) {
    case 'known': {
      const hours = hoursText(fact.value);
      if (fact.value <= atMost * 3600) return { answer: { answer: 'no' }, hours };
      const evidence = [{ fact: 'maximum session duration', value: `${fact.value} seconds` }];
      return { answer: { answer: 'yes', evidence }, hours };
    }
    case 'absent':
      return { answer: missing(notInFile), hours: 'an unknown time' };
    case 'unknown':
      return {
        answer: missing(`Maximum session durations were not read: ${fact.why}`),
        hours: 'an unknown time',
      };
  }
};

/** Said in the same words of every role, so that it is one missing fact of the account. */
const notInFile =
  'Maximum session durations are not part of authorization details; reading each role (iam:GetRole) gives them.';

const missing = (detail: string): StateAnswer => ({ answer: 'unknown', why: { code: 'missing-facts', detail } });

const hoursText = (seconds: number): string => {
  const hours = Math.round((seconds / 3600) * 100) / 100;
  return hours === 1 ? '1 hour' : `${hours} hours`;
};
