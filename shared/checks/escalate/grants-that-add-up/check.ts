import { displayText } from '../../../change/display-text.ts';
import type { Known } from '../../../facts/known.ts';
import type { PrincipalFacts } from '../../../facts/principal-facts.ts';
import type { Answer, Ask, Witness } from '../../../reasoning/types.ts';
import type { AccessCheck, AccessQuestion } from '../../check.ts';
import { accessChanges } from '../../triggers.ts';
import { combinations, type Combination } from './combinations.ts';
import { eachGrantAlone } from './separate-grants.ts';

export const grantsThatAddUp = {
  id: 'RF.ESCALATE.5',
  name: 'grants-that-add-up',
  title: 'Separate grants that become dangerous together',
  kind: 'access',
  severity: 'high',
  pack: 'recommended',
  triggeredBy: accessChanges,
  administrators: 'excused',
  containment: 'deny',
  fix: 'Take back the part that came last, or give the two parts to two principals.',
  references: { genSec: ['GENSEC01-BP01'], aisf: ['AISF-IAM-02'] },
  ask: ({ principal, can, before }) => {
    // One grant adds up to nothing.
    if (isWhollyRead(principal) && eachGrantAlone(principal).length < 2) return [];
    return combinations.flatMap((combination): readonly AccessQuestion[] => {
      const { name, ask } = combination;
      const together = can(ask);
      if (together.answer === 'no') return [];
      if (together.answer === 'yes' && isOneGrant(principal, ask, can)) return [];
      const reason = together.answer === 'yes' ? reasonOf(combination, together, before, can) : undefined;
      return [{ name, ask, ...(reason === undefined ? {} : { reason }) }];
    });
  },
  finding: ({ who, question }) =>
    `${who} can ${combinations.find(({ name }) => name === question.name)?.can ?? question.name}, by grants that add up`,
} as const satisfies AccessCheck;

const isWhollyRead = ({ inlinePolicies, attachedPolicies, groups }: PrincipalFacts): boolean =>
  [inlinePolicies, attachedPolicies, groups].every(({ state }) => state !== 'unknown') &&
  (groups.state !== 'known' ||
    groups.value.every((group) => group.inlinePolicies.state === 'known' && group.attachedPolicies.state === 'known'));

type Can = (ask: Ask, as?: PrincipalFacts) => Answer;

/** One document gives all of it: then nothing adds up, and other checks say what it gives. */
const isOneGrant = (principal: PrincipalFacts, ask: Ask, can: Can): boolean =>
  eachGrantAlone(principal).some((one) => can(ask, one).answer === 'yes');

/** Which grant gives which part, and which of them was there before. */
const reasonOf = (
  { ask }: Combination,
  answer: Answer & { answer: 'yes' },
  before: Known<PrincipalFacts>,
  can: Can,
): string => {
  const parts = (answer.witnesses ?? [answer.witness]).map((witness, index) => {
    const question = ask.all[index];
    const was =
      before.state === 'known' && question !== undefined
        ? can({ name: 'part', any: [question] }, before.value).answer
        : 'unknown';
    const when = was === 'yes' ? ' (before this change)' : was === 'no' ? ' (new)' : '';
    return `${witness.request.action} by ${grantOf(witness)}${when}`;
  });
  return `${parts.join(', and ')}.`;
};

const grantOf = ({ by }: Witness): string => {
  const grant = by.find(({ source }) => source.layer === 'identity' || source.layer === 'group') ?? by[0];
  return displayText(grant?.source.name ?? 'a resource policy');
};
