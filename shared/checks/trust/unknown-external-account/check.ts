import type { AccessCheck, AccessQuestion } from '../../check.ts';
import type { KnownAccount } from '../../settings.ts';
import { accessChanges } from '../../triggers.ts';
import { isServiceLinked } from '../trust-statements.ts';

export const unknownExternalAccount = {
  id: 'RF.TRUST.3',
  name: 'unknown-external-account',
  title: 'External accounts are known and carry an external id',
  kind: 'access',
  severity: 'high',
  pack: 'recommended',
  triggeredBy: accessChanges,
  administrators: 'judged',
  containment: 'ask',
  fix: 'Name in the trust policy only accounts of yours or on your list, and require sts:ExternalId of the others.',
  needs: ['knownAccounts', 'organisationAccounts'],
  references: { genSec: ['GENSEC01-BP01'], attack: [{ tactic: 'TA0001', technique: 'T1199' }] },
  ask: ({ principal, settings, aiAccess }) => {
    if (principal.kind !== 'role' || isServiceLinked(principal) || aiAccess.answer === 'no') return [];
    const { knownAccounts, organisationAccounts } = settings;
    if (knownAccounts.length + organisationAccounts.length === 0) return [];
    const except = [...organisationAccounts, ...knownAccounts.map(({ accountId }) => accountId)];
    const strangers = knownAccounts.filter(needsExternalId).map(({ accountId }) => accountId);
    const unlisted: AccessQuestion = { name: 'unknown-account', trust: { who: 'another-account', except } };
    if (strangers.length === 0) return [unlisted];
    const condition = { Null: { 'sts:ExternalId': 'true' } };
    return [unlisted, { name: 'no-external-id', trust: { who: 'accounts', accounts: strangers, condition } }];
  },
  finding: ({ who, question, answer }) => {
    const account = answer.witness.request.context['aws:PrincipalAccount'] ?? accountOf(answer.witness.request.context);
    const whose = typeof account === 'string' ? `account ${account}` : 'an account';
    return question.name === 'unknown-account'
      ? `${whose}, which is neither yours nor on your list, can assume ${who}`
      : `${whose} can assume ${who} without an external id`;
  },
} as const satisfies AccessCheck;

const needsExternalId = ({ externalId = true }: KnownAccount): boolean => externalId;

/** The request shows who asks only under the keys that the policy reads. */
const accountOf = (context: Readonly<Record<string, string | readonly string[]>>): string | undefined => {
  const arn = Object.entries(context).find(([key]) => key.toLowerCase() === 'aws:principalarn')?.[1];
  return typeof arn === 'string' ? arn.split(':')[4] : undefined;
};
