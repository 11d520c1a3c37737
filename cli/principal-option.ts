import { displayText } from '../shared/change/display-text.ts';
import { CommandError } from './command-error.ts';

/**
 * Whoever can be a caller: a user, a role, a session of a role, a federated user, the root user. A group or a policy is none.
 * (AWS: "IAM identifiers".)
 */
const principal =
  /^arn:aws[a-z-]*:(?:iam::\d{12}:(?:root|(?:user|role)\/[\w+=,.@/-]+)|sts::\d{12}:(?:assumed-role\/[\w+=,.@-]+\/[\w+=,.@-]+|federated-user\/[\w+=,.@-]+))$/u;

const forms =
  'arn:aws:iam::ACCOUNT:user/NAME, arn:aws:iam::ACCOUNT:role/NAME or arn:aws:sts::ACCOUNT:assumed-role/ROLE/SESSION';

/**
 * Parses an option that names a person. Who may approve is decided by comparing ARNs: a free text is never the same person as
 * anybody, and would let one person be two.
 */
export const principalOption =
  (option: '--as' | '--approver') =>
  (value: string): string => {
    if (value.trim() === '') {
      throw new CommandError(`NOT_A_PRINCIPAL: ${option} names nobody`, { next: nextFor(option) });
    }
    if (!principal.test(value)) {
      throw new CommandError(
        `NOT_A_PRINCIPAL: ${option} takes the ARN of a principal, not ${displayText(value, 200)}`,
        {
          next: nextFor(option),
        },
      );
    }
    return value;
  };

const nextFor = (option: '--as' | '--approver'): string =>
  option === '--as' ? `${option} ${forms}; or leave it out: you are who this machine says` : `${option} ${forms}`;
