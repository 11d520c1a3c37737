import { z } from 'zod';
import type { WriteResult } from '../../shared/ports/containment-ports.ts';
import type { CredentialRequest } from '../../shared/ports/delegated-writes.ts';
import type { Ports } from '../../shared/ports/ports.ts';
import { refusedBySwitches } from '../../shared/response/gate-delegated.ts';

const text = z.string().min(1);

export const credentialRequest: z.ZodType<CredentialRequest> = z.strictObject({
  userName: text,
  credential: z.strictObject({ kind: z.enum(['access-key', 'service-credential']), id: text }),
  sagaId: text,
});

/** Makes one credential inactive, for the containing function, which may not do it. Nothing here makes one active. */
export const containKeys =
  (ports: Pick<Ports, 'modeSwitch' | 'credentials'>) =>
  async (request: CredentialRequest): Promise<WriteResult> =>
    refusedBySwitches(await ports.modeSwitch.read()) ?? ports.credentials.deactivate(request);
