import { AccountFactsError, readAccountFacts, type GivenFacts } from '../shared/facts/read-account-facts.ts';
import type { AccountInput } from './account-input.ts';
import { CommandError } from './command-error.ts';
import { readInput } from './read-input.ts';

const oneDay = 86_400_000;
const schema = 'events/contracts/account-facts.schema.json';

/**
 * Facts about the account besides its principals. Wrong ones are refused with the place.
 * @param now ISO 8601
 */
export const readAccountFactsFile = async (file: string, account: AccountInput, now: string): Promise<GivenFacts> => {
  const text = await readInput(file, 'the account facts');
  const facts = parsed(file, text);
  // Two clocks may differ a little. From a day on, what is called unused would be counted in days that have not been.
  if (Date.parse(facts.asOf) > Date.parse(now) + oneDay) {
    throw new CommandError(`the account facts are as of ${facts.asOf}, which has not come yet`, {
      place: `${file} /asOf`,
      next: 'write the time at which they were read',
    });
  }
  if (account.principals.length > 0 && facts.accountId !== account.accountId) {
    throw new CommandError(
      `the account facts are of account ${facts.accountId}, the account file of ${account.accountId}`,
      {
        place: `${file} /accountId`,
        next: 'give the facts of the same account',
      },
    );
  }
  return facts;
};

const parsed = (file: string, text: string): GivenFacts => {
  try {
    return readAccountFacts(text);
  } catch (error) {
    if (!(error instanceof AccountFactsError)) throw error;
    throw new CommandError(`the account facts cannot be read: ${error.message}`, {
      place: error.at === '' ? file : `${file} ${error.at}`,
      next: `what they may hold is in ${schema}`,
      cause: error,
    });
  }
};
