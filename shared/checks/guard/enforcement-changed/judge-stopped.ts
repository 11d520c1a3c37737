import type { Change } from '../../../change/change.ts';
import { displayText } from '../../../change/display-text.ts';
import type { AccountFacts } from '../../../facts/account-facts.ts';
import { regionFact, wideFact } from '../../../facts/fact-sources.ts';
import type { PrincipalFacts } from '../../../facts/principal-facts.ts';
import type { Answer, Ask } from '../../../reasoning/types.ts';
import { actorOf } from '../../actor-of.ts';
import type { Evidence, StateJudgement, StoppedCallers } from '../../check.ts';
import { judgedRegions, yes } from '../../judge-facts.ts';
import type { CheckSettings } from '../../settings.ts';
import { regionSubject } from '../../subjects.ts';
import { stoppedCallers, type Enforcement } from '../caller-cannot-apply/stopped-callers.ts';

/** Who stops working under what is enforced. Where nobody was read, nobody is judged: that is no answer. */
export const judgeStopped = (
  account: AccountFacts,
  settings: CheckSettings,
  can: (principal: PrincipalFacts, ask: Ask) => Answer,
): readonly StateJudgement[] => {
  const { principals, asOf } = account;
  if (principals.length === 0) return [];
  const enforced = enforcements(account, settings);
  return stoppedCallers({ principals, enforced, now: asOf, can }).map(stopped);
};

/** What the account enforces in each Region, and what the organisation enforces in it. */
const enforcements = (account: AccountFacts, settings: CheckSettings): readonly Enforcement[] => {
  const regions = judgedRegions(account, settings);
  const own = regions.flatMap((region) => {
    const fact = regionFact(account, region, 'enforcedGuardrails');
    return fact.state === 'known' ? fact.value.map(({ guardrailArn }) => ({ region, guardrailArn })) : [];
  });
  const policies = wideFact(account, 'organisationGuardrails');
  const organisation = (policies.state === 'known' ? policies.value : []).flatMap(({ region, guardrailArn }) =>
    guardrailArn === undefined
      ? []
      : (region === undefined ? regions : [region]).map((each) => ({ region: each, guardrailArn })),
  );
  const all = [...own, ...organisation];
  return all.filter(
    (one, index) =>
      all.findIndex((other) => other.region === one.region && other.guardrailArn === one.guardrailArn) === index,
  );
};

export const stoppedBy = (change: Change, callers: StoppedCallers): StateJudgement => {
  const judged = stopped(callers);
  return judged.answer.answer === 'no'
    ? judged
    : {
        ...judged,
        reason: `${actorOf(change)} did ${change.eventName}; who is refused now is computed from what is enforced.`,
      };
};

/** Names in an alert; the count says how many there are. */
const named = 50;

const stopped = ({ accountId, region, guardrailArn, stopped: who, undetermined }: StoppedCallers): StateJudgement => {
  const judged = {
    name: `callers-stopped-${guardrailArn}`,
    severity: 'high' as const,
    subject: regionSubject(accountId, region),
  };
  if (who.length === 0) return { ...judged, sentence: '', answer: { answer: 'no' } };
  const evidence: readonly Evidence[] = [
    ...who.slice(0, named).map((value) => ({ fact: 'refused from now on', value })),
    ...(who.length > named ? [{ fact: 'not listed', value: `${who.length - named} more` }] : []),
    ...undetermined.slice(0, named).map((value) => ({ fact: 'not known', value })),
    { fact: 'to keep them working', value: `allow each of them bedrock:ApplyGuardrail on ${guardrailArn}` },
  ];
  return {
    ...judged,
    sentence: `${counted(who)} in ${displayText(region)} without bedrock:ApplyGuardrail on ${displayText(guardrailArn)}, which is enforced there: their calls are refused`,
    answer: yes(...evidence),
  };
};

/** `12 roles and 1 user call Bedrock`. */
const counted = (who: readonly string[]): string => {
  const users = who.filter((arn) => arn.includes(':user/')).length;
  const roles = who.length - users;
  const parts = [
    ...(roles === 0 ? [] : [`${roles} ${roles === 1 ? 'role' : 'roles'}`]),
    ...(users === 0 ? [] : [`${users} ${users === 1 ? 'user' : 'users'}`]),
  ];
  return `${parts.join(' and ')} ${who.length === 1 ? 'calls' : 'call'} Bedrock`;
};
