import { displayText } from '../change/display-text.ts';
import type { Subject } from '../checks/check.ts';

/** A subject's short name for a sentence: the last part of its ARN, or the account or Region. Safe to show in one line. */
export const nameOf = (subject: Subject): string => {
  switch (subject.kind) {
    case 'account':
      return `account ${displayText(subject.accountId)}`;
    case 'region':
      return displayText(subject.region ?? subject.arn);
    case 'role':
    case 'user':
    case 'guardrail':
    case 'resource':
      return displayText(lastPart(subject.arn));
  }
};

/** Behind the last `/`; without one, behind the last `:`. */
const lastPart = (arn: string): string => arn.split(arn.includes('/') ? '/' : ':').at(-1) ?? arn;
