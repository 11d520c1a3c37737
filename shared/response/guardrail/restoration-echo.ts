import type { Change } from '../../change/change.ts';
import type { OwnIdentity } from '../../ports/ports.ts';
import type { Echo } from '../echo.ts';
import { isPrincipal } from '../same-person.ts';
import { guardrailId } from './repoint-text.ts';
import { isOpenRestoration } from './restoration-transitions.ts';
import type { Restoration } from './restoration.ts';

/** One call that a restoration stored before it was made. `guardrail`: unknown until the guardrail is made. */
type RecordedCall = { key: string; eventName: string; guardrail?: string; requestId?: string };

const day = 86_400_000;

/**
 * Recognises a restoration's own recorded call on a guardrail. CloudTrail hides what an update holds, so the session, the event
 * name, the guardrail and the request id speak for it; a call whose answer was lost is accepted once. Everything else that the
 * role does is `no`: it is judged and told as anybody's. The account's enforcement is never an echo: it reaches every caller.
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

const recordedCalls = ({ id, plan, made, steps, state, undo }: Restoration): readonly RecordedCall[] => {
  const subject = guardrailId(plan.subject.arn);
  const calls = steps.flatMap(({ index, state: each, requestId }): RecordedCall[] => {
    const step = plan.steps[index];
    if (step === undefined || step.step === 'repoint' || each === 'left') return [];
    const eventName = eventNames[step.step];
    const guardrail = plan.kind === 'recreate' ? made?.id : subject;
    return [
      {
        key: `${id}#${index}`,
        eventName,
        ...(guardrail === undefined ? {} : { guardrail }),
        ...(requestId === undefined ? {} : { requestId }),
      },
    ];
  });
  if (undo === undefined || (state !== 'UNDO_INTENT' && state !== 'UNDONE') || plan.kind === 'enforcement')
    return calls;
  const back = plan.kind === 'recreate' ? { eventName: 'DeleteGuardrail', guardrail: made?.id } : undoOfUpdate(subject);
  const { eventName, guardrail } = back;
  if (guardrail === undefined) return calls;
  const { requestId } = undo;
  return [...calls, { key: `${id}#undo`, eventName, guardrail, ...(requestId === undefined ? {} : { requestId }) }];
};

const eventNames = {
  create: 'CreateGuardrail',
  update: 'UpdateGuardrail',
  publish: 'CreateGuardrailVersion',
} as const;

const undoOfUpdate = (guardrail: string): { eventName: string; guardrail: string } => ({
  eventName: 'UpdateGuardrail',
  guardrail,
});

const isCall = (change: Change, { eventName, guardrail }: RecordedCall): boolean =>
  change.eventSource === 'bedrock.amazonaws.com' &&
  change.eventName === eventName &&
  change.touches.every(
    (touched) =>
      touched.kind === 'guardrail' &&
      (guardrail === undefined || guardrailId(touched.identifier) === guardrail) &&
      // A deletion of one version is none of ours.
      (eventName !== 'DeleteGuardrail' || touched.version === undefined),
  ) &&
  change.touches.length > 0;
