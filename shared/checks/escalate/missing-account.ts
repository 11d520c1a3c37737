import type { Known } from '../../facts/known.ts';
import type { Why } from '../../reasoning/types.ts';
import type { AccountView } from '../account-view.ts';

/** Why the account is not there, the same for every check: said once. */
export const missingAccount = (account: Exclude<Known<AccountView>, { state: 'known' }>): Why => ({
  code: 'missing-facts',
  detail: account.state === 'unknown' ? account.why : 'The other principals of the account are out of scope.',
});
