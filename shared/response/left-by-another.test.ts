import { aFindingOf } from '../../test/builders/a-finding-of.ts';
import { aWorld, type TestWorld } from '../../test/builders/a-world.ts';
import { killable } from '../../test/builders/killable.ts';
import { mechanismCases, userWithKeys } from '../../test/builders/mechanism-cases.ts';
import { approve } from './approve.ts';
import { contain } from './contain.ts';
import { propose } from './propose.ts';
import { undo } from './undo.ts';

const admin = { arn: 'arn:aws:iam::111122223333:user/admin' };
const olga = 'arn:aws:iam::111122223333:user/olga';

const deactivate = (world: TestWorld): void =>
  void world.iam.call(admin, 'UpdateAccessKey', {
    userName: userWithKeys.name,
    accessKeyId: 'AKIAONE',
    status: 'Inactive',
  });

const statuses = async (world: TestWorld): Promise<unknown> => {
  const read = await world.principals.readPrincipal({ kind: 'user', name: userWithKeys.name });
  if (read.found !== 'yes') throw new Error(read.found);
  const { accessKeys, serviceCredentials } = read.value;
  const all = [accessKeys, serviceCredentials].flatMap((fact) => (fact.state === 'known' ? fact.value : []));
  return Object.fromEntries(all.map(({ id, status }) => [id, status]));
};

/** A quarantine during which an administrator makes the access key inactive, right before a call of Ringfence or right after it. */
const quarantined = async (at: string, when: 'before' | 'after'): Promise<{ world: TestWorld; id: string }> => {
  const world = await aWorld({
    mode: 'enforce',
    principals: [userWithKeys],
    settings: { levels: ['surgical', 'sensitive', 'quarantine'] },
  });
  const proposed = await propose(world)({
    principal: { kind: 'user', name: userWithKeys.name },
    findings: [aFindingOf(userWithKeys)],
    ...mechanismCases.quarantine.ask,
  });
  if (proposed.proposed !== 'saga') throw new Error(JSON.stringify(proposed));
  const { id, plan } = proposed.saga;
  await approve(world)({ sagaId: id, planHash: plan.planHash, approver: olga });
  let isNext = false;
  const watched = killable(world, undefined, (call) => {
    if (isNext || (when === 'before' && call === at)) deactivate(world);
    isNext = when === 'after' && call === at;
  });
  expect(await contain(watched.ports)(id)).toMatchObject({ saga: { state: 'CONTAINED' } });
  return { world, id };
};

describe('an access key that somebody else made inactive', () => {
  it.each([
    ['before the Deny was set', 'boundaries.createPolicy', 'before'],
    ['after the Deny, before the call for the key', 'denies.putInline', 'after'],
  ] as const)('%s is not ours: an undo leaves it inactive', async (_name, at, when) => {
    const { world, id } = await quarantined(at, when);
    expect(await statuses(world)).toEqual({ AKIAONE: 'Inactive', ACCAONE: 'Inactive', ACCATWO: 'Inactive' });
    const read = await world.sagas.get(id);
    expect(read.found === 'yes' && read.value.plan.undo.map(({ operation }) => operation)).not.toContain(
      'update-access-key',
    );
    expect(await undo(world)({ sagaId: id, requestedBy: olga, reason: 'needed' })).toMatchObject({
      saga: { state: 'UNDONE' },
    });
    expect(await statuses(world)).toEqual({ AKIAONE: 'Inactive', ACCAONE: 'Active', ACCATWO: 'Inactive' });
  });
});
