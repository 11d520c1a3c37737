import type { AccountFacts } from '../facts/account-facts.ts';
import { regionFact, wideFact } from '../facts/fact-sources.ts';
import type { Known } from '../facts/known.ts';
import type { RegionValues } from '../facts/region-state.ts';
import type { WideValues } from '../facts/wide-state.ts';
import type { Evidence, StateAnswer, StateJudgement, Subject } from './check.ts';
import type { CheckSettings } from './settings.ts';
import { accountSubject, regionSubject } from './subjects.ts';

/** The Regions that are judged: those of the settings, otherwise those of which anything was read. In one order. */
export const judgedRegions = (account: AccountFacts, settings: CheckSettings): readonly string[] => {
  const { invocationLogging, guardrails, regions } = account;
  const read = [invocationLogging, guardrails, regions ?? {}].flatMap((each) => Object.keys(each));
  return [...new Set(settings.modelRegions.length > 0 ? settings.modelRegions : read)].sort();
};

type Judging = { account: AccountFacts; settings: CheckSettings; name: string };

/**
 * Judges one part of the state of each Region. A Region in which nothing is found answers no; a part that was not read
 * answers unknown in the same words for every Region, so that it is said once an account.
 */
export const judgeRegions = <K extends keyof RegionValues>(
  { account, settings, name }: Judging,
  fact: K,
  judge: (value: RegionValues[K], region: string) => readonly StateJudgement[],
): readonly StateJudgement[] =>
  judgedRegions(account, settings).flatMap((region) =>
    judgeFact(regionFact(account, region, fact), { name, subject: regionSubject(account.accountId, region) }, (value) =>
      judge(value, region),
    ),
  );

/** The same for a part of the account's state that belongs to no Region. */
export const judgeWide = <K extends keyof WideValues>(
  { account, name }: Omit<Judging, 'settings'>,
  fact: K,
  judge: (value: WideValues[K]) => readonly StateJudgement[],
): readonly StateJudgement[] =>
  judgeFact(wideFact(account, fact), { name, subject: accountSubject(account.accountId) }, judge);

/**
 * One fact: known is judged, absent has nothing to judge, unknown is said. Nothing found is a no. What was not read of a
 * fact that is known in part is said beside what was found in the rest.
 */
export const judgeFact = <T>(
  fact: Known<T>,
  { name, subject }: { name: string; subject: Subject },
  judge: (value: T) => readonly StateJudgement[],
): readonly StateJudgement[] => {
  const nothing: StateJudgement = { name, subject, answer: { answer: 'no' }, sentence: '' };
  switch (fact.state) {
    case 'absent':
      return [nothing];
    case 'unknown':
      return [{ ...nothing, answer: missing(fact.why) }];
    case 'known': {
      const found = judge(fact.value);
      if (fact.unread !== undefined)
        return [...found, { ...nothing, name: `${name}-unread`, answer: missing(fact.unread) }];
      return found.length === 0 ? [nothing] : found;
    }
  }
};

export const missing = (detail: string): StateAnswer => ({
  answer: 'unknown',
  why: { code: 'missing-facts', detail },
});

export const yes = (...evidence: readonly Evidence[]): StateAnswer => ({ answer: 'yes', evidence });
