import { accountNotGiven, askChecks, type AskChecksInput, type AskedPrincipal } from '../../checks/ask-checks.ts';
import { viewAccount } from '../../checks/escalate/reach/view-account.ts';
import { known, unknown, type Known } from '../../facts/known.ts';
import type { PrincipalFacts } from '../../facts/principal-facts.ts';
import type { Runner } from '../../facts/runner.ts';
import type { WideState } from '../../facts/wide-state.ts';
import type { Ports } from '../../ports/ports.ts';
import type { NeededFacts } from './needed-facts.ts';

/** Everybody of the account, and what runs as whom. */
export type WholeAccount = { principals: readonly PrincipalFacts[]; runners?: Known<readonly Runner[]> };

/** Read at most once for a change. */
export type Everybody = () => Promise<Known<WholeAccount>>;

/** Larger accounts are read by the sweep alone: IAM answers for a whole account only a few times a minute. */
const mostReadForOneChange = 2_000;

type ReadPorts = Pick<Ports, 'principals' | 'accountState' | 'sweepLog' | 'identity'>;

export const everybody = (ports: ReadPorts, needed: Pick<NeededFacts, 'wide'>): Everybody => {
  let reading: Promise<Known<WholeAccount>> | undefined;
  return () => (reading ??= readEverybody(ports, needed));
};

const readEverybody = async (ports: ReadPorts, needed: Pick<NeededFacts, 'wide'>): Promise<Known<WholeAccount>> => {
  const swept = await ports.sweepLog.recall(ports.identity.accountId);
  const count = swept.found === 'yes' ? (swept.value.principals ?? 0) : 0;
  if (count > mostReadForOneChange) return unknown('the account is too large to be read for one change');
  const read = await ports.principals.readAccount();
  if (read.found === 'yes') return known({ principals: read.value, ...(await runnersOf(ports, needed)) });
  return unknown(read.found === 'no' ? 'the account has no principals' : read.why);
};

const runnersOf = async (
  { accountState, identity }: ReadPorts,
  { wide }: Pick<NeededFacts, 'wide'>,
): Promise<Pick<WideState, 'runners'>> =>
  wide.has('runners') ? accountState.wideState({ facts: new Set(['runners']), regions: identity.watchedRegions }) : {};

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
  const { principals, runners } = read.value;
  const others = principals.filter(({ arn }) => arn !== principal.arn);
  const account = viewAccount({
    accountId: principal.accountId,
    principals: [principal, ...others],
    now,
    settings,
    ...(cache === undefined ? {} : { cache }),
    ...(runners === undefined ? {} : { runners }),
  });
  return askChecks({ ...input, account });
};
