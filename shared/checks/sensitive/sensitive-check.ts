import { severityRank } from '../severity.ts';
import type { AccessCheck, AccessQuestion, CheckId, References } from '../check.ts';
import { accessChanges } from '../triggers.ts';
import { passedToAiServices } from './passed-to-ai-services.ts';
import { sensitiveActions, type PublishedTactic, type SensitiveAction } from './sensitive-actions.ts';

/**
 * The check of one tactic: one question an action of the catalogue, named by the action. A folder says its tactic and its
 * words; everything else is in the catalogue, so that a new row needs no code.
 */
export const sensitiveCheck = (
  words: { id: CheckId; name: string; title: string; references: References; fix: string },
  tactic: PublishedTactic,
): AccessCheck => {
  const questions = sensitiveActions.filter((entry) => entry.tactic === tactic).map(questionOf(words.references));
  return {
    ...words,
    kind: 'access',
    about: questions.map(({ name }) => name),
    severity: 'entry',
    pack: 'essential',
    triggeredBy: accessChanges,
    administrators: 'excused',
    containment: 'deny',
    ask: () => questions,
    finding: ({ who, question }) => `${who} can do ${question.name}`,
  };
};

const questionOf =
  (shared: References) =>
  (entry: SensitiveAction): AccessQuestion => ({
    name: entry.name,
    severity: entry.severity,
    references: {
      ...shared,
      attack: [
        {
          tactic: entry.attack.tactic,
          ...(entry.attack.technique === null ? {} : { technique: entry.attack.technique }),
        },
      ],
      ...(entry.atlas === null ? {} : { atlas: [entry.atlas] }),
    },
    reason: entry.reason,
    origin: entry.origin,
    // Ordinary use of AI is no finding by itself.
    ...(severityRank(entry.severity) <= severityRank('low') ? { listedOnly: true as const } : {}),
    ...(entry.denyable ? {} : { denyable: false as const }),
    ask: {
      name: entry.name,
      any: [
        {
          actions: [entry.name],
          resources: ['*'],
          // A Deny on passing a role without naming the service would stop work that has nothing to do with AI. A role that
          // AWS made for its service gives whoever passes it nothing.
          ...(entry.name === 'iam:PassRole'
            ? { condition: passedToAiServices, exceptResources: ['arn:*:iam::*:role/aws-service-role/*'] }
            : {}),
        },
      ],
    },
  });
