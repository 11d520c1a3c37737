import type { ConditionBlock, Question } from '../types.ts';

/** One Deny as it is written: element order as IAM shows it. */
export type DenyStatement = {
  Sid?: string;
  Effect: 'Deny';
  Action: readonly string[];
  Resource?: readonly string[];
  NotResource?: readonly string[];
  Condition?: ConditionBlock;
};

export type DenyRefusal = {
  code: 'NOT_EXPRESSIBLE' | 'NEVER_DENY_HIT';
  /** One sentence: which question, and what about it no Deny can say. */
  detail: string;
};

export type DenyStatements = { statements: readonly DenyStatement[] } | { refused: DenyRefusal };

/** The Deny statements that stop exactly what the questions ask about, or why there are none. */
export const denyStatementsFor = (_questions: readonly Question[]): DenyStatements => ({
  refused: { code: 'NOT_EXPRESSIBLE', detail: 'The derivation is not wired yet.' },
});
