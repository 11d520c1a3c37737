import type { Known } from '../../facts/known.ts';
import type { Why } from '../../reasoning/types.ts';
import type { AccountView } from '../account-view.ts';
import type { AccessQuestion } from '../check.ts';

/** Why the account is not there, the same for every check: said once. */
export const missingAccount = (account: MissingAccount): Why => ({
  code: 'missing-facts',
  detail: account.state === 'unknown' ? account.why : 'The other principals of the account are out of scope.',
});

type MissingAccount = Exclude<Known<AccountView>, { state: 'known' }>;

/** The question that cannot be asked for want of it, as the one of a list: the same for all who are judged without the account. */
export const unaskedFor = (name: string, account: MissingAccount): readonly AccessQuestion[] => {
  const ofAccount = made.get(account) ?? new Map<string, readonly AccessQuestion[]>();
  const before = ofAccount.get(name);
  if (before !== undefined) return before;
  const questions = [{ name, unasked: missingAccount(account) }];
  made.set(account, ofAccount.set(name, questions));
  return questions;
};

const made = new WeakMap<MissingAccount, Map<string, readonly AccessQuestion[]>>();
