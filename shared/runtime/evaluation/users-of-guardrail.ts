import { guardrailsTested } from '../../checks/access/avoid-guardrail/required-guardrails.ts';
import type { GuardrailUser } from '../../checks/check.ts';
import { reasoner } from '../../checks/reasoner.ts';
import { isJsonObject, type JsonObject } from '../../change/json-object.ts';
import { enforcedConfigs } from '../../facts/guardrail/diff-enforcement.ts';
import type { PrincipalFacts } from '../../facts/principal-facts.ts';
import type { PolicyCache } from '../../reasoning/compile-principal.ts';
import type { Ask } from '../../reasoning/types.ts';

/** What went away. `version` absent: the guardrail with all its versions. */
export type Gone = { id: string; region: string; version?: string };

/**
 * What happens to a call that names a guardrail that is gone: it is refused (AWS: "Delete your guardrail" and "Delete a version of
 * a guardrail" ask to disassociate it first "to avoid errors"). So whoever has to name it stops working, and whoever may leave it
 * out can go on without any.
 */
const refused = 'a call that names it is refused';

/** Principals whose policies or boundary test `bedrock:GuardrailIdentifier` for it, each with what it can still do. */
export const principalsNaming = (
  principals: readonly PrincipalFacts[],
  gone: Gone,
  now: string,
): readonly GuardrailUser[] => {
  const cache: PolicyCache = new Map();
  return principals
    .filter((principal) => names(principal, gone))
    .map((principal): GuardrailUser => {
      const answer = reasoner.canEver(reasoner.compile(principal, cache), withoutGuardrail, {
        model: 'realistic',
        now,
      });
      const by = principal.arn;
      switch (answer.answer) {
        case 'no':
          return {
            by,
            now: 'fails-closed',
            because: `${refused}, and its policies let it call no model without a guardrail`,
          };
        case 'yes':
          return {
            by,
            now: 'may-run-unguarded',
            because: `${refused}, but it may call ${answer.witness.request.resource} without naming a guardrail`,
          };
        case 'unknown':
          return {
            by,
            now: 'not-known',
            because: `${refused}; whether it may call without one is not known: ${answer.why.detail}`,
          };
      }
    });
};

/** The key is there only where the request names a guardrail (AWS: "Set up permissions to use Amazon Bedrock Guardrails"). */
const withoutGuardrail: Ask = {
  name: 'call-without-guardrail',
  any: [
    {
      actions: ['bedrock:InvokeModel', 'bedrock:InvokeModelWithResponseStream'],
      resources: ['*'],
      condition: { Null: { 'bedrock:GuardrailIdentifier': 'true' } },
    },
  ],
};

/** Ids of guardrails have one length, so none begins with another. A pattern for every guardrail names none of them. */
const names = (principal: PrincipalFacts, { id, version }: Gone): boolean => {
  const tested = guardrailsTested(principal);
  if (tested === undefined) return false;
  return version === undefined
    ? tested.arns.some((arn) => arn.includes(`:guardrail/${id}`))
    : tested.versioned.some((arn) => arn.endsWith(`:guardrail/${id}:${version}`));
};

/** What else named it when it was last seen: enforcement of the account and of the organisation, agents, flows. */
export const settingsNaming = (
  remembered: { enforced?: JsonObject; organisation?: JsonObject; references?: JsonObject },
  gone: Gone,
): readonly GuardrailUser[] => [
  ...enforcedConfigs(remembered.enforced)
    .filter(({ guardrailArn, guardrailVersion }) => isIt(guardrailArn, guardrailVersion, gone))
    .map(
      (): GuardrailUser => ({
        by: `account enforcement in ${gone.region}`,
        // [unconfirmed] of the account's own enforcement; documented of the organisation's.
        now: 'fails-closed',
        because: 'model calls of the Region are refused while the configuration names a guardrail that is gone',
      }),
    ),
  ...listOf(remembered.organisation, 'policies')
    .filter(({ guardrailArn, guardrailVersion }) => isIt(guardrailArn, guardrailVersion, gone))
    .map(
      ({ policyId }): GuardrailUser => ({
        by: `Bedrock policy ${typeof policyId === 'string' ? policyId : 'without an id'} of the organisation`,
        now: 'fails-closed',
        // AWS: "Bedrock policies" of AWS Organizations, on a guardrail ARN that is not valid.
        because: 'every Bedrock call of the accounts that it reaches fails until the management account names another',
      }),
    ),
  ...listOf(remembered.references, 'references')
    .filter(({ guardrail, version }) => isIt(guardrail, version, gone))
    .map(
      ({ by }): GuardrailUser => ({
        by: typeof by === 'string' ? by : 'an agent or a flow without a name',
        // [unconfirmed]: the pages on deletion say "errors" and not which.
        now: 'fails-closed',
        because: 'its calls name it and are refused until it names another one',
      }),
    ),
];

const listOf = (content: JsonObject | undefined, list: string): readonly JsonObject[] => {
  const value = content?.[list];
  return Array.isArray(value) ? value.filter(isJsonObject) : [];
};

const isIt = (guardrail: unknown, version: unknown, gone: Gone): boolean => {
  if (typeof guardrail !== 'string') return false;
  const [id, inArn] = (guardrail.split('guardrail/').at(-1) ?? guardrail).split(':');
  if (id !== gone.id) return false;
  return gone.version === undefined || (typeof version === 'string' ? version : inArn) === gone.version;
};
