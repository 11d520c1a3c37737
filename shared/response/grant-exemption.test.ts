import { localWorld } from '../adapters/local/local-world.ts';
import { grantExemption } from './grant-exemption.ts';

const asked = {
  uniqueId: 'AROAEXAMPLE1',
  arn: 'arn:aws:iam::111122223333:role/app',
  scope: 'SENSITIVE',
  owner: 'ml-platform',
  reason: 'trains the ranking model until the move',
  ticket: 'SEC-1',
  requester: 'arn:aws:iam::111122223333:user/noah',
  approver: 'arn:aws:iam::111122223333:user/olivia',
  expires: '2026-12-21T08:00:00.000Z',
};
const world = () => localWorld({ now: '2026-11-21T08:00:00.000Z' });

describe('granting an exemption', () => {
  it('stores it as the next version of the settings, and history names who asked and who approved', async () => {
    const w = world();
    expect(await grantExemption(w)(asked)).toMatchObject({ granted: true });
    expect(await w.settings.read()).toMatchObject({
      value: { version: 1, exemptions: [{ uniqueId: 'AROAEXAMPLE1', from: '2026-11-21T08:00:00.000Z' }] },
    });
    const [line = ''] = await Array.fromAsync(w.history.read());
    expect(JSON.parse(line)).toMatchObject({
      kind: 'exemption',
      approvals: [asked.requester, asked.approver],
      settingsVersion: 1,
    });
  });

  it.each([
    ['REQUESTER_APPROVES', { approver: asked.requester }],
    ['SUBJECT_APPROVES', { approver: 'arn:aws:sts::111122223333:assumed-role/app/me' }],
    ['TOO_LONG', { expires: '2027-11-21T08:00:00.000Z' }],
    ['NO_REASON', { reason: ' ' }],
    ['NO_OWNER', { owner: '' }],
    ['NO_TICKET', { ticket: ' ' }],
    ['SUBJECT_REQUESTS', { requester: 'arn:aws:sts::111122223333:assumed-role/app/me' }],
    ['BAD_SCOPE', { scope: 'everything, please' }],
    ['NO_END', { expires: 'never' }],
  ])('refuses by name: %s', async (code, wrong) => {
    const w = world();
    expect(await grantExemption(w)({ ...asked, ...wrong })).toMatchObject({ granted: false, code });
    expect(await w.settings.read()).toEqual({ found: 'no' });
  });
});
