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
      return displayText(subject.arn.split(/[/:]/).at(-1) ?? subject.arn);
  }
};
