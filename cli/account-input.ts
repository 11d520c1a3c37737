import type { PrincipalFacts } from '../shared/facts/principal-facts.ts';
import { AccountFileError, readAuthorizationDetails } from '../shared/facts/authorization-details.ts';
import { CommandError } from './command-error.ts';
import { readInput } from './read-input.ts';

export type AccountInput = { file: string; text: string; accountId: string; principals: readonly PrincipalFacts[] };

/** An account file (`aws iam get-account-authorization-details > account.json`). Wrong ones are refused with the place. */
export const readAccountFile = async (file: string): Promise<AccountInput> => {
  const text = await readInput(file, 'the account file');
  try {
    const { principals } = readAuthorizationDetails(text);
    return { file, text, accountId: principals[0]?.accountId ?? '000000000000', principals };
  } catch (error) {
    if (!(error instanceof AccountFileError)) throw error;
    throw new CommandError(`the account file cannot be read: ${error.code}: ${error.message}`, {
      place: error.at === '' ? file : `${file} ${error.at}`,
      next: 'aws iam get-account-authorization-details > account.json',
      cause: error,
    });
  }
};

/** By ARN, by `role/NAME` or `user/NAME`, by unique id, or by a bare name that only one principal has. */
export const findPrincipal = (input: AccountInput, wanted: string): PrincipalFacts => {
  const exact = input.principals.filter(
    (p) => p.arn === wanted || p.uniqueId === wanted || `${p.kind}/${p.name}` === wanted || p.name === wanted,
  );
  const [one, another] = exact;
  if (one !== undefined && another === undefined) return one;
  if (another !== undefined) {
    throw new CommandError(`${wanted} names more than one principal: ${exact.map((p) => p.arn).join(', ')}`, {
      place: input.file,
      next: 'name it by its ARN',
    });
  }
  const session = /^arn:[^:]*:sts::(\d{12}):assumed-role\/([^/]+)(?:\/|$)/u.exec(wanted);
  const [, itsAccount = '', itsRole = ''] = session ?? [];
  if (session !== null && itsAccount !== input.accountId) {
    throw new CommandError(`${wanted} is a session of the role ${itsRole} of account ${itsAccount}`, {
      place: input.file,
      next: `name the role, with its path: arn:${wanted.split(':')[1] ?? 'aws'}:iam::${itsAccount}:role/${itsRole}`,
    });
  }
  const role = input.principals.find(
    (p) => session !== null && p.kind === 'role' && p.name === session[2] && p.accountId === session[1],
  );
  if (role !== undefined) {
    throw new CommandError(`${wanted} is a session of the role ${role.arn}`, {
      place: input.file,
      next: `name the role: role/${role.name}`,
    });
  }
  const name = wanted.slice(wanted.lastIndexOf('/') + 1).toLowerCase();
  const near = input.principals
    .filter((p) => p.name.toLowerCase().includes(name))
    .slice(0, 3)
    .map((p) => p.arn);
  throw new CommandError(
    `the account holds no principal ${wanted}${near.length > 0 ? `; near: ${near.join(', ')}` : ''}`,
    {
      place: input.file,
      next: 'name it by its ARN, as role/NAME or as user/NAME',
    },
  );
};
