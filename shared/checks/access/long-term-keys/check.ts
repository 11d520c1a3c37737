import { displayText } from '../../../change/display-text.ts';
import type { AccessKeyFacts, PrincipalFacts } from '../../../facts/principal-facts.ts';
import { deniableAiAccess } from '../../ai-access.ts';
import type { PrincipalStateCheck, StateAnswer } from '../../check.ts';
import { subjectOf } from '../../subjects.ts';
import { accessChanges } from '../../triggers.ts';

export const longTermKeys = {
  id: 'RF.ACCESS.15',
  name: 'long-term-keys',
  title: 'No long-term keys with AI access',
  kind: 'principal-state',
  severity: 'high',
  pack: 'recommended',
  triggeredBy: accessChanges,
  administrators: 'judged',
  containment: 'deny',
  fix: 'Use a role with short sessions instead; then switch the key off: aws iam update-access-key --user-name USER --access-key-id ID --status Inactive.',
  references: {
    genSec: ['GENSEC01-BP01'],
    aisf: ['AISF-IAM-03'],
    attack: [{ tactic: 'TA0003', technique: 'T1098.001' }],
    atlas: ['AML.T0091'],
  },
  judge: ({ principal, aiAccess }) => {
    if (principal.kind !== 'user' || aiAccess.answer === 'no') return [];
    const keys = activeKeys(principal);
    const can = aiAccess.answer === 'yes' ? aiAccess.witness.request.action : 'use AI services';
    const named = 'keys' in keys ? keys.keys.map(({ id }) => `…${displayText(id.slice(-4))}`).join(', ') : '';
    const answer: StateAnswer =
      'why' in keys
        ? { answer: 'unknown', why: { code: 'missing-facts', detail: keys.why } }
        : keys.keys.length === 0
          ? { answer: 'no' }
          : aiAccess.answer === 'unknown'
            ? { answer: 'unknown', why: aiAccess.why }
            : {
                answer: 'yes',
                evidence: keys.keys.map(({ id, createdAt }) => ({
                  fact: 'active access key',
                  value: `…${id.slice(-4)}, made ${createdAt}`,
                })),
              };
    return [
      {
        name: 'long-term-keys',
        subject: subjectOf(principal),
        sentence: `user ${displayText(principal.name)} has key ${named} and can ${can}`,
        answer,
        ask: deniableAiAccess,
      },
    ];
  },
} as const satisfies PrincipalStateCheck;

const activeKeys = ({ accessKeys }: PrincipalFacts): { keys: readonly AccessKeyFacts[] } | { why: string } => {
  switch (accessKeys.state) {
    case 'known':
      return { keys: accessKeys.value.filter(({ status }) => status === 'Active') };
    case 'absent':
      // Said in the same words of every user, so that it is one missing fact of the account.
      return accessKeys.declared === true
        ? { why: 'Access keys are not in an account file; a live scan with iam:ListAccessKeys reads them.' }
        : { keys: [] };
    case 'unknown':
      return { why: `Access keys were not read: ${accessKeys.why}` };
  }
};
