import type { WriteResult } from '../../shared/ports/containment-ports.ts';
import { withRuntime } from '../../shared/runtime/with-runtime.ts';
import { containInline, inlineRequest } from './contain-inline.ts';

export const handler = withRuntime<unknown, WriteResult>('contain-inline', async (event, { ports, telemetry }) => {
  const result = await containInline(ports)(inlineRequest.parse(event));
  telemetry.count('InlineDeniesWritten', result.written === true ? 1 : 0);
  telemetry.count('InlineDeniesRefused', result.written === false ? 1 : 0);
  return result;
});
