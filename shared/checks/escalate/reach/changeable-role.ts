import { known } from '../../../facts/known.ts';
import { canEver } from '../../../reasoning/can-ever.ts';
import { compilePrincipal } from '../../../reasoning/compile-principal.ts';
import type { Question, Why } from '../../../reasoning/types.ts';
import type { Changeable } from '../../account-view.ts';
import { tooMany, trustingMembers } from './ask-steps.ts';
import type { Member, MemberOptions } from './member.ts';
import type { Targets } from './targets.ts';

const writing = ['iam:PutRolePolicy', 'iam:AttachRolePolicy'] as const;

/** Each of these roles takes a search. */
const mostTried = 50;

/** A role that the principal may assume and whose policies it may write: what it writes there it can do then. */
export const changeableRole = (
  from: Member,
  targets: Targets,
  { cache, search }: Pick<MemberOptions, 'cache' | 'search'>,
): Changeable => {
  if (!from.mayChangeAccess) return { found: 'no' };
  const means = writing.map((action) => from.means(action));
  const candidates = trustingMembers(from, targets).filter(
    ({ facts, isAdministrator }) => !isAdministrator && means.some((mean) => mean(facts.arn)),
  );
  let doubt: Why | undefined = candidates.length > mostTried ? tooMany : undefined;
  for (const { facts } of candidates.slice(0, mostTried)) {
    if (facts.trustPolicy.state !== 'known') continue;
    const trusts = { [facts.arn]: facts.trustPolicy.value };
    const write: Question = { actions: writing, resources: [facts.arn] };
    const assume: Question = { actions: ['sts:AssumeRole'], resources: [facts.arn] };
    const principal = compilePrincipal({ ...from.facts, resourcePolicies: known(trusts) }, { cache });
    const answer = canEver(principal, { name: 'change-and-assume', all: [write, assume] }, search);
    if (answer.answer === 'yes') {
      const { action } = answer.witness.request;
      return { found: 'yes', role: facts.arn, action, questions: [write, assume], trusts };
    }
    if (answer.answer === 'unknown') doubt ??= answer.why;
  }
  return doubt === undefined ? { found: 'no' } : { found: 'unknown', why: doubt };
};
