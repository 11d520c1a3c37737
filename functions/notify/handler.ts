import { withRuntime } from '../../shared/runtime/with-runtime.ts';
import { notify } from './notify.ts';
import { sweepAge } from './sweep-age.ts';

export const handler = withRuntime<unknown, { sent: number }>('notify', async (_event, { ports, telemetry }) => {
  const { sent } = await notify(ports)();
  telemetry.count('NoticesSent', sent.length);
  const age = await sweepAge(ports);
  if (age !== undefined) telemetry.count('SweepAgeMinutes', age);
  return { sent: sent.length };
});
