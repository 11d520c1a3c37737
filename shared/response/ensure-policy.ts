import { sha256 } from './canonical-json.ts';
import type { Outcome } from './outcome.ts';
import { policyDescription } from './policy-description.ts';
import { usable } from './run-settings.ts';
import type { Saga } from './saga.ts';
import type { Run } from './saga-run.ts';

export type Ensured =
  | { policy: 'there'; requestId: string | undefined }
  | { policy: 'refused'; outcome: Outcome; detail: string }
  /** It may be there: the next run finds out. */
  | { policy: 'unsure' };

const tries = 3;

/** A5: the content-named policy is there, with exactly this document as its first version. */
export const ensurePolicy = async (
  run: Run,
  saga: Saga,
  wanted: { policyArn: string; document: string },
): Promise<Ensured> => {
  const { boundaries, clock } = run.ports;
  const settings = usable(await run.ports.settings.read());
  // They could be read a moment ago, at the gate. Nothing is written while they cannot.
  if (settings === undefined) return { policy: 'unsure' };
  for (let turn = 0; turn < tries; turn += 1) {
    const result = await boundaries.createPolicy({
      arn: wanted.policyArn,
      document: wanted.document,
      description: policyDescription(saga.id),
      sagaId: saga.id,
    });
    if (result.written === true) return { policy: 'there', requestId: result.requestId };
    if (result.written === false) {
      switch (result.code) {
        case 'denied':
          return { policy: 'refused', outcome: 'WRITE_DENIED', detail: result.detail };
        case 'limit':
          return { policy: 'refused', outcome: 'QUOTA_EXCEEDED', detail: result.detail };
        case 'exists':
        case 'gone':
        case 'conflict':
        case 'unmodifiable':
          break;
      }
    }
    const present = await inspect(run, wanted);
    if (present !== undefined) return present;
    await clock.sleep(settings.agreeAfter);
  }
  return { policy: 'unsure' };
};

/** The name says what the document is: anything else under it was put there by somebody else. */
const inspect = async (
  run: Run,
  { policyArn, document }: { policyArn: string; document: string },
): Promise<Ensured | undefined> => {
  const read = await run.ports.boundaries.readPolicy(policyArn);
  if (read.found !== 'yes') return undefined;
  const isOurs = read.value.versionId === 'v1' && sha256(read.value.document) === sha256(document);
  return isOurs
    ? { policy: 'there', requestId: undefined }
    : {
        policy: 'refused',
        outcome: 'POLICY_TAMPERED',
        detail: `${policyArn} holds another document (version ${read.value.versionId}) than its name says.`,
      };
};
