import path from 'node:path';
import { localWorld } from '../../shared/adapters/local/local-world.ts';
import { aSaga } from '../../test/builders/a-saga.ts';
import { ringfenceHere } from '../../test/builders/ringfence-here.ts';

const here = ringfenceHere();
const noah = 'arn:aws:iam::111122223333:user/noah';

/** State in which one containment was planned an hour ago, and the mode was observe. */
const observed = async () => {
  const world = localWorld({ directory: path.join(here.folder(), '.ringfence') });
  const openedAt = new Date(Date.parse(world.clock.now()) - 3_600_000).toISOString();
  const saga = aSaga({ state: 'REFUSED', outcome: 'MODE_OBSERVE', mode: 'observe', openedAt, fence: 0 });
  const { fence } = (await world.sagas.takeLease(saga.plan.subject.uniqueId, 'test', 60_000))!;
  const { advanced } = await world.sagas.advance({ saga: { ...saga, fence }, entries: [], notices: [] });
  expect(advanced).toBe(true);
  world.close();
};
const raise = (...more: string[]) =>
  here.ringfence('mode', 'enforce', '--reason', 'a month of quiet', '--approver', noah, ...more);
const reportIn = (out: string) => /report (replay-\S+)/u.exec(out)?.[1] ?? '';

describe('ringfence mode', () => {
  it('shows mode and kill switch', async () => {
    await observed();
    const { code, out } = await here.ringfence('mode');
    expect(code).toBe(0);
    expect(out).toContain('mode observe: says what it would do, writes nothing');
    expect(out).toContain('kill switch not set');
  });

  it('shows what a raised mode would have meant, and raises nothing without a word', async () => {
    await observed();
    const { code, out, note } = await raise();
    expect(code).toBe(2);
    expect(out).toContain('Had the mode been enforce in the last 30 days:');
    expect(out).toMatch(/contained +arn:aws:iam::111122223333:role\/ml-app at surgical by boundary, RF\.SENSITIVE\.4/u);
    expect(out).toContain('1 would have been contained, 0 would have waited for approval, 0 refused');
    expect(note).toContain('REPORT_NEEDED');
    expect(note).toContain(`--report ${reportIn(out)}`);
    expect((await here.ringfence('mode')).out).toContain('mode observe');
  });

  it('raises on the report of today that was looked at', async () => {
    await observed();
    const report = reportIn((await raise()).out);
    const { code, out } = await raise('--report', report);
    expect(code).toBe(0);
    expect(out).toContain('mode enforce: contains what a change has just granted');
  });

  it('raises with --yes on the report that it prints', async () => {
    await observed();
    const { code, out } = await raise('--yes', '--days', '7');
    expect(code).toBe(0);
    expect(out).toContain('in the last 7 days');
    expect(out).toContain('mode enforce');
    const history = await here.ringfence('history', 'list', '--kind', 'mode');
    expect(history.out).toContain('a month of quiet');
  });

  it('refuses a report that says something else than now', async () => {
    await observed();
    const { code, note } = await raise('--report', 'replay-30d-20261101-0123456789ab');
    expect(code).toBe(2);
    expect(note).toContain('REPORT_CHANGED');
  });

  it('lowers without a report', async () => {
    await observed();
    await raise('--yes');
    const { code, out } = await here.ringfence('mode', 'observe', '--reason', 'incident');
    expect(code).toBe(0);
    expect(out).not.toContain('Had the mode been');
  });

  it('sets the mode of one check, and shows it beside that of the account', async () => {
    await observed();
    const of = ['--check', 'rf.access.8', '--reason', 'noisy'];
    expect((await here.ringfence('mode', 'observe', ...of)).out).toContain('mode observe for RF.ACCESS.8');
    const raised = await here.ringfence('mode', 'approve', ...of, '--approver', noah, '--yes');
    expect(raised.out).toContain('Had the mode been approve for RF.ACCESS.8');
    expect(raised.out).toContain('mode approve for RF.ACCESS.8');
    expect((await here.ringfence('mode', 'observe', '--check', 'RF.NONE.1', '--reason', 'x')).note).toContain(
      'no check',
    );
  });

  it('stops with one person, and shows the report before it goes on', async () => {
    await observed();
    await raise('--yes');
    const stopped = await here.ringfence('mode', 'stop', '--reason', 'odd denials', '--freeze');
    expect(stopped.out).toContain('kill switch SET: nothing is contained, and undo is frozen');
    expect((await raise()).note).toContain('REPORT_NEEDED');
    expect((await raise('--yes')).out).toContain('kill switch not set');
  });

  it.each<[string, string[], string]>([
    ['a check without a mode', ['--check', 'RF.ACCESS.8'], '--check is for setting a mode'],
    ['a reason without a mode', ['--reason', 'x'], '--reason is for setting a mode'],
    ['freeze without stop', ['--freeze'], '--freeze belongs to stop'],
    ['freeze with a mode', ['observe', '--freeze', '--reason', 'x'], '--freeze belongs to stop'],
    ['a caller without a name', ['observe', '--reason', 'x', '--as', ''], '--as names nobody'],
  ])('refuses %s, which would change nothing in silence', async (_name, argv, why) => {
    await observed();
    const { code, note } = await here.ringfence('mode', ...argv);
    expect([code, note]).toEqual([2, expect.stringContaining(why)]);
  });

  it('is not raised by an approver without a name', async () => {
    await observed();
    const { code, note } = await here.ringfence('mode', 'enforce', '--reason', 'x', '--approver', '', '--yes');
    expect([code, note]).toEqual([2, expect.stringContaining('--approver names nobody')]);
    expect((await here.ringfence('mode')).out).toContain('mode observe');
  });
});
