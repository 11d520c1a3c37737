import { withContainedRole } from '../acceptance/granted-role.ts';
import type { Installation } from '../acceptance/installation.ts';

const attacker = 'arn:aws:sts::111122223333:assumed-role/Attacker/x';

const boundary = async ({ world }: Installation): Promise<string | undefined> => {
  const read = await world.principals.readPrincipal({ kind: 'role', name: 'app' });
  if (read.found !== 'yes') throw new Error(read.found);
  const { permissionsBoundary } = read.value;
  return permissionsBoundary.state === 'known' ? permissionsBoundary.value.arn : undefined;
};

/** A contained role, and the events of our own writes, which nobody has heard. */
const containedUnheard = async (): Promise<{ it: Installation; own: readonly object[] }> => {
  const it = await withContainedRole();
  expect(await boundary(it)).toContain('/ringfence/');
  it.clock.advance(5_000);
  return { it, own: it.events.splice(0) };
};

describe('a containment that is taken off before its own events were heard', () => {
  it.each(['first', 'last'] as const)('is set again, where our own events come %s', async (when) => {
    const { it, own } = await containedUnheard();
    it.call('DeleteRolePermissionsBoundary', { roleName: 'app' }, attacker);
    const taken = it.events.splice(0);
    it.clock.advance(5_000);
    for (const event of when === 'first' ? [...own, ...taken] : [...taken, ...own]) await it.deliver(event);
    await it.settle();
    expect(await boundary(it)).toContain('/ringfence/');
    expect(await it.world.modeSwitch.read()).toMatchObject({ value: { killSwitch: false } });
  });
});
