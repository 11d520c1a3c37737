import type { WriteResult } from '../ports/containment-ports.ts';
import { agreeAfterOf } from './run-settings.ts';
import type { Saga, SagaWrite } from './saga.ts';
import type { Run } from './saga-run.ts';
import type { UndoPorts } from './undo.ts';

const tries = 3;

/** Nothing uses it any more, as far as IAM says; a policy that stays is harmless and is named. */
export const deleteOwnPolicy = async (
  run: Run<UndoPorts>,
  saga: Saga,
): Promise<{ gone: boolean; detail: string; writes: Saga['writes'] }> => {
  const { policyArn } = saga.plan;
  if (policyArn === undefined) return { gone: true, detail: '', writes: saga.writes };
  const result = await deleteOnce(run, policyArn, saga.id);
  const gone = result.written === true || (result.written === false && result.code === 'gone');
  const mark = (write: SagaWrite): SagaWrite =>
    write.call.operation === 'delete-policy' && write.answer === 'pending'
      ? {
          ...write,
          answer: result.written === true ? 'written' : result.written === 'unknown' ? 'lost' : 'refused',
          ...(result.written === true && result.requestId !== undefined ? { requestId: result.requestId } : {}),
        }
      : write;
  return { gone, detail: result.written === true ? '' : result.detail, writes: saga.writes.map(mark) };
};

/** Where the answer was lost IAM says whether the policy is gone; one that is there is deleted again. */
const deleteOnce = async (run: Run<UndoPorts>, arn: string, sagaId: string): Promise<WriteResult> => {
  const { boundaryRemover, boundaries, clock } = run.ports;
  for (let turn = 1; ; turn += 1) {
    const result = await boundaryRemover.deletePolicy({ arn, sagaId });
    if (result.written !== 'unknown') return result;
    const read = await boundaries.readPolicy(arn);
    if (read.found === 'no') return { written: true };
    if (turn === tries) return result;
    await clock.sleep(await agreeAfterOf(run));
  }
};
