import { known } from '../../../facts/known.ts';
import type { PrincipalFacts } from '../../../facts/principal-facts.ts';
import type { PolicyCache } from '../../../reasoning/compile-principal.ts';
import type { Answer, Ask } from '../../../reasoning/types.ts';
import type { StoppedCallers } from '../../check.ts';
import { reasoner } from '../../reasoner.ts';

/** A guardrail that is enforced in a Region, or is about to be. */
export type Enforcement = {
  region: string;
  guardrailArn: string;
  /** Text of its resource policy, where it was read; it counts for a guardrail of the principals' own account. */
  resourcePolicy?: string;
};

/** The calls that an enforced guardrail evaluates (AWS: "Apply cross-account safeguards with Amazon Bedrock Guardrails enforcements"). */
const guardedCalls = ['bedrock:InvokeModel', 'bedrock:InvokeModelWithResponseStream'] as const;

export const invokeIn = (region: string): Ask => ({
  name: 'guarded-call',
  any: [{ actions: guardedCalls, resources: ['*'], condition: { StringEquals: { 'aws:RequestedRegion': region } } }],
});

/** A policy may name a version; the resource policy is on the guardrail itself, so with one only that is asked. */
export const applyOf = (guardrailArn: string, form: 'with-versions' | 'itself' = 'with-versions'): Ask => ({
  name: 'apply-enforced-guardrail',
  any: [
    {
      actions: ['bedrock:ApplyGuardrail'],
      resources: form === 'itself' ? [guardrailArn] : [guardrailArn, `${guardrailArn}:*`],
    },
  ],
});

/**
 * Who will stop working: principals that can call a model in the Region and cannot apply the guardrail that is enforced there get
 * AccessDenied for every call. Asked before Ringfence enforces anything, and after anybody else changed enforcement, a resource
 * policy or a policy of the organisation. A guardrail of another account also needs its owner's policy, which is not asked here.
 */
export const stoppedCallers = (input: {
  principals: readonly PrincipalFacts[];
  enforced: readonly Enforcement[];
  /** ISO 8601. */
  now: string;
  /** Default: asks the reasoner. */
  can?: (principal: PrincipalFacts, ask: Ask) => Answer;
}): readonly StoppedCallers[] => {
  const can = input.can ?? asking(input.now);
  return input.enforced.map((enforcement) => {
    const { region, guardrailArn, resourcePolicy } = enforcement;
    const judged = input.principals.map((principal) => ({
      arn: principal.arn,
      fate: fateOf(withPolicy(principal, guardrailArn, resourcePolicy), enforcement, can),
    }));
    const which = (fate: Fate): readonly string[] =>
      judged.flatMap((each) => (each.fate === fate ? [each.arn] : [])).sort();
    return {
      accountId: input.principals[0]?.accountId ?? guardrailArn.split(':')[4] ?? '',
      region,
      guardrailArn,
      stopped: which('stopped'),
      undetermined: which('undetermined'),
    };
  });
};

type Fate = 'stopped' | 'works' | 'undetermined';

const fateOf = (
  principal: PrincipalFacts,
  { region, guardrailArn, resourcePolicy }: Enforcement,
  can: (principal: PrincipalFacts, ask: Ask) => Answer,
): Fate => {
  const invoke = can(principal, invokeIn(region));
  if (invoke.answer === 'no') return 'works';
  const apply = can(principal, applyOf(guardrailArn, resourcePolicy === undefined ? 'with-versions' : 'itself'));
  if (apply.answer === 'yes') return 'works';
  return invoke.answer === 'yes' && apply.answer === 'no' ? 'stopped' : 'undetermined';
};

/** The one resource policy that decides; others of the account say nothing about this guardrail. */
const withPolicy = (principal: PrincipalFacts, arn: string, text: string | undefined): PrincipalFacts => {
  if (text === undefined || arn.split(':')[4] !== principal.accountId) return principal;
  const { resourcePolicies } = principal;
  const others = resourcePolicies.state === 'known' ? resourcePolicies.value : {};
  return {
    ...principal,
    resourcePolicies: known({ ...others, [arn]: { name: 'the resource policy of the guardrail', text } }),
  };
};

const asking = (now: string): ((principal: PrincipalFacts, ask: Ask) => Answer) => {
  const cache: PolicyCache = new Map();
  return (principal, ask) => reasoner.canEver(reasoner.compile(principal, cache), ask, { model: 'realistic', now });
};
