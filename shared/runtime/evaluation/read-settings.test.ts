import { aRole } from '../../../test/builders/a-principal.ts';
import { askChecks } from '../../checks/ask-checks.ts';
import { defaultCheckSettings } from '../../checks/settings.ts';
import { known } from '../../facts/known.ts';
import type { OwnIdentity, Ports } from '../../ports/ports.ts';
import type { SettingsStore } from '../../ports/containment-ports.ts';
import { defaultSettings } from '../../response/settings.ts';
import { readSettings, SettingsUnreadable } from './read-settings.ts';

const own = 'arn:aws:iam::111122223333:role/ringfence-contain';
const named = 'arn:aws:iam::111122223333:role/ringfence-deploy';
const identity: OwnIdentity = {
  accountId: '111122223333',
  region: 'us-east-1',
  partition: 'aws',
  containRoleArn: own,
  undoRoleArn: own,
  ownRoleArns: [own],
  watchedRegions: ['us-east-1'],
};
const read = (answer: Awaited<ReturnType<SettingsStore['read']>>) =>
  readSettings({
    identity,
    settings: { read: () => Promise.resolve(answer) } as unknown as SettingsStore,
    restorations: {} as unknown as Ports['restorations'],
  });
const stored = (ownRoles: readonly string[]) => defaultSettings({ ...defaultCheckSettings, ownRoles });

describe('The settings that an evaluation reads', () => {
  it.each([
    ['nothing was ever written', { found: 'no' as const }, [own]],
    ['other roles are named', { found: 'yes' as const, value: stored([named]) }, [named, own]],
    ['the same role is named', { found: 'yes' as const, value: stored([own]) }, [own]],
  ])('count the roles of the installation as its own where %s', async (_name, answer, roles) => {
    expect((await read(answer as never)).checks.ownRoles).toEqual(roles);
  });

  it('so that RF.TAMPER.6 finds who could become Ringfence without anybody naming its roles', async () => {
    const { checks } = await read({ found: 'no' } as never);
    const text = JSON.stringify({
      Version: '2012-10-17',
      Statement: { Effect: 'Allow', Action: 'iam:PutRolePolicy', Resource: own },
    });
    const principal = aRole({ inlinePolicies: known([{ name: 'inline:p', text }]) });
    const asked = (settings: typeof checks) =>
      askChecks({ principal, settings: { ...settings, pack: 'strict' }, now: '2026-11-21T21:00:00Z' }).judgements.some(
        ({ checkId, answer }) => checkId === 'RF.TAMPER.6' && answer.answer === 'yes',
      );
    expect(asked(checks)).toBe(true);
    expect(asked(defaultCheckSettings)).toBe(false);
  });

  it('are an error by name where they cannot be read', async () => {
    await expect(read({ found: 'unreadable', why: 'denied' } as never)).rejects.toThrow(SettingsUnreadable);
  });
});
