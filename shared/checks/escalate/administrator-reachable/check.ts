import type { Ask } from '../../../reasoning/types.ts';
import type { Way } from '../../account-view.ts';
import type { AccessCheck } from '../../check.ts';
import { accessChanges } from '../../triggers.ts';
import { unaskedFor } from '../missing-account.ts';
import { nameOfArn } from '../name-of-arn.ts';
import { leavingActions } from '../reach/leaving-actions.ts';
import { wayInWords } from '../way-in-words.ts';

export const administratorReachable = {
  id: 'RF.ESCALATE.6',
  name: 'administrator-reachable',
  title: 'An administrator role becomes reachable',
  kind: 'access',
  severity: 'critical',
  pack: 'essential',
  triggeredBy: accessChanges,
  administrators: 'excused',
  containment: 'deny',
  fix: 'Deny the step that the finding names as the cheapest, or narrow its trust policy or PassRole to who needs it.',
  references: { genSec: ['GENSEC01-BP01'], aisf: ['AISF-IAM-02'], attack: [{ tactic: 'TA0004' }] },
  ask: ({ principal, account, cannot }) => {
    const name = 'administrator';
    if (account.state !== 'known') {
      return cannot(leaves) ? [] : unaskedFor(name, account);
    }
    const way = account.value.wayToAdministrator(principal);
    if (way.found === 'no') return [];
    if (way.found === 'unknown') return [{ name, unasked: way.why }];
    return [
      {
        name,
        about: way.steps.at(-1)?.to ?? '',
        reason: reasonOf(way),
        ask: { name, any: way.first },
        trusts: way.trusts,
      },
    ];
  },
  finding: ({ who, question }) => `${who} can become ${nameOfArn(question.about ?? '')}, who can do everything`,
} as const satisfies AccessCheck;

const reasonOf = ({ steps, cheapest, cuts }: Way & { found: 'yes' }): string => {
  const others = cuts === 1 ? 'nobody else comes by it' : `${cuts} principals come by it`;
  return `The way: ${wayInWords(steps)}. Cheapest to deny: ${cheapest.by} from ${nameOfArn(cheapest.from)} to ${nameOfArn(cheapest.to)}; ${others}.`;
};

/** Without one of these it becomes nobody else, unless a trust policy names it. */
const leaves: Ask = { name: 'leaves', any: [{ actions: leavingActions, resources: ['*'] }] };
