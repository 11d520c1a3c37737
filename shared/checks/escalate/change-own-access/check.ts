import type { Answer, Question } from '../../../reasoning/types.ts';
import type { Changeable } from '../../account-view.ts';
import type { AccessCheck, AccessQuestion } from '../../check.ts';
import { accessChanges } from '../../triggers.ts';
import { nameOfArn } from '../name-of-arn.ts';
import { hasEverything } from '../has-everything.ts';
import { changesAccess, changingActions, ownAccess, type OwnAccess } from '../own-access.ts';

export const changeOwnAccess = {
  id: 'RF.ESCALATE.7',
  name: 'change-own-access',
  title: 'Change your own access',
  kind: 'access',
  severity: 'critical',
  pack: 'essential',
  triggeredBy: accessChanges,
  about: changingActions,
  administrators: 'excused',
  containment: 'deny',
  fix: 'Let somebody else change the policies of this principal: name the principals and policies that it may change, without itself.',
  references: {
    genSec: ['GENSEC01-BP01'],
    aisf: ['AISF-IAM-02'],
    attack: [{ tactic: 'TA0004', technique: 'T1098' }],
  },
  ask: ({ principal, account, can }) => {
    if (can(changesAccess).answer === 'no' || hasEverything(principal)) return [];
    const itself = ownQuestions(ownAccess(principal));
    // The role of somebody else is judged where the others are known; by itself this one is answered in full.
    return account.state === 'known' ? [...itself, ...roleItCanAssume(account.value.changeable(principal))] : itself;
  },
  finding: ({ who, question, answer }) =>
    question.about === undefined
      ? `${who} can change its own access, for example by ${actionsOf(answer)}`
      : `${who} can give more access to ${nameOfArn(question.about)}, which it can assume, by ${answer.witness.request.action}`,
} as const satisfies AccessCheck;

/** All that gives it everything in one question, all that gives it more in another: one Deny closes each. */
const ownQuestions = (ways: readonly OwnAccess[]): readonly AccessQuestion[] => {
  const questions = (everything: boolean): readonly Question[] =>
    ways.filter((way) => way.everything === everything).flatMap(({ ask }) => ('any' in ask ? ask.any : []));
  const more = questions(false);
  return [
    { name: 'everything', ask: { name: 'everything', any: questions(true) } },
    ...ways.filter(({ ask }) => 'all' in ask).map(({ ask }) => ({ name: 'own-made-policy', ask })),
    ...(more.length === 0 ? [] : [{ name: 'more', severity: 'high' as const, ask: { name: 'more', any: more } }]),
  ];
};

const actionsOf = (answer: Answer & { answer: 'yes' }): string =>
  (answer.witnesses ?? [answer.witness])
    .map(({ request }) => request.action)
    .toReversed()
    .join(' and ');

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
