import type { Ask } from '../../../reasoning/types.ts';
import { missingAccount } from '../../escalate/missing-account.ts';
import { nameOfArn } from '../../escalate/name-of-arn.ts';
import { wayInWords } from '../../escalate/way-in-words.ts';
import type { AccessCheck } from '../../check.ts';
import { classRank } from '../../intent/role-class.ts';
import { accessChanges } from '../../triggers.ts';

export const reachesHigherClass = {
  id: 'RF.TRUST.7',
  name: 'reaches-higher-class',
  title: 'The trust chain into a role class stays in its class',
  kind: 'access',
  severity: 'high',
  pack: 'recommended',
  triggeredBy: accessChanges,
  administrators: 'excused',
  containment: 'deny',
  fix: 'Take the principal, or its class, out of the trust policy of the role, or take sts:AssumeRole on it from the principal.',
  needs: ['classRules'],
  references: {
    genSec: ['GENSEC01-BP01'],
    guidance: ['layer-3'],
    aisf: ['AISF-IAM-02'],
    attack: [{ tactic: 'TA0004' }],
  },
  ask: ({ roleClass, account, principal, cannot }) => {
    if (roleClass.state !== 'found') return [];
    const own = roleClass.class;
    const name = 'higher-class';
    if (account.state !== 'known') {
      return cannot(assumes) ? [] : [{ name, unasked: missingAccount(account) }];
    }
    const view = account.value;
    const way = view.wayByAssuming(principal, own, () =>
      view.principals
        .filter((other) => {
          const theirs = other.kind === 'role' ? view.classOf(other) : undefined;
          return theirs !== undefined && classRank(theirs) > classRank(own);
        })
        .map(({ arn }) => arn),
    );
    if (way.found === 'no') return [];
    if (way.found === 'unknown') return [{ name, unasked: way.why }];
    const last = way.steps.at(-1)?.to ?? '';
    const reached = view.principal(last);
    const theirs = reached === undefined ? undefined : view.classOf(reached);
    return [
      {
        name,
        about: last,
        reason: `It is of class ${own} and the role of class ${theirs ?? 'unknown'}: ${wayInWords(way.steps)}.`,
        ask: { name, any: way.first },
        trusts: way.trusts,
      },
    ];
  },
  finding: ({ who, question }) =>
    `${who} reaches ${nameOfArn(question.about ?? '')}, which is of a higher class, by assuming roles`,
} as const satisfies AccessCheck;

const assumes: Ask = { name: 'assumes', any: [{ actions: ['sts:AssumeRole'], resources: ['*'] }] };
