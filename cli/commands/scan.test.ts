import { readFile, symlink } from 'node:fs/promises';
import path from 'node:path';
import { ringfenceHere } from '../../test/builders/ringfence-here.ts';

const { ringfence, file, folder } = ringfenceHere();
const ann = {
  UserName: 'ann',
  UserId: 'AIDAANN',
  Path: '/',
  Arn: 'arn:aws:iam::111122223333:user/ann',
  UserPolicyList: [],
  AttachedManagedPolicies: [],
  GroupList: [],
};
const small = { UserDetailList: [ann], GroupDetailList: [], RoleDetailList: [], Policies: [] };
const account = (): Promise<string> => file('account.json', small);

describe('ringfence scan --output', () => {
  it('refuses to overwrite what it reads, by whatever name', async () => {
    const where = await account();
    const settings = await file('settings.json', {});
    const link = path.join(folder(), 'link.json');
    await symlink(where, link);
    for (const output of [where, link, settings, `${folder()}/./account.json`]) {
      const { code, note } = await ringfence('scan', where, '--settings', settings, '--output', output);
      expect(code).toBe(2);
      expect(note).toContain('would overwrite a file that this command reads');
    }
    expect((await ringfence('scan', where, '--suggest', '--output', where)).code).toBe(2);
    expect(JSON.parse(await readFile(where, 'utf8'))).toEqual(small);
  });

  it('writes elsewhere', async () => {
    const where = await account();
    const output = path.join(folder(), 'report.json');
    expect(await ringfence('scan', where, '--json', '--output', output)).toMatchObject({ code: 0, out: '' });
    expect(JSON.parse(await readFile(output, 'utf8'))).toMatchObject({ findings: [] });
  });

  it('says why a report cannot be written, and what to do', async () => {
    const where = await account();
    const lost = await ringfence('scan', where, '--output', path.join(folder(), 'nowhere', 'x'));
    expect(lost.code).toBe(2);
    expect(lost.note).toContain('its folder does not exist');
    expect(lost.note).toContain('next make the folder');
    expect((await ringfence('scan', where, '--output', folder())).note).toContain('it is a folder');
  });
});

describe('ringfence scan --account-facts', () => {
  it('refuses facts of a time that has not come: unused days would be counted up to it', async () => {
    const facts = { schemaVersion: '1', accountId: '111122223333', asOf: '2999-01-01T00:00:00Z' };
    const where = await file('facts.json', facts);
    const refused = await ringfence('scan', await account(), '--account-facts', where);
    expect(refused.code).toBe(2);
    expect(refused.note).toContain('as of 2999-01-01T00:00:00Z, which has not come yet');
    expect(refused.note).toContain('/asOf');
  });

  it('tells of principals and services that nobody knows, as what is said of them is used for nothing', async () => {
    const use = (service: string) => ({ service, lastUsed: 'never', trackedSince: '2025-01-01T00:00:00Z' });
    const of = (services: readonly object[]) => ({ servicesLastUsed: { asOf: '2026-11-21T20:00:00Z', services } });
    const gone = 'arn:aws:iam::111122223333:user/gone';
    const where = await file('facts.json', {
      schemaVersion: '1',
      accountId: '111122223333',
      asOf: '2026-11-21T20:00:00Z',
      account: { serviceUse: [use('s3'), use('bedrok')] },
      principals: { [ann.Arn]: of([use('bedrock')]), [gone]: of([use('nothing-like-it')]) },
    });
    const { note } = await ringfence('scan', await account(), '--account-facts', where);
    const told = note.split('\n').filter((line) => line.startsWith('account facts'));
    expect(told).toEqual([
      `account facts unknown-principal: the account file holds no ${gone}; what is said of them is not used`,
      'account facts unknown-service: bedrok is no prefix of a service that is known; write bedrock?',
      'account facts unknown-service: nothing-like-it is no prefix of a service that is known; write the prefix of its actions, such as bedrock',
    ]);
  });
});

describe('ringfence scan --format', () => {
  it('refuses text beside --json, and takes json beside it', async () => {
    const where = await account();
    const refused = await ringfence('scan', where, '--format', 'text', '--json');
    expect(refused).toMatchObject({ code: 2, out: '' });
    expect(refused.note).toContain('--format text and --json contradict each other');
    expect((await ringfence('scan', where, '--format', 'json', '--json')).code).toBe(0);
  });
});

describe('ringfence scan --pack', () => {
  it('says what a pack leaves out of the pack that is asked, not of the one that the settings name', async () => {
    const settings = await file('settings.json', { organisations: ['o-exampleorgid'] });
    const where = await account();
    expect((await ringfence('scan', where, '--settings', settings)).note).toContain(
      'the pack essential leaves that out',
    );
    const strict = await ringfence('scan', where, '--settings', settings, '--pack', 'strict');
    expect(strict.note).not.toContain('not-asked-in-this-pack');
  });
});

describe('ringfence scan, at its end', () => {
  it('counts principals as the report does, and their findings', async () => {
    const { note, out } = await ringfence('scan', 'events/demo/account.json', '--fail-on', 'LOW');
    const [, principals, count] = /(\d+) with findings \((\d+) in all/u.exec(out) ?? [];
    expect(Number(principals)).toBeGreaterThan(1);
    expect(note).toContain(`${principals} principals with findings at or above LOW (${count} findings)`);
  });
});
