import { anAccount } from '../../../../test/builders/an-account.ts';
import { found, judgeAccount } from '../../../../test/builders/judge-account.ts';
import { known } from '../../../facts/known.ts';
import type { WatchedAccount } from '../../../facts/wide-state.ts';
import { accountNotWatched } from './check.ts';

const member = '444455556666';
const judge = (regions: WatchedAccount['regions'], settings = {}) =>
  judgeAccount(
    accountNotWatched,
    anAccount({ wide: { watchedAccounts: known([{ accountId: member, name: 'ml', regions }]) } }),
    { settings },
  );
const deaf = { region: 'eu-west-1', heard: false };
const heard = { region: 'us-east-1', heard: true };

describe('RF.COVERAGE.4 Accounts and Regions not watched', () => {
  it('answers yes for a Region that is not heard', () => {
    expect(found(judge([deaf, heard]))).toMatchObject([
      { severity: 'high', sentence: `${member} (ml) is not watched in eu-west-1`, subject: { accountId: member } },
    ]);
  });

  it('answers yes for a Region of the settings that the list does not hold', () => {
    expect(found(judge([heard], { watchedRegions: ['us-west-2'] }))[0]?.sentence).toContain('us-west-2');
  });

  it('answers yes for an account of the settings that the list does not hold', () => {
    const judged = found(judge([heard], { watchedAccounts: [member, '777788889999'] }));
    expect(judged.map(({ subject }) => subject.accountId)).toEqual(['777788889999']);
  });

  it.each([
    ['everything is heard', [heard], {}],
    ['the deaf Region is none of those that count', [deaf, heard], { watchedRegions: ['us-east-1'] }],
    ['the account is none of those that count', [deaf], { watchedAccounts: ['111122223333'] }],
  ])('finds nothing about the account where %s', (_name, regions, settings) => {
    expect(found(judge(regions, settings)).filter(({ subject }) => subject.accountId === member)).toEqual([]);
  });
});
