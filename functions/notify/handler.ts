import { withRuntime } from '../../shared/runtime/with-runtime.ts';
import { notify } from './notify.ts';

export const handler = withRuntime<unknown, { sent: number }>('notify', async (_event, { ports, telemetry }) => {
  const { sent } = await notify(ports)();
  telemetry.count('NoticesSent', sent.length);
  return { sent: sent.length };
});
