import type { Change } from '../../change/change.ts';
import type { ChangeContext, ContainmentInForce, RememberedGuardrail } from '../../checks/check.ts';
import type { Ports } from '../../ports/ports.ts';
import { carriedBy } from '../../response/mark-drift.ts';
import type { Plan } from '../../response/plan.ts';
import { isInForce } from '../../response/saga-transitions.ts';
import { guardrailSummary } from './guardrail-summary.ts';

/** What Ringfence remembers that a check of one change may need. */
export const changeContext = async (
  ports: Pick<Ports, 'sagas' | 'guardrailMemory'>,
  change: Change,
  ownEcho: boolean,
): Promise<ChangeContext> => ({
  containments: await containmentsInForce(ports),
  ownEcho,
  guardrailMemory: await rememberedGuardrails(ports, change),
});

/** One line a document of ours that is in force. What a later containment took over is looked at there. */
export const containmentsInForce = async (ports: Pick<Ports, 'sagas'>): Promise<readonly ContainmentInForce[]> => {
  const sagas = await ports.sagas.list();
  return sagas
    .filter((saga) => isInForce(saga) && carriedBy(saga, sagas) === undefined)
    .flatMap(({ id, plan }) =>
      documentsInForce(plan).map((policyArn) => ({ subject: plan.subject, policyArn, sagaId: id })),
    );
};

const documentsInForce = ({ policyArn, inlineName, revocationName }: Plan): readonly string[] => [
  ...(policyArn === undefined ? [] : [policyArn]),
  ...[inlineName, revocationName].flatMap((name) => (name === undefined ? [] : [`inline:${name}`])),
];

const rememberedGuardrails = async (
  ports: Pick<Ports, 'guardrailMemory'>,
  change: Change,
): Promise<Readonly<Record<string, RememberedGuardrail>>> => {
  const remembered: Record<string, RememberedGuardrail> = {};
  for (const touched of change.touches) {
    if (touched.kind !== 'guardrail') continue;
    const read = await ports.guardrailMemory.recall(touched.identifier);
    if (read.found !== 'yes') continue;
    const { facts, asOf, heldAgainst } = read.value;
    const summary = guardrailSummary(facts);
    // Weakened first and deleted then: what it was before both is what a restore brings back.
    const before = heldAgainst === undefined ? [] : guardrailSummary(heldAgainst.facts);
    const lost = before.filter((line) => !summary.includes(line)).map((line) => `until it was weakened: ${line}`);
    remembered[facts.id] = { name: facts.name, asOf, summary: [...summary, ...lost] };
  }
  return remembered;
};
