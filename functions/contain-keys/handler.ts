import type { WriteResult } from '../../shared/ports/containment-ports.ts';
import { withRuntime } from '../../shared/runtime/with-runtime.ts';
import { containKeys, credentialRequest } from './contain-keys.ts';

export const handler = withRuntime<unknown, WriteResult>('contain-keys', async (event, { ports, telemetry }) => {
  const result = await containKeys(ports)(credentialRequest.parse(event));
  telemetry.count('CredentialsMadeInactive', result.written === true ? 1 : 0);
  telemetry.count('CredentialsRefused', result.written === false ? 1 : 0);
  return result;
});
