import { createTwoFilesPatch } from 'diff';
import { displayText } from '../shared/change/display-text.ts';
import type { NoPlan, Plan, Planned, PlannedCall } from '../shared/response/plan.ts';
import { describeRequest } from './describe-answer.ts';

/** A call as a person would type it. A document stands in a file, because a shell would take it apart. */
export const describeCall = ({ service, operation, parameters }: PlannedCall): string =>
  `aws ${service} ${operation} ${Object.entries(parameters)
    .map(([name, value]) => `--${name} ${value.startsWith('{') ? 'file://boundary.json' : value}`)
    .join(' ')}`;

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

export const proofLines = ({ questions, proof }: Plan): readonly string[] => {
  const { exact, sampled, differences } = proof.outsideUnchanged;
  const outside = exact
    ? 'every request outside the question keeps its answer: the boundary is Allow * and the Deny, nothing else'
    : `of ${sampled} requests sampled outside the question, ${differences.length} change their answer`;
  return [
    `  ${questions.length} ${questions.length === 1 ? 'question answers' : 'questions answer'} yes now and no afterwards`,
    `  ${outside}${exact && sampled > 0 ? ` (${sampled} sampled beside it)` : ''}`,
  ];
};

const planLines = (plan: Plan): readonly string[] => {
  const first = plan.questions[0]?.before;
  const document =
    plan.documents.boundary ?? plan.documents.inline ?? plan.documents.merged ?? plan.documents.managed ?? '{}';
  const diff = createTwoFilesPatch('before', 'after', '', `${pretty(document)}\n`, '', '', { context: 2 });
  return [
    `plan ${plan.id}: ${plan.level}, by a new ${plan.mechanism} for ${plan.subject.arn}`,
    '',
    'What it closes',
    ...questionLines(plan),
    ...(first?.answer === 'yes' ? [`  a request that is allowed now: ${describeRequest(first.witness.request)}`] : []),
    '',
    'Proof',
    ...proofLines(plan),
    '',
    'What stops working',
    ...plan.stops.map((line) => `  ${displayText(line, 1024)}`),
    ...(plan.approvalReasons.length === 0
      ? []
      : ['', 'A person has to approve it', ...plan.approvalReasons.map((line) => `  ${displayText(line, 1024)}`)]),
    '',
    'Calls',
    ...plan.calls.map((call) => `  ${describeCall(call)}`),
    '',
    'Undo',
    ...plan.undo.map((call) => `  ${describeCall(call)}`),
    '',
    'Document',
    ...diff
      .split('\n')
      .slice(4)
      .map((line) => `  ${line}`),
  ];
};

const noPlanLines = ({ outcome, detail, advice, documents }: NoPlan): readonly string[] => [
  `${outcome}: ${displayText(detail, 2048)}`,
  '',
  'What a person can do',
  `  ${displayText(advice, 4096)}`,
  ...Object.entries(documents ?? {}).flatMap(([name, document]) => [
    '',
    name === 'inline' ? 'Inline Deny (deny.json)' : 'Service control policy',
    ...pretty(document)
      .split('\n')
      .map((line) => `  ${line}`),
  ]),
];

/** A plan for a person: what it closes, the proof, what stops, each call, the way back, the document as a diff. */
export const describePlan = (planned: Planned): string =>
  (planned.planned ? planLines(planned.plan) : noPlanLines(planned)).join('\n').trimEnd();

/** The plan for machines: the documents are those that IAM would get. */
export const planJson = (planned: Planned, level: string): object => {
  if (!planned.planned) {
    const { outcome, detail, advice, documents } = planned;
    return {
      schemaVersion: '1',
      outcome,
      level,
      mechanism: null,
      detail,
      advice,
      documents: documents ?? {},
      questions: [],
      stops: [],
      undo: [],
    };
  }
  const { plan } = planned;
  return {
    schemaVersion: '1',
    outcome: plan.mechanism === 'boundary' ? 'CONTAINED_BOUNDARY' : `CONTAINED_${plan.mechanism.toUpperCase()}`,
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
    proof: plan.proof,
    shield: plan.shield,
    approvalReasons: plan.approvalReasons,
    stops: plan.stops,
    calls: plan.calls,
    undo: plan.undo,
  };
};
