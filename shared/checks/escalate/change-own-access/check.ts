import type { Changeable } from '../../account-view.ts';
import type { AccessCheck, AccessQuestion } from '../../check.ts';
import { accessChanges } from '../../triggers.ts';
import { nameOfArn } from '../name-of-arn.ts';
import { changesAccess, ownAccess } from '../own-access.ts';

export const changeOwnAccess = {
  id: 'RF.ESCALATE.7',
  name: 'change-own-access',
  title: 'Change your own access',
  kind: 'access',
  severity: 'critical',
  pack: 'essential',
  triggeredBy: accessChanges,
  administrators: 'excused',
  containment: 'deny',
  fix: 'Let somebody else change the policies of this principal: name the principals and policies that it may change, without itself.',
  references: {
    genSec: ['GENSEC01-BP01'],
    aisf: ['AISF-IAM-02'],
    attack: [{ tactic: 'TA0004', technique: 'T1098' }],
  },
  ask: ({ principal, account, can }) => {
    if (can(changesAccess).answer === 'no') return [];
    const itself = ownAccess(principal).map(({ name, ask, everything }) => ({
      name,
      ask,
      ...(everything ? {} : { severity: 'high' as const }),
    }));
    // The role of somebody else is judged where the others are known; by itself this one is answered in full.
    return account.state === 'known' ? [...itself, ...roleItCanAssume(account.value.changeable(principal))] : itself;
  },
  finding: ({ who, question, answer }) =>
    question.about === undefined
      ? `${who} can change its own access by ${question.name}`
      : `${who} can give more access to ${nameOfArn(question.about)}, which it can assume, by ${answer.witness.request.action}`,
} as const satisfies AccessCheck;

const roleItCanAssume = (changeable: Changeable): readonly AccessQuestion[] => {
  const name = 'role-it-can-assume';
  switch (changeable.found) {
    case 'no':
      return [];
    case 'unknown':
      return [{ name, unasked: changeable.why }];
    case 'yes': {
      const { role, questions, trusts } = changeable;
      return [{ name, about: role, ask: { name, all: questions }, trusts }];
    }
  }
};
