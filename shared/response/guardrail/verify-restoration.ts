import type { JsonObject } from '../../change/json-object.ts';
import { diffGuardrails } from '../../facts/guardrail/diff-guardrails.ts';
import { guardrailId, isGuardrail } from './repoint-text.ts';
import { repointTarget } from './restoration-steps.ts';
import type { RestorationPorts } from './restoration-run.ts';
import type { Restoration } from './restoration.ts';
import { sameRequest } from './same-request.ts';
import { documentOf } from './whole-document.ts';

export type Verified = { answer: 'yes' } | { answer: 'no' | 'later'; detail: string };

/** What is there now, read back, is what was remembered: the semantic diff says `same`, for DRAFT and for each version. */
export const verifyRestoration = async (ports: RestorationPorts, restoration: Restoration): Promise<Verified> => {
  for (const expected of expectedStates(restoration)) {
    const verified = await verifyState(ports, restoration, expected);
    if (verified.answer !== 'yes') return verified;
  }
  return verifyReferences(ports, restoration);
};

type Expected = { version: string; content: string };

/** The contents in the order of the steps: what a version holds is what was written last before it. */
const expectedStates = ({ plan, made }: Restoration): readonly Expected[] => {
  const states: Expected[] = [];
  let holds: string | undefined;
  for (const step of plan.steps) {
    if (step.step === 'create' || step.step === 'update') holds = step.content;
    if (step.step === 'publish' && holds !== undefined) {
      states.push({ version: made?.versions[step.from] ?? step.becomes, content: holds });
    }
  }
  return holds === undefined ? [] : [...states, { version: 'DRAFT', content: holds }];
};

const verifyState = async (
  ports: RestorationPorts,
  { plan, made }: Restoration,
  { version, content }: Expected,
): Promise<Verified> => {
  const expected = await documentOf(ports, content);
  if (!expected.ok) return { answer: 'no', detail: expected.detail };
  const identifier = made?.id ?? guardrailId(plan.subject.arn);
  const read = await ports.accountState.guardrail(plan.subject.region, identifier, version);
  if (read.found === 'unreadable') return { answer: 'later', detail: read.why };
  if (read.found === 'no')
    return { answer: 'no', detail: `version ${version} of guardrail ${identifier} is not there` };
  const now = read.value.content;
  const status = now['status'] ?? 'READY';
  if (status === 'FAILED' || status === 'DELETING') {
    return { answer: 'no', detail: `version ${version} of guardrail ${identifier} is ${status}` };
  }
  if (status !== 'READY') {
    return { answer: 'later', detail: `version ${version} of guardrail ${identifier} is not READY yet` };
  }
  return holdsAll(expected.content, now, plan.leftOut.length > 0)
    ? { answer: 'yes' }
    : {
        answer: 'no',
        detail: `version ${version} of guardrail ${identifier} is not what was remembered: ${differences(expected.content, now)}`,
      };
};

/** Where something was left out that this version does not know, the part that it knows is compared. */
const holdsAll = (expected: JsonObject, now: JsonObject, isPartial: boolean): boolean =>
  sameRequest(expected, now) || (!isPartial && diffGuardrails(expected, now).verdict === 'same');

const differences = (expected: JsonObject, now: JsonObject): string =>
  diffGuardrails(expected, now)
    .changes.filter(({ verdict }) => verdict !== 'same')
    .map(({ sentence }) => sentence)
    .join(' ') || 'its name or a key differs';

const verifyReferences = async (ports: RestorationPorts, restoration: Restoration): Promise<Verified> => {
  for (const { index, state } of restoration.steps) {
    const step = restoration.plan.steps[index];
    if (state !== 'done' || step?.step !== 'repoint') continue;
    const { kind, by, version } = step;
    const wanted = repointTarget(restoration, version);
    const now = await ports.guardrailWriter.named({ region: restoration.plan.subject.region, kind, by });
    const holds = now.found === 'yes' && wanted !== undefined && isGuardrail(now.value, guardrailId(wanted.identifier));
    if (!holds) return { answer: 'no', detail: `${kind} ${by} does not name the new guardrail` };
  }
  return { answer: 'yes' };
};
