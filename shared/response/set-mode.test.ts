import { localWorld } from '../adapters/local/local-world.ts';
import { defaultCheckSettings } from '../checks/settings.ts';
import { defaultSettings } from './settings.ts';
import { replayReport } from './replay-report.ts';
import { setMode, stopAll, wouldRaise } from './set-mode.ts';
import type { Mode } from './settings.ts';

const world = () => localWorld({ now: '2026-11-21T08:00:00.000Z' });
const olivia = 'arn:aws:iam::111122223333:user/olivia';
const noah = 'arn:aws:iam::111122223333:user/noah';
const historyOf = async (w: ReturnType<typeof world>) =>
  (await Array.fromAsync(w.history.read())).map((line) => JSON.parse(line) as { kind: string; outcome: string });

/** The id of the report that somebody has just looked at. */
const seen = async (w: ReturnType<typeof world>, to: Mode, check?: string) => {
  const report = await replayReport(w)({ to, ...(check === undefined ? {} : { check }) });
  if (report === undefined) throw new Error('no report');
  return report.id;
};

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
    ['a person without a name', '  '],
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
    const report = await seen(w, 'enforce');
    expect(await setMode(w)({ to: 'enforce', actor: olivia, reason: 'ready', approver: noah, report })).toMatchObject({
      set: true,
    });
    const [entry] = await historyOf(w);
    expect(entry).toMatchObject({ kind: 'mode', outcome: 'enforce', approvals: [noah], reason: 'ready' });
    // The report that was seen is kept, word for word.
    const { inputs, note } = entry as unknown as { inputs: [string]; note: string };
    expect(note).toContain(report);
    expect(JSON.parse((await w.documents.get(inputs[0]))!)).toMatchObject({ id: report, to: 'enforce' });
  });

  it.each([
    ['none', undefined, 'REPORT_NEEDED'],
    ['a word', 'yes', 'REPORT_NEEDED'],
    ['one for another mode', 'approve', 'REPORT_CHANGED'],
  ])('refuses to raise it on %s instead of the replay report of today', async (_, given, code) => {
    const w = world();
    const report = given === 'approve' ? await seen(w, 'approve') : given;
    const asked = { to: 'enforce', actor: olivia, reason: 'ready', approver: noah } as const;
    expect(await setMode(w)(report === undefined ? asked : { ...asked, report })).toMatchObject({ set: false, code });
    expect(await w.modeSwitch.read()).toMatchObject({ value: { mode: 'observe' } });
    expect(await historyOf(w)).toEqual([]);
  });

  it('refuses to raise it on a report of yesterday, and on one that says something else by now', async () => {
    const yesterday = localWorld({ now: '2026-11-20T08:00:00.000Z' });
    const w = world();
    const asked = { to: 'enforce', actor: olivia, reason: 'ready', approver: noah } as const;
    const old = await seen(yesterday, 'enforce');
    expect(await setMode(w)({ ...asked, report: old })).toMatchObject({ code: 'REPORT_CHANGED' });
    const report = await seen(w, 'enforce');
    const subject = { account: '111122223333', id: 'AROAX', arn: 'arn:aws:iam::111122223333:role/x' };
    const time = w.clock.now();
    await w.history.append([{ time, kind: 'plan', actor: { arn: 'x' }, subject, outcome: 'NEEDS_SCP' }], 'k');
    expect(await setMode(w)({ ...asked, report })).toMatchObject({
      code: 'REPORT_CHANGED',
      detail: expect.stringContaining(await seen(w, 'enforce')),
    });
  });

  it('sets the mode of one check: lowering takes one person, raising two and a report about that check', async () => {
    const w = world();
    const check = 'RF.ACCESS.8';
    const lower = { to: 'observe', check, actor: olivia, reason: 'noisy' } as const;
    // It followed the account before, whatever that is.
    expect(await wouldRaise(w)({ to: 'approve', check })).toBe(false);
    expect(await setMode(w)(lower)).toEqual({ set: true, from: 'enforce', to: 'observe' });
    expect(await w.settings.read()).toMatchObject({ value: { version: 1, checkModes: { [check]: 'observe' } } });
    expect(await wouldRaise(w)({ to: 'approve', check })).toBe(true);
    const raise = { ...lower, to: 'approve', approver: noah } as const;
    expect(await setMode(w)({ ...raise, report: await seen(w, 'approve') })).toMatchObject({ code: 'REPORT_CHANGED' });
    expect(await setMode(w)({ ...raise, report: await seen(w, 'approve', check) })).toMatchObject({ set: true });
    expect(await w.settings.read()).toMatchObject({ value: { version: 2, checkModes: { [check]: 'approve' } } });
    expect(await w.modeSwitch.read()).toMatchObject({ value: { mode: 'observe' } });
    expect(await historyOf(w)).toMatchObject([
      { kind: 'mode', check, outcome: 'observe', settingsVersion: 1 },
      { kind: 'mode', check, outcome: 'approve', settingsVersion: 2 },
    ]);
  });

  it('never runs in the mode in which it was stopped, not even while it is resumed into a lower one', async () => {
    const w = world();
    await w.modeSwitch.setMode('enforce');
    await stopAll(w)({ actor: olivia, reason: 'odd denials' });
    const order: string[] = [];
    const modeSwitch = {
      ...w.modeSwitch,
      setMode: (to: Mode) => (order.push(to), w.modeSwitch.setMode(to)),
      setKillSwitch: (to: { killSwitch: boolean }) => (order.push('resumed'), w.modeSwitch.setKillSwitch(to)),
    };
    const asked = { to: 'observe', actor: olivia, reason: 'looked', approver: noah } as const;
    expect(await setMode({ ...w, modeSwitch })(asked)).toMatchObject({ set: true });
    expect(order).toEqual(['observe', 'resumed']);
  });

  it('raises it with one person where the settings say so, and history says that too', async () => {
    const w = world();
    await w.settings.write({ ...defaultSettings(defaultCheckSettings), approvers: 1, version: 1 });
    const report = await seen(w, 'approve');
    expect(await setMode(w)({ to: 'approve', actor: olivia, reason: 'team of one', report })).toMatchObject({
      set: true,
    });
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

  /** A world whose parameter of the mode held something else until a mode was set. */
  const torn = () => {
    const w = world();
    let held: string | undefined = '"block"';
    const why = 'parameter /ringfence/mode holds "block", which is no mode';
    const modeSwitch = {
      ...w.modeSwitch,
      read: () =>
        held === undefined ? w.modeSwitch.read() : Promise.resolve({ found: 'unreadable' as const, why, held }),
      setMode: (to: Mode) => ((held = undefined), w.modeSwitch.setMode(to)),
    };
    return { w, broken: { ...w, modeSwitch } };
  };

  it('lets one person go to observe from what is no mode, and history keeps what was there', async () => {
    const { w, broken } = torn();
    expect(await wouldRaise(broken)({ to: 'observe' })).toBe(false);
    expect(await setMode(broken)({ to: 'observe', actor: olivia, reason: 'torn' })).toEqual({
      set: true,
      from: 'unreadable',
      to: 'observe',
      held: '"block"',
    });
    expect(await historyOf(w)).toMatchObject([
      { outcome: 'observe', note: 'Mode unreadable to observe (it held "block", which is no mode).' },
    ]);
  });

  it.each([
    { to: 'enforce', approver: noah },
    { to: 'observe', check: 'RF.ACCESS.8' },
  ] as const)('goes nowhere else from what is no mode: %j', async (wanted) => {
    const { w, broken } = torn();
    expect(await setMode(broken)({ ...wanted, actor: olivia, reason: 'torn' })).toMatchObject({
      set: false,
      code: 'SETTINGS_UNREADABLE',
      held: '"block"',
    });
    expect(await historyOf(w)).toEqual([]);
  });

  it('goes to observe although the settings cannot be read, and releases no stop without a second person then', async () => {
    const w = world();
    const settings = { ...w.settings, read: async () => ({ found: 'unreadable' as const, why: 'torn' }) };
    await w.modeSwitch.setMode('enforce');
    const asked = { to: 'observe', actor: olivia, reason: 'odd' } as const;
    expect(await setMode({ ...w, settings })(asked)).toMatchObject({ set: true, from: 'enforce' });
    await stopAll(w)({ actor: olivia, reason: 'odd denials' });
    expect(await setMode({ ...w, settings })(asked)).toMatchObject({ code: 'SECOND_PERSON_NEEDED' });
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
