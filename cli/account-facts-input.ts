import { nearest } from '../shared/checks/intent/nearest.ts';
import { AccountFactsError, readAccountFacts, type GivenFacts } from '../shared/facts/read-account-facts.ts';
import prefixes from '../shared/facts/service-prefixes.generated.json' with { type: 'json' };
import type { AccountInput } from './account-input.ts';
import { CommandError } from './command-error.ts';
import { readInput } from './read-input.ts';
import type { Terminal } from './terminal.ts';

const oneDay = 86_400_000;
const schema = 'events/contracts/account-facts.schema.json';

/**
 * Facts about the account besides its principals. Wrong ones are refused with the place; what is said of somebody or something
 * that nobody knows is told, as it is used for nothing.
 */
export const readAccountFactsFile = async (
  file: string,
  account: AccountInput,
  /** `now`: ISO 8601. */
  { now, terminal }: { now: string; terminal: Pick<Terminal, 'note'> },
): Promise<GivenFacts> => {
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
  for (const line of unused(facts, account)) terminal.note(`account facts ${line}`);
  return facts;
};

const mostNamed = 5;

const unused = ({ about, services }: GivenFacts, { principals }: AccountInput): readonly string[] => {
  const arns = new Set(principals.map(({ arn }) => arn));
  const strangers = about.filter((arn) => !arns.has(arn));
  const unknown = services.filter((service) => !known.has(service));
  return [
    ...(strangers.length === 0
      ? []
      : [`unknown-principal: the account file holds no ${listed(strangers)}; what is said of them is not used`]),
    ...unknown
      .slice(0, mostNamed)
      .map((service) => `unknown-service: ${service} is no prefix of a service that is known; ${meant(service)}`),
  ];
};

const known: ReadonlySet<string> = new Set(prefixes);

const meant = (service: string): string => {
  const near = nearest(service, prefixes);
  return near === undefined ? 'write the prefix of its actions, such as bedrock' : `write ${near}?`;
};

const listed = (names: readonly string[]): string =>
  `${names.slice(0, mostNamed).join(', ')}${names.length > mostNamed ? ` and ${names.length - mostNamed} more` : ''}`;

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
