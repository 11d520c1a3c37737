import { localWorld } from '../adapters/local/local-world.ts';
import { defaultCheckSettings } from '../checks/settings.ts';
import { defaultSettings } from './settings.ts';
import { setMode, stopAll } from './set-mode.ts';

const world = () => localWorld({ now: '2026-11-21T08:00:00.000Z' });
const olivia = 'arn:aws:iam::111122223333:user/olivia';
const noah = 'arn:aws:iam::111122223333:user/noah';
const historyOf = async (w: ReturnType<typeof world>) =>
  (await Array.fromAsync(w.history.read())).map((line) => JSON.parse(line) as { kind: string; outcome: string });

describe('setting the mode', () => {
  it('lets one person lower it', async () => {
    const w = world();
    await w.modeSwitch.setMode('enforce');
    expect(await setMode(w)({ to: 'observe', actor: olivia, reason: 'incident' })).toEqual({
      set: true,
      from: 'enforce',
      to: 'observe',
    });
    expect(await w.modeSwitch.read()).toMatchObject({ value: { mode: 'observe' } });
  });

  it.each([
    ['nobody else', undefined],
    ['the same person', olivia],
  ])('refuses to raise it with %s approving', async (_, approver) => {
    const w = world();
    const asked = {
      to: 'enforce' as const,
      actor: olivia,
      reason: 'ready',
      ...(approver === undefined ? {} : { approver }),
    };
    expect(await setMode(w)(asked)).toMatchObject({ set: false, code: 'SECOND_PERSON_NEEDED' });
    expect(await w.modeSwitch.read()).toMatchObject({ value: { mode: 'observe' } });
    expect(await historyOf(w)).toEqual([]);
  });

  it('raises it with a second person, and history says who', async () => {
    const w = world();
    expect(await setMode(w)({ to: 'enforce', actor: olivia, reason: 'ready', approver: noah })).toMatchObject({
      set: true,
    });
    expect(await historyOf(w)).toMatchObject([
      { kind: 'mode', outcome: 'enforce', approvals: [noah], reason: 'ready' },
    ]);
  });

  it('raises it with one person where the settings say so, and history says that too', async () => {
    const w = world();
    await w.settings.write({ ...defaultSettings(defaultCheckSettings), approvers: 1, version: 1 });
    expect(await setMode(w)({ to: 'approve', actor: olivia, reason: 'team of one' })).toMatchObject({ set: true });
    expect(await historyOf(w)).toMatchObject([{ note: expect.stringContaining('one approver is enough') }]);
  });

  it('lets one person stop everything, and takes two to resume, in the same mode too', async () => {
    const w = world();
    await stopAll(w)({ actor: olivia, reason: 'odd denials' });
    expect(await w.modeSwitch.read()).toMatchObject({ value: { killSwitch: true } });
    expect(await setMode(w)({ to: 'observe', actor: olivia, reason: 'looked' })).toMatchObject({
      code: 'SECOND_PERSON_NEEDED',
    });
    expect(await setMode(w)({ to: 'observe', actor: olivia, reason: 'looked', approver: noah })).toMatchObject({
      set: true,
    });
    expect(await w.modeSwitch.read()).toMatchObject({ value: { killSwitch: false, mode: 'observe' } });
  });

  it('leaves it as it is when it cannot be read', async () => {
    const w = world();
    const broken = {
      ...w,
      modeSwitch: {
        ...w.modeSwitch,
        read: async () => ({ found: 'unreadable' as const, why: 'AccessDenied on ssm:GetParameter' }),
      },
    };
    expect(await setMode(broken)({ to: 'enforce', actor: olivia, reason: 'ready', approver: noah })).toMatchObject({
      code: 'SETTINGS_UNREADABLE',
      detail: expect.stringContaining('ssm:GetParameter'),
    });
    expect(await historyOf(w)).toEqual([]);
  });
});
