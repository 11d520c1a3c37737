import type { Finding } from '../../shared/findings/finding.ts';
import { withContainedRole } from '../acceptance/granted-role.ts';
import type { Installation } from '../acceptance/installation.ts';

const other = 'bedrock:DeleteModelInvocationLoggingConfiguration';

const giveMore = (it: Installation): void =>
  it.call('PutRolePolicy', {
    roleName: 'app',
    policyName: 'more',
    policyDocument: JSON.stringify({
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Action: other, Resource: '*' }],
    }),
  });

/** Gives more, and tells all that waited before it; its own event is heard last. */
const heardAfterOurs = async (it: Installation): Promise<object> => {
  giveMore(it);
  const events = it.events.splice(0);
  const more = events.pop();
  if (more === undefined) throw new Error('no event of the second grant');
  it.clock.advance(5_000);
  for (const event of events) await it.deliver(event);
  return more;
};

const findings = async (it: Installation): Promise<readonly Finding[]> => {
  const read = await it.world.principals.readPrincipal({ kind: 'role', name: 'app' });
  if (read.found !== 'yes') throw new Error(read.found);
  return it.world.findings.ofSubject(read.value.uniqueId);
};
const openOnes = async (it: Installation): Promise<readonly string[]> =>
  (await findings(it)).filter(({ status }) => status !== 'resolved').map(({ questionName }) => questionName);

describe('a grant that is made beside a write of Ringfence, and read with it before its own event is heard', () => {
  it('is left to its own event by a containment: told as what that event gave, by whom, and contained', async () => {
    const it = await withContainedRole();
    const more = await heardAfterOurs(it);
    expect(await openOnes(it)).toEqual([]);
    await it.deliver(more);
    const found = (await findings(it)).find(({ questionName }) => questionName === other);
    expect(found).toMatchObject({ novelty: 'granted-by-this-change', cause: { eventName: 'PutRolePolicy' } });
    await it.settle();
    expect((await it.world.sagas.list()).map(({ outcome }) => outcome)).toEqual([
      'CONTAINED_BOUNDARY',
      'CONTAINED_MERGED',
    ]);
  });

  it('is left to its own event by an undo, which gives back quietly what was found before', async () => {
    const it = await withContainedRole();
    await it.settle();
    await it.mode('observe');
    const [saga] = await it.world.sagas.list();
    const undone = { sagaId: saga!.id, requestedBy: 'arn:aws:iam::111122223333:role/Admin', reason: 'needed' };
    await it.undo({ ...undone, requestId: 'r-1' });
    const more = await heardAfterOurs(it);
    expect(await openOnes(it)).toEqual(['bedrock:DeleteGuardrail']);
    await it.deliver(more);
    const found = (await findings(it)).find(({ questionName }) => questionName === other);
    expect(found).toMatchObject({
      status: 'new',
      novelty: 'granted-by-this-change',
      cause: { eventName: 'PutRolePolicy' },
    });
    expect(await openOnes(it)).toEqual(expect.arrayContaining(['bedrock:DeleteGuardrail', other]));
  });
});
