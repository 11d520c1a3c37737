import { withGrantedRole } from '../../test/acceptance/granted-role.ts';
import type { Installation } from '../../test/acceptance/installation.ts';
import { readChange } from '../../shared/change/read-change.ts';
import { tamperingFigures, watchTampering } from './watch-tampering.ts';

const rogue = 'arn:aws:sts::111122223333:assumed-role/Rogue/x';

const watch = async (it: Installation, event: object | undefined) => {
  const change = readChange(event);
  if (change.kind !== 'change') throw new Error('not a change');
  return watchTampering(it.world)(change);
};

describe('watching what Ringfence did', () => {
  it('alarms when a containment is taken off by somebody else', async () => {
    const it = await withGrantedRole();
    await it.settle();
    it.call('DeleteRolePermissionsBoundary', { roleName: 'app' }, rogue);
    const result = await watch(it, it.events.at(-1));
    expect(result).toMatchObject({ echo: 'no', findings: [{ checkId: 'RF.TAMPER.1', severity: 'critical' }] });
    expect(tamperingFigures(result)).toEqual({ TamperingSeen: 1, OwnEchoes: 0, SelfAnomalies: 0 });
    expect(await it.world.outbox.pending()).toMatchObject([{ kind: 'tampering' }]);
  });

  it('knows its own write and says nothing of it', async () => {
    const it = await withGrantedRole();
    const own: object[] = [];
    it.world.iam.onEvent((event) => own.push(event));
    await it.settle();
    const put = own.find((event) => JSON.stringify(event).includes('PutRolePermissionsBoundary'));
    expect(await watch(it, put)).toMatchObject({ echo: 'ours', findings: [] });
    expect(await it.world.modeSwitch.read()).toMatchObject({ value: { killSwitch: false } });
  });

  it('stops every write when its own role makes a call that nothing recorded, and says who and what', async () => {
    const it = await withGrantedRole();
    await it.settle();
    it.call(
      'DeleteRolePolicy',
      { roleName: 'app', policyName: 'ml' },
      'arn:aws:sts::111122223333:assumed-role/ringfence-undo/x',
    );
    expect(await watch(it, it.events.at(-1))).toMatchObject({ echo: 'anomaly' });
    expect(await it.world.modeSwitch.read()).toMatchObject({ value: { mode: 'enforce', killSwitch: true } });
    expect(await it.world.outbox.pending()).toMatchObject([
      { kind: 'mode', to: 'stopped (kill switch)', actor: 'arn:aws:sts::111122223333:assumed-role/ringfence-undo/x' },
    ]);
  });

  it('takes a failed attempt for no tampering', async () => {
    const it = await withGrantedRole();
    await it.settle();
    it.call('DeleteRolePermissionsBoundary', { roleName: 'app' }, rogue);
    const failed = JSON.parse(JSON.stringify(it.events.at(-1))) as { detail: Record<string, unknown> };
    failed.detail['errorCode'] = 'AccessDenied';
    expect(await watch(it, failed)).toMatchObject({ findings: [] });
  });
});
