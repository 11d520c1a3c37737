import { displayText } from '../../change/display-text.ts';
import type { GuardrailRecord, SeenGuardrail } from '../../facts/account-facts.ts';
import { heldAgainst } from '../../facts/guardrail/guardrail-record.ts';
import { planRecreation, type RecreationStep } from '../../response/guardrail/plan-recreation.ts';
import { putBack } from '../../response/guardrail/put-back.ts';
import type { GuardrailFacts } from '../../facts/account-facts.ts';
import type { Evidence } from '../../checks/check.ts';
import type { Judgement } from '../../checks/judgement.ts';
import { foldSentences, sentenceText } from '../../facts/guardrail/fold-sentences.ts';

/** How a deleted guardrail is brought back from memory, one sentence each. Nothing of what it holds is quoted. */
export const recreationSummary = (record: GuardrailRecord, versions: readonly SeenGuardrail[]): readonly string[] => {
  const draft = heldAgainst(record);
  const { steps, leftOut } = planRecreation(
    draft.facts,
    versions.map(({ facts }) => facts),
  );
  return [
    `${steps.length} ${steps.length === 1 ? 'call' : 'calls'}: ${steps.map(stepText).join(', ')}; DRAFT as it was at ${draft.asOf}`,
    'the identifier is new: whoever named the old one has to name the new one',
    ...(leftOut.length === 0
      ? []
      : [`left out, as this version does not know it: ${displayText(leftOut.join(', '), 512)}`]),
    `ringfence guardrails show ${record.facts.id} > draft.json, then ringfence guardrails recreate draft.json`,
  ];
};

const stepText = (step: RecreationStep): string => {
  switch (step.call) {
    case 'CreateGuardrail':
    case 'UpdateGuardrail':
      return step.call;
    case 'CreateGuardrailVersion':
      return step.from === step.becomes
        ? `CreateGuardrailVersion ${step.becomes}`
        : `CreateGuardrailVersion ${step.becomes}, which was ${step.from}`;
  }
};

/** A published version that is gone comes back under another number only, and while the guardrail is there. */
export const versionSummary = (version: string): readonly string[] => [
  `version ${displayText(version, 16)} cannot get its number back: publish what it held again, and let its callers name the new number`,
];

/** Sentences of a plan in one alert. */
const inEvidence = 20;

/** A finding that a guardrail got weaker, with how it is put back: what comes back, what stays open, and that no gain is lost. */
export const withPutBack = (judgement: Judgement, record: GuardrailRecord, now: GuardrailFacts): Judgement => {
  const { answer } = judgement;
  if (answer.answer !== 'yes' || !('evidence' in answer)) return judgement;
  return { ...judgement, answer: { ...answer, evidence: [...answer.evidence, ...putBackEvidence(record, now)] } };
};

const putBackEvidence = (record: GuardrailRecord, now: GuardrailFacts): readonly Evidence[] => {
  const plan = putBack(heldAgainst(record).facts.content, now.content);
  const fact = 'to put it back';
  if (!plan.can) return [{ fact, value: `not by a plan (${plan.because}): ${plan.detail}` }];
  const back = foldSentences(plan.putBack);
  const gains = plan.proof.before.changes.filter(({ verdict }) => verdict === 'stronger').length;
  return [
    {
      fact,
      value: `one UpdateGuardrail that takes back ${counted(plan.putBack.length, 'loss', 'losses')} and keeps ${counted(gains, 'gain', 'gains')}: ringfence guardrails put-back`,
    },
    ...back.slice(0, inEvidence).map((each) => ({ fact: 'would be undone', value: sentenceText(each) })),
    ...(plan.left.length === 0
      ? []
      : [
          {
            fact: 'left for a person',
            value: `${counted(plan.left.length, 'difference', 'differences')} that cannot be ranked`,
          },
        ]),
  ];
};

const counted = (n: number, one: string, more: string): string => `${n} ${n === 1 ? one : more}`;
