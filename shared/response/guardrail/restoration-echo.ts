import type { Change, Touched } from '../../change/change.ts';
import type { OwnIdentity } from '../../ports/ports.ts';
import type { Echo } from '../echo.ts';
import { isPrincipal } from '../same-person.ts';
import { guardrailId } from './repoint-text.ts';
import { isOpenRestoration } from './restoration-transitions.ts';
import type { Restoration, RestorationStep, StepRecord } from './restoration.ts';

/** One call that a restoration stored before it was made. `name`: of what it was made on; a guardrail has none before it is made. */
type RecordedCall = {
  key: string;
  eventName: string;
  on: 'guardrail' | 'AWS::Bedrock::Agent' | 'AWS::Bedrock::Flow';
  name?: string;
  requestId?: string;
};

const day = 86_400_000;

/**
 * Recognises a restoration's own recorded call on a guardrail, an agent or a flow. CloudTrail hides what an update holds, so the
 * session, the event name, what it was made on and the request id speak for it; a call whose answer was lost, or which followed
 * another one of its step, is accepted once. Everything else that the role does is `no`: it is judged and told as anybody's. The
 * account's enforcement is never an echo: it reaches every caller.
 */
export const recogniseRestorationEcho = (
  change: Change,
  restorations: readonly Restoration[],
  identity: Pick<OwnIdentity, 'accountId' | 'restoreRoleArn'>,
): Exclude<Echo, { echo: 'anomaly' }> => {
  const no = { echo: 'no' } as const;
  if (!isOfRestorer(change, identity) || change.accountId !== identity.accountId) return no;
  const session = change.actor.arn?.split('/').at(-1) ?? '';
  const restoration = restorations.find(({ id }) => id === session);
  if (restoration === undefined || restoration.plan.subject.region !== change.region) return no;
  if (!isOpenRestoration(restoration) && !isOfThisDay(restoration, change)) return no;
  const matching = recordedCalls(restoration).filter((call) => isCall(change, call));
  const exact = matching.some(({ requestId }) => requestId !== undefined && requestId === change.requestId);
  const claims = exact ? [] : matching.flatMap(({ key, requestId }) => (requestId === undefined ? [key] : []));
  return exact || claims.length > 0 ? { echo: 'ours', sagaId: restoration.id, claims } : no;
};

/** Nearly every change is of somebody else: that is said without reading anything. */
export const isOfRestorer = (
  { actor: { arn } }: Pick<Change, 'actor'>,
  { restoreRoleArn }: Pick<OwnIdentity, 'restoreRoleArn'>,
): boolean => arn !== undefined && restoreRoleArn !== undefined && isPrincipal(arn, restoreRoleArn);

const isOfThisDay = ({ changedAt }: Restoration, { occurredAt }: Change): boolean =>
  Math.abs(Date.parse(occurredAt) - Date.parse(changedAt)) <= day;

const recordedCalls = (restoration: Restoration): readonly RecordedCall[] => [
  ...restoration.steps.flatMap((record) => callsOfStep(restoration, record)),
  ...callsOfUndo(restoration),
];

const requestIdOf = ({ requestId }: { requestId?: string }): { requestId?: string } =>
  requestId === undefined ? {} : { requestId };

const callsOfStep = ({ id, plan, made }: Restoration, record: StepRecord): readonly RecordedCall[] => {
  const step = plan.steps[record.index];
  if (step === undefined || record.state === 'left') return [];
  const key = `${id}#${record.index}`;
  if (step.step === 'repoint') return repointing(step, key, record);
  const name = plan.kind === 'recreate' ? made?.id : guardrailId(plan.subject.arn);
  return [
    {
      key,
      eventName: eventNames[step.step],
      on: 'guardrail',
      ...(name === undefined ? {} : { name }),
      ...requestIdOf(record),
    },
  ];
};

const eventNames = {
  create: 'CreateGuardrail',
  update: 'UpdateGuardrail',
  publish: 'CreateGuardrailVersion',
} as const;

/** An agent and a flow are written and prepared then; the step keeps the request id of the first of the two. */
const repointing = (
  { kind, by }: Extract<RestorationStep, { step: 'repoint' }>,
  key: string,
  answered: { requestId?: string },
): readonly RecordedCall[] => {
  const name = nameOf(by);
  switch (kind) {
    case 'agent': {
      const on = 'AWS::Bedrock::Agent';
      return [
        { key, eventName: 'UpdateAgent', on, name, ...requestIdOf(answered) },
        { key: `${key}-prepare`, eventName: 'PrepareAgent', on, name },
      ];
    }
    case 'flow': {
      const on = 'AWS::Bedrock::Flow';
      return [
        { key, eventName: 'UpdateFlow', on, name, ...requestIdOf(answered) },
        { key: `${key}-prepare`, eventName: 'PrepareFlow', on, name },
      ];
    }
    case 'enforcement':
      return [];
  }
};

/** What an undo writes back is counted where it stopped on the way too. */
const callsOfUndo = ({ id, plan, made, steps, state, undo }: Restoration): readonly RecordedCall[] => {
  const isBegun = state === 'UNDO_INTENT' || state === 'UNDONE' || state === 'UNDO_CONFLICT';
  if (undo === undefined || !isBegun) return [];
  const back = steps.flatMap(({ index, state: each }) => {
    const step = plan.steps[index];
    return step?.step === 'repoint' && each !== 'left' ? repointing(step, `${id}#undo-${index}`, {}) : [];
  });
  // A conflict comes before the guardrail itself is written.
  if (plan.kind === 'enforcement' || state === 'UNDO_CONFLICT') return back;
  const eventName = plan.kind === 'recreate' ? 'DeleteGuardrail' : 'UpdateGuardrail';
  const name = plan.kind === 'recreate' ? made?.id : guardrailId(plan.subject.arn);
  return name === undefined
    ? back
    : [...back, { key: `${id}#undo`, eventName, on: 'guardrail', name, ...requestIdOf(undo) }];
};

/** The last part of an ARN, or the name itself. */
const nameOf = (identifier: string): string => identifier.split('/').at(-1) ?? identifier;

const isCall = (change: Change, call: RecordedCall): boolean =>
  change.eventSource === 'bedrock.amazonaws.com' &&
  change.eventName === call.eventName &&
  change.touches.length > 0 &&
  change.touches.every((touched) => isMadeOn(touched, call));

const isMadeOn = (touched: Touched, { eventName, on, name }: RecordedCall): boolean => {
  if (touched.kind === 'resource') return touched.type === on && nameOf(touched.identifier) === name;
  return (
    touched.kind === 'guardrail' &&
    on === 'guardrail' &&
    (name === undefined || guardrailId(touched.identifier) === name) &&
    // A deletion of one version is none of ours.
    (eventName !== 'DeleteGuardrail' || touched.version === undefined)
  );
};
