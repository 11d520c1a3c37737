import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { jest } from '@jest/globals';
import { run } from './run.ts';
import { recordingTerminal } from './terminal.ts';

// Whole scans, on a machine that may be busy.
jest.setTimeout(60_000);

const account = 'events/demo/account.json';
let directory = '';
beforeEach(async () => {
  directory = await mkdtemp(path.join(tmpdir(), 'ringfence-doctor-'));
});
afterEach(async () => {
  await rm(directory, { recursive: true, force: true });
});

const ringfence = async (...argv: string[]) => {
  const terminal = recordingTerminal();
  const code = await run(argv, { terminal, directory, now: () => '2026-11-21T21:00:00.000Z' });
  return { code, ...terminal.written() };
};
const settingsFile = async (text: string): Promise<string> => {
  const where = path.join(directory, 'settings.json');
  await writeFile(where, text);
  return where;
};

/** An account without principals: what is said does not depend on them. */
const nobody = async (): Promise<string> => {
  const where = path.join(directory, 'account.json');
  await writeFile(where, '{"UserDetailList":[],"GroupDetailList":[],"RoleDetailList":[],"Policies":[]}');
  return where;
};

describe('ringfence doctor', () => {
  it.each([
    ['nothing', [], 'there is nothing to look at'],
    [
      'what stands and what does not yet',
      ['--before-deploy', '--stack', 'RingfenceDetection'],
      '--before-deploy looks',
    ],
    ['an account without settings', ['--stack', 'RingfenceDetection', '--account', account], '--account is what'],
  ])('refuses %s: it would pass over it in silence', async (_, argv, what) => {
    const { code, out, note } = await ringfence('doctor', ...argv);
    expect([code, out, note]).toEqual([2, '', expect.stringContaining(what)]);
  });

  it('exits 0 and says so where the settings are right', async () => {
    const { code, out } = await ringfence('doctor', '--settings', await settingsFile('{}'));
    expect(code).toBe(0);
    expect(out).toContain('ok: the settings say nothing twice and nothing wrong');
  });

  it('exits 2 for an error, with its name, its place and how to mend it', async () => {
    const where = await settingsFile('{"classRules":[{"class":"administrator","match":{"name":"admin-*"}}]}');
    const { code, out } = await ringfence('doctor', '--settings', where);
    expect(code).toBe(2);
    expect(out).toContain('error administrator-needs-unique-id');
    expect(out).toContain(`at   ${where} /classRules/0`);
    expect(out).toContain('mend name the unique id');
  });

  it('exits 2 for an example that nobody filled in, and so does scan', async () => {
    const where = await settingsFile(
      '{"approvedGuardrails":["arn:aws:bedrock:REGION:ACCOUNT:guardrail/ID"],"pack":"recommended"}',
    );
    const { code, out } = await ringfence('doctor', '--settings', where);
    expect(code).toBe(2);
    expect(out).toContain('error placeholder: REGION is a placeholder');
    const scanned = await ringfence('scan', await nobody(), '--settings', where);
    expect(scanned).toMatchObject({ code: 2, out: '' });
    expect(scanned.note).toContain('placeholder');
  });

  it('says once what to do about a wrong value', async () => {
    const { out } = await ringfence('doctor', '--settings', await settingsFile('{"pack":"all"}'));
    expect(out).toContain('mend write a value of that form');
    expect(out).not.toMatch(/mend\s+mend/u);
  });

  it('exits 0 for a warning, and looks beside an account where one is given', async () => {
    const where = await settingsFile('{"administrators":["AROAEXAMPLEGONE00001"]}');
    expect((await ringfence('doctor', '--settings', where)).out).toContain('ok:');
    const { code, out } = await ringfence('doctor', '--settings', where, '--account', account);
    expect(code).toBe(0);
    expect(out).toContain('warning no-such-principal');
  });

  it('prints one JSON document', async () => {
    const { out } = await ringfence('doctor', '--json', '--settings', await settingsFile('{"pck":"strict"}'));
    expect(JSON.parse(out)).toMatchObject({
      schemaVersion: '1',
      items: [{ about: 'settings', level: 'error', code: 'unknown-field', fix: 'write pack' }],
    });
  });

  it('says what to give it where it was given nothing', async () => {
    const { code, note } = await ringfence('doctor');
    expect(code).toBe(2);
    expect(note).toContain('ringfence doctor --settings settings.json');
  });
});

describe('ringfence scan with settings', () => {
  it('drafts settings from the account that scan and doctor take without an error', async () => {
    const { code, out } = await ringfence('scan', account, '--suggest');
    expect(code).toBe(0);
    const draft = JSON.parse(out) as Record<string, unknown>;
    expect(draft).toMatchObject({ pack: 'recommended', approvedGuardrails: [expect.stringContaining(':guardrail/')] });
    expect(JSON.stringify(draft['$comment'])).toContain('confirm that');
    const where = await settingsFile(out);
    expect((await ringfence('doctor', '--settings', where, '--account', account)).code).toBe(0);
    const scanned = await ringfence('scan', account, '--settings', where, '--format', 'json');
    expect(JSON.stringify(JSON.parse(scanned.out))).toContain('RF.ACCESS.8');
  });

  it('drafts for the pack that is named, and no report beside it', async () => {
    const where = await nobody();
    const { out } = await ringfence('scan', where, '--suggest', '--pack', 'strict');
    expect(JSON.parse(out)).toMatchObject({ pack: 'strict' });
    const refused = await ringfence('scan', where, '--suggest', '--report', 'frameworks');
    expect(refused).toMatchObject({ code: 2, out: '' });
    expect(refused.note).toContain('--suggest and --report contradict each other');
  });

  it('says which checks wait for settings, and nothing of it where none does', async () => {
    const account = await nobody();
    const strict = await ringfence('scan', account, '--pack', 'strict');
    expect(strict.note).toMatch(/not judged without settings: ACCESS\.2, .*--suggest drafts what policies name/u);
    expect((await ringfence('scan', account)).note).not.toContain('not judged');
  });

  it('tells warnings and goes on, and refuses errors with all of them', async () => {
    const account = await nobody();
    const warned = await ringfence(
      'scan',
      account,
      '--settings',
      await settingsFile('{"approvedRegions":["eu-centrl-1"]}'),
    );
    expect(warned.note).toContain('unknown-region');
    const refused = await ringfence('scan', account, '--settings', await settingsFile('{"a":1,"b":2}'));
    expect(refused).toMatchObject({ code: 2, out: '' });
    expect(refused.note).toContain('/a');
    expect(refused.note).toContain('/b');
  });
});
