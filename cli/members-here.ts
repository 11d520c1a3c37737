import type { PrincipalFacts } from '../shared/facts/principal-facts.ts';
import type { Ports } from '../shared/ports/ports.ts';
import { CommandError } from './command-error.ts';

export type GroupHere = { name: string; members: readonly PrincipalFacts[] };

/** The name in `group/NAME` or in the ARN of a group; undefined: it is about no group. */
export const groupNameIn = (subject: string): string | undefined =>
  /^(?:arn:[^:]*:iam::\d{12}:)?group\/(?:.*\/)?([^/]+)$/u.exec(subject)?.[1];

/** The members of a group in the local state or a deployed one. Undefined: the subject is no group. @throws CommandError */
export const membersHere = async (
  { principals }: Pick<Ports, 'principals'>,
  subject: string,
): Promise<GroupHere | undefined> => {
  const name = groupNameIn(subject);
  if (name === undefined) return undefined;
  const refs = await principals.membersOf(name);
  switch (refs.found) {
    case 'unreadable':
      throw new CommandError(`the members of group ${name} cannot be read: ${refs.why}`);
    case 'no':
      throw new CommandError(`the account holds no group ${name}`, {
        next: 'name a principal: its ARN, role/NAME or user/NAME',
      });
    case 'yes':
      break;
  }
  if (refs.value.length === 0) {
    throw new CommandError(
      `group ${name} has no members: no user of the account is in it, so there is nobody to contain`,
      {
        next: 'name a principal: its ARN, role/NAME or user/NAME',
      },
    );
  }
  const members: PrincipalFacts[] = [];
  for (const read of await principals.readPrincipals(refs.value)) {
    if (read.found === 'unreadable') throw new CommandError(`a member of group ${name} cannot be read: ${read.why}`);
    if (read.found === 'yes') members.push(read.value);
  }
  return { name, members };
};
