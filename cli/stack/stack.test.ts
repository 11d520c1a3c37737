import { contain } from '../../functions/contain/contain.ts';
import { containmentMessage } from '../../functions/contain/containment-message.ts';
import { undo, undoMessage } from '../../functions/undo/undo.ts';
import { withGrantedRole } from '../../test/acceptance/granted-role.ts';
import type { Installation } from '../../test/acceptance/installation.ts';
import { run } from '../run.ts';
import { recordingTerminal } from '../terminal.ts';
import type { Deployed } from './deployed.ts';

const admin = 'arn:aws:sts::111122223333:assumed-role/Admin/alice';

/** The command line beside an installation whose functions are alive, or not. */
const deployed = async (alive = true) => {
  const it = await withGrantedRole();
  const asked: string[] = [];
  const ask: Deployed['ask'] = async (worker, group, message) => {
    asked.push(`${worker} ${group}`);
    if (!alive) return;
    if (worker === 'contain') await contain(it.world)(containmentMessage.parse(message));
    else if (worker === 'undo') await undo(it.world)(undoMessage.parse(message));
  };
  const openStack = (): Promise<Deployed> =>
    Promise.resolve({
      ports: it.world,
      caller: admin,
      containment: true,
      ask,
      readParts: () => Promise.reject(new Error('nobody asked for it')),
    });
  const ringfence = async (...argv: string[]) => {
    const terminal = recordingTerminal();
    const directory = '/nowhere/.ringfence';
    const code = await run([...argv, '--stack', 'RingfenceDetection'], {
      terminal,
      directory,
      openStack,
      now: () => it.clock.now(),
    });
    return { code, ...terminal.written() };
  };
  return { it, asked, ringfence };
};

const waiting = async (it: Installation): Promise<string> => {
  await it.mode('approve');
  await it.settle();
  const [saga] = await it.world.sagas.list();
  if (saga?.state !== 'WAITING') throw new Error(`the saga is ${saga?.state ?? 'missing'}`);
  return saga.id;
};

describe('with --stack, on a deployed installation', () => {
  it('approve records the decision under the name of the credentials, and the function that has the role goes on', async () => {
    const { it: installation, asked, ringfence } = await deployed();
    const id = await waiting(installation);
    const answer = await ringfence('approve', id);
    expect(answer).toMatchObject({ code: 0, out: expect.stringContaining('CONTAINED') });
    expect(asked).toEqual([`contain ${id}`]);
    const read = await installation.world.sagas.get(id);
    expect(read).toMatchObject({ value: { state: 'CONTAINED', approval: { approver: admin } } });
  });

  it('approve says that it has not ended yet where the function does not answer, and exits 3', async () => {
    const { it: installation, ringfence } = await deployed(false);
    const answer = await ringfence('approve', await waiting(installation));
    expect(answer.code).toBe(3);
    expect(answer.note).toContain('has not ended yet');
  });

  it('approve exits 3 where nothing was contained after all', async () => {
    const { it: installation, ringfence } = await deployed();
    const id = await waiting(installation);
    await installation.mode('observe');
    const answer = await ringfence('approve', id);
    expect(answer).toMatchObject({ code: 3, out: expect.stringContaining('MODE_OBSERVE') });
  });

  it('approve --reject asks no function', async () => {
    const { it: installation, asked, ringfence } = await deployed();
    const id = await waiting(installation);
    expect((await ringfence('approve', id, '--reject', 'it is meant so')).code).toBe(0);
    expect(asked).toEqual([]);
    expect(await installation.world.sagas.get(id)).toMatchObject({ value: { state: 'REFUSED' } });
  });

  it('undo asks the function that has the role, and awaits the end', async () => {
    const { it: installation, asked, ringfence } = await deployed();
    await installation.settle();
    const [saga] = await installation.world.sagas.list();
    const answer = await ringfence('undo', saga!.id, '--reason', 'the pipeline needs it');
    expect(answer).toMatchObject({ code: 0, out: expect.stringContaining('UNDONE') });
    expect(asked).toEqual([`undo ${saga!.id}`]);
    expect((await ringfence('history', 'list', '--saga', saga!.id)).out).toContain(admin);
  });

  it('undo --all asks the function for each that is in force, and awaits each', async () => {
    const { it: installation, asked, ringfence } = await deployed();
    await installation.settle();
    const [saga] = await installation.world.sagas.list();
    const answer = await ringfence('undo', '--all', '--reason', 'a bad day');
    expect(answer).toMatchObject({ code: 0, out: expect.stringContaining('1 of 1 are as they were before') });
    expect(answer.note).toContain('ringfence mode observe --reason "..." --stack RingfenceDetection stops that');
    expect(asked).toEqual([`undo ${saga!.id}`]);
    expect(await installation.world.sagas.get(saga!.id)).toMatchObject({ value: { state: 'UNDONE' } });
  });

  it('contain --yes plans under the name of the credentials, and the function that has the role applies it', async () => {
    const { it: installation, asked, ringfence } = await deployed();
    await installation.mode('observe');
    await installation.settle();
    await installation.mode('enforce');
    const { sweepLog } = installation.world;
    await sweepLog.remember({ accountId: '111122223333', completedAt: installation.clock.now(), principals: 400 });
    const answer = await ringfence('contain', 'role/app', '--yes');
    expect(answer).toMatchObject({ code: 0, out: expect.stringContaining('CONTAINED_BOUNDARY') });
    expect(answer.out).toMatch(/undo it: ringfence undo c-\S+ --reason "..." --stack RingfenceDetection/u);
    const saga = (await installation.world.sagas.list()).find(({ state }) => state === 'CONTAINED');
    expect(saga).toMatchObject({ requestedBy: admin, principalCount: 400 });
    expect(asked).toEqual([`contain ${saga?.id}`]);
  });

  it('contain without --yes asks no function, and names the command that applies the plan there', async () => {
    const { it: installation, asked, ringfence } = await deployed();
    await installation.mode('observe');
    await installation.settle();
    const answer = await ringfence('contain', 'role/app', '--level', 'quarantine');
    expect(answer.note).toContain('ringfence contain role/app --level quarantine --stack RingfenceDetection --yes');
    expect(asked).toEqual([]);
  });

  it('contain --yes says that it has not ended yet where the function does not answer', async () => {
    const { it: installation, ringfence } = await deployed(false);
    await installation.mode('observe');
    await installation.settle();
    await installation.mode('enforce');
    const answer = await ringfence('contain', 'role/app', '--yes');
    expect(answer.code).not.toBe(0);
    expect(answer.note).toContain('has not ended yet');
  });

  it('mode stop is one call, and mode shows it', async () => {
    const { it: installation, ringfence } = await deployed();
    expect((await ringfence('mode', 'stop', '--reason', 'something is wrong')).code).toBe(0);
    expect(await installation.world.modeSwitch.read()).toMatchObject({ value: { killSwitch: true } });
    expect((await ringfence('mode')).out).toContain('kill switch SET');
  });

  it('mode goes to observe from a value that is none, and names that way wherever it cannot go on', async () => {
    const { it: installation, ringfence } = await deployed();
    const { modeSwitch } = installation.world;
    const { read, setMode } = modeSwitch;
    const why = 'parameter /ringfence/mode holds "block", which is no mode';
    modeSwitch.read = () => Promise.resolve({ found: 'unreadable', why, held: '"block"' });
    modeSwitch.setMode = (to) => ((modeSwitch.read = read), setMode(to));
    const out = 'next ringfence mode observe --reason "..." --stack RingfenceDetection';
    for (const argv of [['mode'], ['mode', 'approve', '--reason', 'ready']]) {
      const { code, note } = await ringfence(...argv);
      expect([code, note]).toEqual([argv.length === 1 ? 3 : 2, expect.stringContaining(out)]);
      expect(note).toContain(why);
    }
    const { code, note, out: shown } = await ringfence('mode', 'observe', '--reason', 'it was torn');
    expect([code, note]).toEqual([0, 'what was there was no mode: "block"']);
    expect(shown).toContain('mode observe');
  });

  it('mode stop says that it stopped, also where the mode cannot be read', async () => {
    const { it: installation, ringfence } = await deployed();
    const { modeSwitch } = installation.world;
    modeSwitch.read = () => Promise.resolve({ found: 'unreadable', why: 'torn', held: '"block"' });
    const { out } = await ringfence('mode', 'stop', '--reason', 'something is wrong');
    expect(out).toContain('kill switch SET');
  });

  it('exempt takes the caller as the one who asks', async () => {
    const { it: installation, ringfence } = await deployed();
    const words = ['--owner', 'team', '--reason', 'agreed', '--ticket', 'SEC-1', '--expires', '7d'];
    const approver = 'arn:aws:sts::111122223333:assumed-role/Lead/bob';
    const answer = await ringfence('exempt', 'role/app', '--check', 'SENSITIVE', ...words, '--approver', approver);
    expect(answer).toMatchObject({ code: 0, note: '' });
    const settings = await installation.world.settings.read();
    expect(settings).toMatchObject({ value: { exemptions: [{ requester: admin, approver }] } });
  });

  it('history list and verify read what the functions wrote', async () => {
    const { it: installation, ringfence } = await deployed();
    await installation.settle();
    expect((await ringfence('history', 'list')).out).toContain('role/app');
    expect((await ringfence('history', 'verify')).code).toBe(0);
  });

  it.each([
    ['approve', 'c-1'],
    ['contain', 'role/app'],
    ['undo', 'c-1', '--reason', 'because'],
    ['mode', 'observe', '--reason', 'because'],
  ])('%s takes nobody else for the caller', async (...argv) => {
    const { ringfence } = await deployed();
    const answer = await ringfence(...argv, '--as', 'arn:aws:iam::111122223333:user/somebody');
    expect(answer).toMatchObject({ code: 2, note: expect.stringContaining('who your AWS credentials say') });
  });
});
