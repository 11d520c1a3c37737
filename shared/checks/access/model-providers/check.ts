import type { Change } from '../../../change/change.ts';
import { displayText } from '../../../change/display-text.ts';
import { matchesWildcard } from '../../../reasoning/policy/wildcard.ts';
import type { Ask } from '../../../reasoning/types.ts';
import type { ChangeCheck, StateJudgement, Subject } from '../../check.ts';
import type { AccountModels, CheckSettings } from '../../settings.ts';
import { partitionOf, regionSubject } from '../../subjects.ts';

/** Calls that make a model usable in an account (AWS: "Access Amazon Bedrock foundation models"). */
const enabling = [
  'bedrock.amazonaws.com:CreateFoundationModelAgreement',
  'bedrock.amazonaws.com:PutFoundationModelEntitlement',
] as const;

/** What the actor is kept from doing again. */
const enablingActions: Ask = {
  name: 'enable-models',
  any: [
    { actions: ['bedrock:CreateFoundationModelAgreement', 'bedrock:PutFoundationModelEntitlement'], resources: ['*'] },
  ],
};

export const modelProviders = {
  id: 'RF.ACCESS.6',
  name: 'model-providers',
  title: 'Only approved model providers in the account',
  kind: 'change',
  severity: 'high',
  pack: 'recommended',
  triggeredBy: enabling,
  administrators: 'judged',
  containment: 'deny',
  needs: ['accountModels'],
  fix: 'End the agreement (aws bedrock delete-foundation-model-agreement --model-id MODEL), or put the model on the list of the account.',
  references: {
    genSec: ['GENSEC01-BP01'],
    guidance: ['layer-3'],
    owaspLlm: ['LLM03'],
    aisf: ['AISF-MODEL-02'],
    attack: [{ tactic: 'TA0003', technique: 'T1098' }],
    atlas: ['AML.T0040'],
  },
  judge: ({ change, context, settings }) => {
    const approved = approvedIn(settings, change.accountId);
    if (approved === undefined || change.outcome.result !== 'succeeded' || context.ownEcho) return [];
    const modelId = change.parameters['modelId'];
    if (typeof modelId !== 'string' || modelId === '') return [unnamed(change)];
    return [judgeModel(change, modelId.slice(modelId.lastIndexOf('/') + 1), approved)];
  },
} as const satisfies ChangeCheck;

/** The lists of the account. `undefined`: nobody said which models it may enable. */
const approvedIn = (
  { accountModels }: CheckSettings,
  accountId: string,
): Pick<AccountModels, 'providers' | 'models'> | undefined => {
  const own = accountModels.filter((entry) => entry.accountId === accountId);
  const providers = own.flatMap((entry) => entry.providers);
  const models = own.flatMap((entry) => entry.models);
  return providers.length + models.length === 0 ? undefined : { providers, models };
};

const judgeModel = (
  change: Change,
  modelId: string,
  { providers, models }: Pick<AccountModels, 'providers' | 'models'>,
): StateJudgement => {
  const provider = modelId.split('.')[0] ?? modelId;
  const isApproved =
    providers.some((each) => each.toLowerCase() === provider.toLowerCase()) ||
    models.some((pattern) => matchesWildcard(pattern.toLowerCase(), modelId.toLowerCase()));
  return {
    name: 'model-providers',
    subject: modelSubject(change, modelId),
    sentence: `${actorOf(change)} enabled ${displayText(modelId)}, which is not approved in ${change.accountId}`,
    ask: enablingActions,
    answer: isApproved
      ? { answer: 'no' }
      : {
          answer: 'yes',
          evidence: [
            { fact: 'CloudTrail event', value: change.eventId },
            { fact: 'model', value: modelId },
            { fact: 'approved providers', value: providers.join(', ') || 'none' },
            { fact: 'approved models', value: models.join(', ') || 'none' },
          ],
        },
  };
};

/** CloudTrail left the parameters out: a model was enabled and nobody can say which. */
const unnamed = (change: Change): StateJudgement => ({
  name: `unnamed-${change.eventId}`,
  subject: regionSubject(change.accountId, change.region),
  sentence: `${actorOf(change)} enabled a model in ${change.region} that the event does not name`,
  answer: {
    answer: 'unknown',
    why: {
      code: 'missing-facts',
      detail: `${change.eventName} ${change.eventId} does not say which model was enabled; look at model access of ${change.region}`,
    },
  },
});

const modelSubject = ({ accountId, region }: Change, modelId: string): Subject => {
  const arn = `arn:${partitionOf(region)}:bedrock:${region}::foundation-model/${modelId}`;
  // A foundation model has one ARN for every account: the account makes the subject.
  return { kind: 'resource', arn, uniqueId: `${accountId} ${arn}`, accountId, region };
};

const actorOf = ({ actor }: Change): string => displayText(actor.arn ?? `an actor of type ${actor.type}`);
