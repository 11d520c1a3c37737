import { z } from 'zod';
import type { WriteResult } from '../../shared/ports/containment-ports.ts';
import type { InlineRequest } from '../../shared/ports/delegated-writes.ts';
import type { Ports } from '../../shared/ports/ports.ts';
import { refusedBySwitches } from '../../shared/response/gate-delegated.ts';
import { NotOwnInline } from '../../shared/response/own-inline.ts';

const text = z.string().min(1);
const asked = { principal: z.strictObject({ kind: z.enum(['role', 'user']), name: text }), sagaId: text };

/** Strict: a request with a word that is not known is not carried out. */
export const inlineRequest: z.ZodType<InlineRequest> = z.discriminatedUnion('write', [
  z.strictObject({ ...asked, write: z.literal('put-inline'), name: text, document: text }),
  z.strictObject({ ...asked, write: z.literal('attach'), policyArn: text }),
]);

/**
 * Writes one Deny beside the policies of a principal, for the containing function, which may not do it. The role behind `denies` could
 * grant; that only Denies are sent, and none while the switches say no, is decided here.
 */
export const containInline =
  (ports: Pick<Ports, 'modeSwitch' | 'denies'>) =>
  async (request: InlineRequest): Promise<WriteResult> => {
    const refused = refusedBySwitches(await ports.modeSwitch.read());
    if (refused !== undefined) return refused;
    try {
      return await send(ports, request);
    } catch (error) {
      if (!(error instanceof Error) || !isOurRefusal(error)) throw error;
      return { written: false, code: 'denied', detail: `${error.name}: ${error.message}` };
    }
  };

const send = ({ denies }: Pick<Ports, 'denies'>, request: InlineRequest): Promise<WriteResult> => {
  const { principal, sagaId } = request;
  switch (request.write) {
    case 'put-inline':
      return denies.putInline({ principal, name: request.name, document: request.document, sagaId });
    case 'attach':
      return denies.attach({ principal, policyArn: request.policyArn, sagaId });
  }
};

/** Thrown before anything was sent: the document or the name is none of Ringfence's. */
const isOurRefusal = (error: Error): boolean => error instanceof NotOwnInline || error.name === 'NotOwnPolicy';
