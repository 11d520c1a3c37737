import type { PrincipalFacts } from '../../shared/facts/principal-facts.ts';
import type { Finding } from '../../shared/findings/finding.ts';
import type { Question } from '../../shared/reasoning/types.ts';
import { aFinding } from './a-finding.ts';

type Shown = {
  /** Actions of the one question, on `on` (default `*`). */
  can?: string | readonly string[];
  on?: string | readonly string[];
} & Partial<Omit<Finding, 'subject'>>;

/** An open finding about a principal: a question that was just granted, and that containment may deny. */
export const aFindingOf = (
  { kind, arn, uniqueId, accountId, name }: PrincipalFacts,
  { can = 'bedrock:InvokeModel', on = '*', ...shown }: Shown = {},
): Finding => {
  const question: Question = { actions: [can].flat(), resources: [on].flat() };
  const questionName = shown.questionName ?? [can].flat().slice(0, 3).join('+');
  return aFinding({
    checkId: 'RF.SENSITIVE.4',
    checkName: 'execution',
    questionName,
    ask: { name: questionName, any: [question] },
    subject: { kind, arn, uniqueId, accountId },
    sentence: `${name} can do ${questionName}`,
    ...shown,
  });
};
