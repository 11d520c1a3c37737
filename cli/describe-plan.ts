import { createTwoFilesPatch } from 'diff';
import { displayText } from '../shared/change/display-text.ts';
import { shellQuoted } from '../shared/change/shell-quoted.ts';
import { doneOutcome } from '../shared/response/done-outcome.ts';
import type { Mechanism, NoPlan, Plan, PlanDocuments, Planned, PlannedCall } from '../shared/response/plan.ts';
import { describeRequest } from './describe-answer.ts';
import { formLines, planForms } from './plan-forms.ts';

/** The file that a document of the plan stands in for a person: a shell would take the text apart. */
const fileOf = (documents: PlanDocuments, document: string): string => {
  if (document === documents.revocation) return 'revoke.json';
  return document === documents.inline || document === documents.managed ? 'deny.json' : 'boundary.json';
};

/** A call as a person pastes it. */
export const describeCall = ({ service, operation, parameters }: PlannedCall, documents: PlanDocuments = {}): string =>
  `aws ${service} ${operation} ${Object.entries(parameters)
    .map(
      ([name, value]) =>
        `--${name} ${shellQuoted(value.startsWith('{') ? `file://${fileOf(documents, value)}` : value)}`,
    )
    .join(' ')}`;

export const mechanismWords: Readonly<Record<Mechanism, string>> = {
  boundary: 'by a new boundary',
  inline: 'by an inline Deny beside what is there',
  merged: 'by a boundary that holds the present one and the Deny',
  managed: 'by an attached Deny policy',
  group: 'by an inline Deny in a group',
};

const parsed = (document: string): unknown => JSON.parse(document);

export const pretty = (document: string): string => JSON.stringify(parsed(document), undefined, 2);

const questionLines = (plan: Plan): readonly string[] => {
  const byCheck = Map.groupBy(plan.questions, ({ checkId }) => checkId);
  return [...byCheck.entries()].map(([checkId, questions]) => {
    const names = questions.map(({ name }) => name);
    const shown = names.slice(0, 4).join(', ');
    return `  ${checkId}  ${names.length > 4 ? `${shown} and ${names.length - 4} more` : shown}: yes before, no after`;
  });
};

export const proofLines = ({ questions, proof, mechanism }: Plan): readonly string[] => {
  const { exact, sampled, differences } = proof.outsideUnchanged;
  const outside = exact
    ? `every request outside the question keeps its answer: ${
        mechanism === 'boundary'
          ? 'the boundary is Allow * and the Deny, nothing else'
          : 'what is added is Deny alone, and nothing that is there is left out'
      }`
    : `of ${sampled} requests sampled outside the question, ${differences.length} change their answer`;
  return [
    `  ${questions.length} ${questions.length === 1 ? 'question answers' : 'questions answer'} yes now and no afterwards`,
    `  ${outside}${exact && sampled > 0 ? ` (${sampled} sampled beside it)` : ''}`,
  ];
};

const planLines = (plan: Plan): readonly string[] => {
  const first = plan.questions[0]?.before;
  return [
    `plan ${plan.id}: ${plan.level}, ${mechanismWords[plan.mechanism]}, for ${plan.subject.arn}`,
    ...(plan.passedOver ?? []).map((line) => `  not ${displayText(line, 1024)}`),
    '',
    'What it closes',
    ...questionLines(plan),
    ...(first?.answer === 'yes' ? [`  a request that is allowed now: ${describeRequest(first.witness.request)}`] : []),
    '',
    'Proof',
    ...proofLines(plan),
    ...(plan.leavesOpen === undefined
      ? []
      : ['', 'What stays open at this level', ...plan.leavesOpen.map((line) => `  ${displayText(line, 256)}`)]),
    '',
    'What stops working',
    ...plan.stops.map((line) => `  ${displayText(line, 1024)}`),
    ...(plan.approvalReasons.length === 0
      ? []
      : ['', 'A person has to approve it', ...plan.approvalReasons.map((line) => `  ${displayText(line, 1024)}`)]),
    '',
    'Calls',
    ...plan.calls.map((call) => `  ${describeCall(call, plan.documents)}`),
    '',
    'Undo',
    ...plan.undo.map((call) => `  ${describeCall(call, plan.documents)}`),
    ...planDiffs(plan).flatMap(({ file, diff }) => [
      '',
      `Document ${file}`,
      ...diff
        .split('\n')
        .slice(4)
        .map((line) => `  ${line}`),
    ]),
  ];
};

/** Each policy that a plan writes, before and after, as a unified diff. Before: what a merged boundary takes the place of. */
const planDiffs = ({ documents, replaced }: Plan): readonly { file: string; diff: string }[] =>
  Object.values(documents).map((after) => {
    const before = after === documents.merged && replaced !== undefined ? `${pretty(replaced.document)}\n` : '';
    const diff = createTwoFilesPatch('before', 'after', before, `${pretty(after)}\n`, '', '', { context: 2 });
    return { file: fileOf(documents, after), diff };
  });

const documentWords: Readonly<Record<string, string>> = {
  inline: 'Inline Deny (deny.json)',
  serviceControlPolicy: 'Service control policy',
  resourcePolicy: 'Policy of a resource that lets it in',
  trustPolicy: 'Trust policy of a role that lets it in',
  permissionSet: 'Inline policy of the permission set',
};

const noPlanLines = ({ outcome, detail, advice, documents, extent }: NoPlan): readonly string[] => [
  `${outcome}: ${displayText(detail, 2048)}`,
  '',
  'What a person can do',
  `  ${displayText(advice, 4096)}`,
  ...Object.entries(documents ?? {}).flatMap(([name, document]) => [
    '',
    `${documentWords[name] ?? name}${extent === undefined || name === 'trustPolicy' ? '' : `, denies ${extent.denies}`}`,
    ...pretty(document)
      .split('\n')
      .map((line) => `  ${line}`),
  ]),
];

/**
 * A plan for a person: what it closes, the proof, what stops, each call, the way back, the document as a diff.
 * @param formsFor ARN of the principal, where the documents are wanted in every form
 */
export const describePlan = (planned: Planned, formsFor?: string): string =>
  [
    ...(planned.planned ? planLines(planned.plan) : noPlanLines(planned)),
    ...(formsFor === undefined ? [] : formLines(planForms(planned, formsFor))),
  ]
    .join('\n')
    .trimEnd();

/** The plan for machines: the documents are those that IAM would get. */
export const planJson = (planned: Planned, level: string, formsFor?: string): object => ({
  ...plainJson(planned, level),
  ...(formsFor === undefined ? {} : { forms: planForms(planned, formsFor) }),
});

const plainJson = (planned: Planned, level: string): object => {
  if (!planned.planned) {
    const { outcome, detail, advice, documents = {}, extent } = planned;
    return {
      schemaVersion: '1',
      outcome,
      level: extent?.level ?? level,
      ...(extent === undefined ? {} : { denies: extent.denies }),
      mechanism: null,
      detail,
      advice,
      documents: Object.fromEntries(Object.entries(documents).map(([name, text]) => [name, parsed(text)])),
      questions: [],
      stops: [],
      undo: [],
    };
  }
  const { plan } = planned;
  return {
    schemaVersion: '1',
    outcome: doneOutcome(plan.mechanism),
    mechanism: plan.mechanism,
    level: plan.level,
    subject: plan.subject,
    planHash: plan.planHash,
    policyArn: plan.policyArn,
    documents: Object.fromEntries(Object.entries(plan.documents).map(([name, text]) => [name, parsed(text)])),
    questions: plan.questions.map(({ checkId, name, findingId, before, after }) => ({
      checkId,
      name,
      findingId,
      before: before.answer,
      after: after.answer,
      witness: before.answer === 'yes' ? before.witness.request : null,
    })),
    diffs: planDiffs(plan),
    ...(plan.inlineName === undefined ? {} : { inlineName: plan.inlineName }),
    ...(plan.revocationName === undefined ? {} : { revocationName: plan.revocationName }),
    ...(plan.replaced === undefined ? {} : { replaced: { arn: plan.replaced.arn } }),
    ...(plan.credentials === undefined ? {} : { credentials: plan.credentials }),
    gainUnknown: plan.gainUnknown === true,
    leavesOpen: plan.leavesOpen ?? [],
    passedOver: plan.passedOver ?? [],
    proof: plan.proof,
    shield: plan.shield,
    approvalReasons: plan.approvalReasons,
    stops: plan.stops,
    calls: plan.calls,
    undo: plan.undo,
  };
};
