import { aRole } from '../../test/builders/a-principal.ts';
import { localWorld } from '../../shared/adapters/local/local-world.ts';
import { sha256 } from '../../shared/response/canonical-json.ts';
import { containInline, inlineRequest } from './contain-inline.ts';

const document = (effect: string) =>
  JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: effect, Action: 'bedrock:*', Resource: '*' }] });
const nameOf = (text: string) => `RingfenceDeny-${sha256(text).slice(0, 16)}`;
const deny = document('Deny');
const asked = {
  write: 'put-inline',
  principal: { kind: 'role', name: 'app' },
  name: nameOf(deny),
  document: deny,
  sagaId: 'c-1',
} as const;

const enforcing = async () => {
  const world = localWorld({ now: '2026-11-22T08:00:00.000Z', principals: [aRole({ name: 'app' })] });
  await world.modeSwitch.setMode('enforce');
  return world;
};
const inlineOf = async (world: Awaited<ReturnType<typeof enforcing>>) => {
  const read = await world.principals.readPrincipal({ kind: 'role', name: 'app' });
  if (read.found !== 'yes' || read.value.inlinePolicies.state !== 'known') throw new Error('not read');
  return read.value.inlinePolicies.value.map(({ name }) => name);
};

describe('contain-inline', () => {
  it('writes a Deny that is named by its content', async () => {
    const world = await enforcing();
    expect(await containInline(world)(asked)).toMatchObject({ written: true });
    expect(await inlineOf(world)).toEqual([expect.stringContaining(asked.name)]);
  });

  it.each([
    ['a grant under a name of ours', { ...asked, name: nameOf(document('Allow')), document: document('Allow') }],
    ['a Deny under the name of another content', { ...asked, name: nameOf('{}') }],
    ['a Deny under a name of somebody else', { ...asked, name: 'admin' }],
  ])('sends nothing for %s', async (_, request) => {
    const world = await enforcing();
    expect(await containInline(world)(request)).toMatchObject({ written: false, code: 'denied' });
    expect(await inlineOf(world)).toEqual([]);
  });

  it('attaches no policy but one of Ringfence', async () => {
    const world = await enforcing();
    const { principal, sagaId } = asked;
    const attach = {
      write: 'attach',
      principal,
      sagaId,
      policyArn: 'arn:aws:iam::aws:policy/AdministratorAccess',
    } as const;
    expect(await containInline(world)(attach)).toMatchObject({ written: false });
  });

  it.each([
    [
      'the kill switch is on',
      'KILL_SWITCH',
      { found: 'yes', value: { mode: 'enforce', killSwitch: true, freeze: false } },
    ],
    [
      'the mode is observe',
      'MODE_OBSERVE',
      { found: 'yes', value: { mode: 'observe', killSwitch: false, freeze: false } },
    ],
    ['no mode was ever set', 'MODE_OBSERVE', { found: 'no' }],
    ['the switches cannot be read', 'SETTINGS_UNREADABLE', { found: 'unreadable', why: 'AccessDenied' }],
  ] as const)('writes nothing while %s, whoever asks', async (_, outcome, read) => {
    const world = await enforcing();
    const stopped = { ...world, modeSwitch: { ...world.modeSwitch, read: () => Promise.resolve(read) } };
    const result = await containInline(stopped)(asked);
    expect(result).toMatchObject({ written: false, detail: expect.stringContaining(outcome) });
    expect(await inlineOf(world)).toEqual([]);
  });

  it.each([
    ['a word more', { ...asked, force: true }],
    ['another kind of write', { ...asked, write: 'delete-inline' }],
    ['a group', { ...asked, principal: { kind: 'group', name: 'app' } }],
    ['no saga', { ...asked, sagaId: '' }],
  ])('does not carry out a request with %s', (_, request) => {
    expect(inlineRequest.safeParse(request).success).toBe(false);
  });
});
