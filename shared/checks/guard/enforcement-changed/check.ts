import { z } from 'zod';
import type { Change } from '../../../change/change.ts';
import { displayText } from '../../../change/display-text.ts';
import type { AccountFacts } from '../../../facts/account-facts.ts';
import type { HeldSurrounding } from '../../../facts/guardrail/surroundings.ts';
import type { EnforcedGuardrail } from '../../../facts/region-state.ts';
import { actorOf } from '../../actor-of.ts';
import type { AccountStateCheck, ChangeContext, Evidence, StateJudgement } from '../../check.ts';
import { judgeRegions, missing, yes } from '../../judge-facts.ts';
import type { CheckSettings } from '../../settings.ts';
import { regionSubject } from '../../subjects.ts';
import { guardrailChanges, organisationChanges } from '../../triggers.ts';
import { heldOf, tellHeld, type ToldHeld } from '../tell-held.ts';
import { enforcedNow } from './enforced-now.ts';
import { enforcementFaults } from './judge-enforcement.ts';
import { judgeStopped, stoppedBy } from './judge-stopped.ts';

export const enforcementChanged = {
  id: 'RF.GUARD.5',
  name: 'enforcement-changed',
  title: 'Account enforcement changed',
  kind: 'account-state',
  severity: 'critical',
  pack: 'essential',
  // A policy of the organisation enforces too: who stops working is asked after each.
  triggeredBy: [...guardrailChanges, ...organisationChanges],
  administrators: 'judged',
  containment: 'restore',
  fix: 'Enforce the published version of the guardrail for every model again, after you have seen who would be refused.',
  references: {
    guidance: ['layer-3'],
    owaspLlm: ['LLM01'],
    aisf: ['AISF-AI-01'],
    attack: [{ tactic: 'TA0112', technique: 'T1685' }],
  },
  judge: ({ account, settings, can }) => [...judgeEnforced(account, settings), ...judgeStopped(account, settings, can)],
  judgeChange: ({ change, context, settings }) => {
    if (change.outcome.result !== 'succeeded' || context.ownEcho) return [];
    return [
      ...judgeItself(change, context, settings),
      ...(context.stoppedCallers ?? []).map((each) => stoppedBy(change, each)),
    ];
  },
} as const satisfies AccountStateCheck;

/** A Region whose configurations were just read and can be held against a memory is judged by both; the others by the settings. */
const judgeEnforced = (account: AccountFacts, settings: CheckSettings): readonly StateJudgement[] => {
  const held = heldOf(account.surroundings, 'enforced-guardrails');
  const isHeld = new Set(held.map(({ region }) => region));
  return [
    ...held.map((each) => judgeHeld(account.accountId, each, settings)),
    ...judgeRegions({ account, settings, name: 'enforcement-changed' }, 'enforcedGuardrails', (enforced, region) => {
      const faults = enforcementFaults(enforced, meantIn(region, settings));
      return faults.length === 0 ? [] : [found({ accountId: account.accountId, region, faults })];
    }).filter(({ subject }) => !isHeld.has(subject.region ?? '')),
  ];
};

const judgeHeld = (accountId: string, held: HeldSurrounding, settings: CheckSettings): StateJudgement => {
  const { losses, evidence } = tellHeld(held);
  const faults = enforcementFaults(enforcedNow(held), meantIn(held.region, settings));
  const all = [...losses, ...faults];
  const judged = found({ accountId, region: held.region, faults: all, evidence });
  return all.length === 0 ? { ...judged, answer: { answer: 'no' } } : judged;
};

const judgeItself = (change: Change, context: ChangeContext, settings: CheckSettings): readonly StateJudgement[] => {
  const [held] = heldOf(context.surroundings, 'enforced-guardrails', change.region);
  const told = held === undefined ? { losses: [], evidence: [] } : tellHeld(held);
  switch (change.eventName) {
    case 'DeleteEnforcedGuardrailConfiguration':
      return [
        found({
          accountId: change.accountId,
          region: change.region,
          faults: ['the enforced configuration was deleted', ...told.losses],
          by: change,
          evidence: told.evidence,
        }),
      ];
    case 'PutEnforcedGuardrailConfiguration':
      return judgePut(change, settings, told);
    default:
      return [];
  }
};

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

const judgePut = (change: Change, settings: CheckSettings, told: ToldHeld): readonly StateJudgement[] => {
  const { accountId, region } = change;
  const parsed = parameters.safeParse(change.parameters);
  if (!parsed.success && told.losses.length === 0) {
    const answer = missing(
      `${change.eventName} ${change.eventId} does not say what is enforced: read the enforced configurations of ${region}`,
    );
    return [{ ...found({ accountId, region, faults: ['it was replaced'], by: change }), answer }];
  }
  const all = [...told.losses, ...(parsed.success ? faultsOf(parsed.data, change, settings, told) : [])];
  return all.length === 0 ? [] : [found({ accountId, region, faults: all, by: change, evidence: told.evidence })];
};

const faultsOf = (
  { guardrailInferenceConfig }: z.infer<typeof parameters>,
  { region }: Change,
  settings: CheckSettings,
  { losses }: ToldHeld,
): readonly string[] => {
  const { guardrailIdentifier, guardrailVersion, modelEnforcement } = guardrailInferenceConfig;
  const enforced: EnforcedGuardrail = {
    configId: '',
    guardrailArn: guardrailIdentifier,
    guardrailVersion,
    ...(modelEnforcement === undefined ? {} : modelEnforcement),
  };
  const faults = enforcementFaults([enforced], meantIn(region, settings));
  // Models can be left out on purpose; where nobody said what is meant, only what was said in the call counts.
  const excluded = modelEnforcement?.excludedModels ?? [];
  const said = excluded.length === 0 || losses.length > 0 ? [] : [`models were excluded: ${excluded.join(', ')}`];
  return faults.length > 0 ? faults : said;
};

type Found = {
  accountId: string;
  region: string;
  faults: readonly string[];
  by?: Change;
  evidence?: readonly Evidence[];
};

const found = ({ accountId, region, faults, by, evidence = [] }: Found): StateJudgement => ({
  name: 'enforcement-changed',
  subject: regionSubject(accountId, region),
  sentence: `guardrail enforcement in ${displayText(region)}: ${displayText(faults.join('; '), 512)}`,
  ...(by === undefined ? {} : { reason: `${actorOf(by)} changed it by ${by.eventName}.` }),
  answer: yes(
    ...(by === undefined ? [] : [{ fact: 'CloudTrail event', value: by.eventId }]),
    ...faults.map((value) => ({ fact: `enforcement in ${region}`, value })),
    ...evidence,
  ),
});
