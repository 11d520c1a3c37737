import { z } from 'zod';
import type { Change } from '../../../change/change.ts';
import { displayText } from '../../../change/display-text.ts';
import type { EnforcedGuardrail } from '../../../facts/region-state.ts';
import { actorOf } from '../../actor-of.ts';
import type { AccountStateCheck, StateJudgement } from '../../check.ts';
import { judgeRegions, missing, yes } from '../../judge-facts.ts';
import type { CheckSettings } from '../../settings.ts';
import { regionSubject } from '../../subjects.ts';
import { guardrailChanges } from '../../triggers.ts';
import { enforcementFaults } from './judge-enforcement.ts';

export const enforcementChanged = {
  id: 'RF.GUARD.5',
  name: 'enforcement-changed',
  title: 'Account enforcement changed',
  kind: 'account-state',
  severity: 'critical',
  pack: 'essential',
  triggeredBy: guardrailChanges,
  administrators: 'judged',
  containment: 'restore',
  fix: 'Enforce the published version of the guardrail for every model again, after you have seen who would be refused.',
  references: {
    guidance: ['layer-3'],
    owaspLlm: ['LLM01'],
    aisf: ['AISF-AI-01'],
    attack: [{ tactic: 'TA0112', technique: 'T1685' }],
  },
  judge: ({ account, settings }) =>
    judgeRegions({ account, settings, name: 'enforcement-changed' }, 'enforcedGuardrails', (enforced, region) => {
      const faults = enforcementFaults(enforced, meantIn(region, settings));
      return faults.length === 0 ? [] : [found(account.accountId, region, faults, [])];
    }),
  judgeChange: ({ change, context, settings }) => {
    if (change.outcome.result !== 'succeeded' || context.ownEcho) return [];
    switch (change.eventName) {
      case 'DeleteEnforcedGuardrailConfiguration':
        return [found(change.accountId, change.region, ['the enforced configuration was deleted'], [change])];
      case 'PutEnforcedGuardrailConfiguration':
        return judgePut(change, settings);
      default:
        return [];
    }
  },
} as const satisfies AccountStateCheck;

const meantIn = (region: string, { enforcedGuardrails }: CheckSettings) =>
  enforcedGuardrails.filter((each) => each.region === region);

/** Parameters of PutEnforcedGuardrailConfiguration (Amazon Bedrock API Reference, "AccountEnforcedGuardrailInferenceInputConfiguration"). */
const parameters = z.object({
  guardrailInferenceConfig: z.object({
    guardrailIdentifier: z.string(),
    guardrailVersion: z.string(),
    modelEnforcement: z
      .object({ includedModels: z.array(z.string()).default(['ALL']), excludedModels: z.array(z.string()).default([]) })
      .optional(),
  }),
});

const judgePut = (change: Change, settings: CheckSettings): readonly StateJudgement[] => {
  const parsed = parameters.safeParse(change.parameters);
  if (!parsed.success) {
    const answer = missing(
      `${change.eventName} ${change.eventId} does not say what is enforced: read the enforced configurations of ${change.region}`,
    );
    return [{ ...found(change.accountId, change.region, ['it was replaced'], [change]), answer }];
  }
  const { guardrailIdentifier, guardrailVersion, modelEnforcement } = parsed.data.guardrailInferenceConfig;
  const enforced: EnforcedGuardrail = {
    configId: '',
    guardrailArn: guardrailIdentifier,
    guardrailVersion,
    ...(modelEnforcement === undefined ? {} : modelEnforcement),
  };
  const faults = enforcementFaults([enforced], meantIn(change.region, settings));
  // Models can be left out on purpose; where nobody said what is meant, only what was said in the call counts.
  const excluded = modelEnforcement?.excludedModels ?? [];
  const said = excluded.length === 0 ? [] : [`models were excluded: ${excluded.join(', ')}`];
  const all = faults.length > 0 ? faults : said;
  return all.length === 0 ? [] : [found(change.accountId, change.region, all, [change])];
};

const found = (
  accountId: string,
  region: string,
  faults: readonly string[],
  by: readonly Change[],
): StateJudgement => ({
  name: 'enforcement-changed',
  subject: regionSubject(accountId, region),
  sentence: `guardrail enforcement in ${displayText(region)}: ${displayText(faults.join('; '), 512)}`,
  ...(by[0] === undefined ? {} : { reason: `${actorOf(by[0])} changed it by ${by[0].eventName}.` }),
  answer: yes(
    ...by.map(({ eventId }) => ({ fact: 'CloudTrail event', value: eventId })),
    ...faults.map((value) => ({ fact: `enforcement in ${region}`, value })),
  ),
});
