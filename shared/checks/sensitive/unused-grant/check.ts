import { daysUnused, type ServiceUse } from '../../../facts/services-last-used.ts';
import { lastUsesSource, notRead } from '../../../facts/fact-sources.ts';
import type { AccessCheck, AccessQuestion } from '../../check.ts';
import { severityRank } from '../../severity.ts';
import { accessChanges } from '../../triggers.ts';
import { sensitiveActions } from '../sensitive-actions.ts';

export const unusedGrant = {
  id: 'RF.SENSITIVE.11',
  name: 'unused-grant',
  title: 'A grant nobody uses',
  kind: 'access',
  severity: 'low',
  pack: 'strict',
  triggeredBy: accessChanges,
  administrators: 'excused',
  containment: 'deny',
  fix: 'Remove the service from the policy. Nobody has used it through this principal, so nothing stops.',
  references: { genSec: ['GENSEC01-BP01'], aisf: ['AISF-IAM-05'] },
  ask: ({ principal, settings }) => {
    const used = principal.servicesLastUsed;
    if (used === undefined || used.state === 'unknown') return [notKnown];
    if (used.state === 'absent') return [];
    const { asOf, services } = used.value;
    return services.flatMap((use) => {
      const question = questions.get(use.service);
      return question === undefined || !isUnused(use, asOf, settings.unusedDays)
        ? []
        : [{ ...question, reason: reasonOf(use, asOf) }];
    });
  },
  finding: ({ who, question, answer }) =>
    `${who} holds ${answer.witness.request.action} and has not used ${question.name.replace('unused-', '')}`,
} as const satisfies AccessCheck;

/** Said in the same words for every principal, so that it is one missing fact of the account. */
const notKnown: AccessQuestion = {
  name: 'unused-grant',
  unasked: {
    code: 'missing-facts',
    detail: notRead(lastUsesSource),
  },
};

/** One question a service, made once: what of it is above ordinary use and may be denied. */
const questions: ReadonlyMap<string, AccessQuestion> = new Map(
  [
    ...Map.groupBy(
      sensitiveActions.filter(
        // Rights over roles belong to no AI service, and low is ordinary use.
        ({ service, severity, denyable }) =>
          service !== 'iam' && denyable && severityRank(severity) > severityRank('low'),
      ),
      ({ service }) => service,
    ),
  ].map(([service, actions]) => {
    const name = `unused-${service}`;
    return [service, { name, ask: { name, any: [{ actions: actions.map((each) => each.name), resources: ['*'] }] } }];
  }),
);

const isUnused = (use: ServiceUse, asOf: string, days: number): boolean => daysUnused(use, asOf) >= days;

const reasonOf = (use: ServiceUse, asOf: string): string =>
  use.lastUsed === 'never'
    ? `Not used in the ${daysUnused(use, asOf)} days that AWS has tracked it.`
    : `Last used ${use.lastUsed}, ${daysUnused(use, asOf)} days before.`;
