import type { PrincipalFacts } from '../facts/principal-facts.ts';
import { canEver } from '../reasoning/can-ever.ts';
import { aiServices } from '../reasoning/catalogue/ai-services.ts';
import { complementCover } from '../reasoning/derive/complement-cover.ts';
import { neverDeny } from '../reasoning/derive/never-deny.ts';
import type { Principal } from '../reasoning/principal.ts';
import type { Ask, Question, SearchOptions } from '../reasoning/types.ts';
import type { RegionRead } from './region.ts';

const [applyGuardrail] = neverDeny;
const [guarded = '', kept = ''] = applyGuardrail.split(':');

/** Letters of the kept action's name that the cover tells apart: an action that begins like it is kept too. */
const coverDepth = 3;

/**
 * Every AI action but `bedrock:ApplyGuardrail`: one pattern a service, and for Bedrock the patterns that match everything
 * else, so that an action added later is caught. Tokens of CloudWatch and CloudWatch Logs are no AI credentials, so their
 * `CallWithBearerToken` is left alone.
 */
export const aiActionPatterns: readonly string[] = aiServices.flatMap((service) =>
  service === guarded ? complementCover(guarded, kept, coverDepth) : [`${service}:*`],
);

export const everyAiAction: Question = { actions: aiActionPatterns, resources: ['*'] };

/** A user makes API keys for itself; a role has none of its own (IAM User Guide, "API keys for Amazon Bedrock"). */
const ownCredentials = (facts: Pick<PrincipalFacts, 'kind' | 'arn'>): readonly Question[] =>
  facts.kind === 'user'
    ? [
        {
          actions: [
            'iam:CreateServiceSpecificCredential',
            'iam:ResetServiceSpecificCredential',
            'iam:UpdateServiceSpecificCredential',
          ],
          resources: [facts.arn],
        },
      ]
    : [];

/** All AI actions, and making or waking the user's own AI credentials. */
export const quarantineRegion = (
  principal: Principal,
  facts: Pick<PrincipalFacts, 'kind' | 'arn' | 'name'>,
  options: SearchOptions,
): RegionRead => {
  const ask: Ask = { name: 'quarantine', any: [everyAiAction] };
  const before = canEver(principal, ask, options);
  switch (before.answer) {
    case 'no':
      return {
        region: 'none',
        outcome: 'ALREADY_SAFE',
        detail: `${facts.name} can do no AI action.`,
        advice: 'Nothing needs to be done. Credentials that should not work at all are made inactive by hand.',
      };
    case 'unknown':
      return {
        region: 'none',
        outcome: 'UNKNOWN_ANSWER',
        detail: before.why.detail,
        advice: 'Settle what is not known; nothing is denied on a guess.',
      };
    case 'yes':
      return {
        region: 'found',
        questions: [everyAiAction, ...ownCredentials(facts)],
        wholeAsks: new Set<Ask>(),
        own: { checkId: 'level.quarantine', ask, before },
        onlyGained: false,
      };
  }
};
