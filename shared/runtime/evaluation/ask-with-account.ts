import { accountNotGiven, askChecks, type AskChecksInput, type AskedPrincipal } from '../../checks/ask-checks.ts';
import { viewAccount } from '../../checks/escalate/reach/view-account.ts';
import { known, unknown, type Known } from '../../facts/known.ts';
import type { PrincipalFacts } from '../../facts/principal-facts.ts';
import type { Ports } from '../../ports/ports.ts';

/** Everybody of the account, read at most once for a change. */
export type Everybody = () => Promise<Known<readonly PrincipalFacts[]>>;

/** Larger accounts are read by the sweep alone: IAM answers for a whole account only a few times a minute. */
const mostReadForOneChange = 2_000;

export const everybody = (ports: Pick<Ports, 'principals' | 'sweepLog' | 'identity'>): Everybody => {
  let reading: Promise<Known<readonly PrincipalFacts[]>> | undefined;
  return () => (reading ??= readEverybody(ports));
};

const readEverybody = async (
  ports: Pick<Ports, 'principals' | 'sweepLog' | 'identity'>,
): Promise<Known<readonly PrincipalFacts[]>> => {
  const swept = await ports.sweepLog.recall(ports.identity.accountId);
  const count = swept.found === 'yes' ? (swept.value.principals ?? 0) : 0;
  if (count > mostReadForOneChange) return unknown('the account is too large to be read for one change');
  const read = await ports.principals.readAccount();
  if (read.found === 'yes') return known(read.value);
  return unknown(read.found === 'no' ? 'the account has no principals' : read.why);
};

/**
 * Asks about one principal; again with everybody of the account beside it, where a question turns on them. Most principals
 * can become nobody else, and for those nothing more is read.
 */
export const askWithAccount = async (input: AskChecksInput, all: Everybody): Promise<AskedPrincipal> => {
  const asked = askChecks(input);
  if (
    !asked.judgements.some(({ answer }) => answer.answer === 'unknown' && answer.why.detail === accountNotGiven.why)
  ) {
    return asked;
  }
  const read = await all();
  if (read.state !== 'known') return asked;
  const { principal, settings, now, cache } = input;
  // What was just read of the principal itself is newer than what the whole account shows of it.
  const others = read.value.filter(({ arn }) => arn !== principal.arn);
  const account = viewAccount({
    accountId: principal.accountId,
    principals: [principal, ...others],
    now,
    settings,
    ...(cache === undefined ? {} : { cache }),
  });
  return askChecks({ ...input, account });
};
