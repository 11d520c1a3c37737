import { displayText } from '../../../change/display-text.ts';
import type { WatchedAccount } from '../../../facts/wide-state.ts';
import type { AccountStateCheck, StateJudgement } from '../../check.ts';
import { judgeWide, yes } from '../../judge-facts.ts';
import type { CheckSettings } from '../../settings.ts';
import { accountSubject } from '../../subjects.ts';
import { organisationChanges } from '../../triggers.ts';

export const accountNotWatched = {
  id: 'RF.COVERAGE.4',
  name: 'account-not-watched',
  title: 'Accounts and Regions not watched',
  kind: 'account-state',
  severity: 'high',
  pack: 'recommended',
  triggeredBy: organisationChanges,
  administrators: 'judged',
  containment: 'ask',
  fix: 'Deploy the forwarding stack to the account and Region, or take it from the settings.',
  references: { aisf: ['AISF-DETECT-01', 'AISF-GOV-02'] },
  judge: ({ account, settings }) =>
    judgeWide({ account, name: 'account-not-watched' }, 'watchedAccounts', (accounts) => [
      ...accounts.flatMap((each) => judgeAccount(each, settings)),
      ...missingAccounts(accounts, settings),
    ]),
} as const satisfies AccountStateCheck;

/** An empty list of the settings asks for everything that was found. */
const isWanted = (wanted: readonly string[], value: string): boolean => wanted.length === 0 || wanted.includes(value);

const judgeAccount = (account: WatchedAccount, settings: CheckSettings): readonly StateJudgement[] => {
  const { accountId, name, regions } = account;
  if (!isWanted(settings.watchedAccounts, accountId)) return [];
  const heard = new Set(regions.filter((each) => each.heard).map(({ region }) => region));
  const deaf = [
    ...regions
      .filter((each) => !each.heard && isWanted(settings.watchedRegions, each.region))
      .map(({ region }) => region),
    ...settings.watchedRegions.filter(
      (region) => !heard.has(region) && !regions.some((each) => each.region === region),
    ),
  ];
  return deaf.length === 0 ? [] : [found(accountId, name, deaf)];
};

/** Accounts of the settings that the organisation's list does not even hold. */
const missingAccounts = (accounts: readonly WatchedAccount[], { watchedAccounts }: CheckSettings) =>
  watchedAccounts
    .filter((wanted) => !accounts.some(({ accountId }) => accountId === wanted))
    .map((accountId) => found(accountId, undefined, ['every Region']));

const found = (accountId: string, name: string | undefined, regions: readonly string[]): StateJudgement => ({
  name: 'account-not-watched',
  subject: accountSubject(accountId),
  sentence: `${accountId}${name === undefined ? '' : ` (${displayText(name)})`} is not watched in ${displayText(regions.join(', '), 512)}`,
  answer: yes(...regions.map((region) => ({ fact: `events of ${accountId} ${region}`, value: 'none are forwarded' }))),
});
