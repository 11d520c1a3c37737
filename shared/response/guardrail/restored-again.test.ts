import {
  aDeletion,
  approved,
  asked,
  caller,
  draft,
  olga,
  portsOf,
  proposed,
  region,
  storedRestoration,
} from '../../../test/builders/a-deletion.ts';
import type { TestWorld } from '../../../test/builders/a-world.ts';
import { proposeRestoration, type RestorationAsked } from './propose-restoration.ts';
import { recheckRestoration } from './recheck-restoration.ts';
import type { Restoration } from './restoration.ts';
import { successorsOf } from './successors.ts';

const ask = (world: TestWorld, shown: Partial<RestorationAsked> = {}) =>
  proposeRestoration(portsOf(world))({ ...asked, ...shown });
const aboutMade = ({ made }: Restoration): Partial<RestorationAsked> => ({
  subject: { ...asked.subject, arn: made?.arn ?? '', uniqueId: made?.arn ?? '' },
});

/** What was made is seen, with its versions, and deleted again. */
const deletedAgain = async (world: TestWorld, { made }: Restoration, { seen = true } = {}): Promise<void> => {
  for (const version of ['DRAFT', ...Object.values(made?.versions ?? {})]) {
    const read = await world.bedrock.guardrail(region, made?.id ?? '', version);
    if (read.found !== 'yes' || !seen) continue;
    if (version === 'DRAFT') await world.guardrailMemory.remember(read.value, '2026-11-21T22:00:00.000Z');
    else await world.guardrailMemory.rememberVersion(read.value, '2026-11-21T22:00:00.000Z');
  }
  world.bedrock.deleteGuardrail(region, made?.id ?? '');
};

/** Old, new, newer. */
const twiceRestored = async () => {
  const world = await aDeletion({ namedInPolicy: true });
  const first = await approved(world, await proposed(world));
  await deletedAgain(world, first);
  const again = await ask(world, aboutMade(first));
  if (again.proposed !== 'restoration') throw new Error(JSON.stringify(again));
  const second = await approved(world, again.restoration);
  return { world, first, second };
};

describe('a guardrail that was brought back, deleted again and brought back again', () => {
  it('is said to be back by whom asks for the first one, and by nobody else’s hand', async () => {
    const { world, second } = await twiceRestored();
    expect(second.made?.id).toMatch(/^gr/u);
    expect(await ask(world)).toMatchObject({
      proposed: 'nothing',
      outcome: 'ALREADY_SAFE',
      detail: `${second.id} brought it back as ${second.made?.id ?? ''}: ${second.state}`,
    });
  });

  it('is found behind another name too', async () => {
    const { world, second } = await twiceRestored();
    const read = await world.bedrock.guardrail(region, second.made?.id ?? '');
    if (read.found !== 'yes') throw new Error('it is not there');
    world.bedrock.setGuardrail({ ...read.value, name: 'renamed', content: { ...read.value.content, name: 'renamed' } });
    expect(await ask(world)).toMatchObject({ proposed: 'nothing', outcome: 'ALREADY_SAFE' });
  });

  it('leaves the text with the newest name to a person who still names the first one', async () => {
    const { world, first, second } = await twiceRestored();
    await recheckRestoration(portsOf(world))(first.id);
    const { byHand } = await storedRestoration(world, first.id);
    const text = await world.documents.get(byHand[0]?.document ?? '');
    expect(byHand[0]?.use).toMatchObject({ kind: 'policy', by: caller.arn });
    expect(text).toContain(`${second.made?.arn ?? ''}:2`);
  });

  it('is asked for by its own name while it is gone: whoever took it away decides nothing', async () => {
    const world = await aDeletion();
    const first = await approved(world, await proposed(world));
    await deletedAgain(world, first);
    expect(await ask(world)).toMatchObject({
      proposed: 'nothing',
      outcome: 'SUPERSEDED',
      detail: `${first.id} brought it back as ${first.made?.id ?? ''}, which is gone too: ask for ${first.made?.id ?? ''}`,
    });
  });

  it('is made from the first one where nobody has seen what was made of it', async () => {
    const world = await aDeletion();
    const first = await approved(world, await proposed(world));
    await deletedAgain(world, first, { seen: false });
    expect(await ask(world)).toMatchObject({ proposed: 'restoration', restoration: { plan: { round: 1 } } });
  });

  it('is nothing to do where what was made is asked for and there, before anybody has seen it', async () => {
    const world = await aDeletion();
    const first = await approved(world, await proposed(world));
    const madeBy = `${first.id} made it for ${draft.id}`;
    expect(await ask(world, aboutMade(first))).toMatchObject({
      outcome: 'ALREADY_SAFE',
      detail: `${first.made?.id ?? ''} is there, and nothing else is remembered of it; ${madeBy}`,
    });
    await deletedAgain(world, first, { seen: false });
    expect(await ask(world, aboutMade(first))).toMatchObject({
      outcome: 'NO_SNAPSHOT',
      detail: expect.stringContaining(madeBy) as string,
    });
  });

  it('is left as it is where a restoration failed on its way, which is named', async () => {
    const world = await aDeletion();
    const { publish } = world.guardrailWriter;
    world.guardrailWriter.publish = () =>
      Promise.resolve({ written: false, code: 'limit', detail: 'ServiceQuotaExceededException' });
    const failed = await approved(world, await proposed(world));
    world.guardrailWriter.publish = publish;
    expect(failed.state).toBe('FAILED');
    expect(await ask(world, { requestedBy: olga })).toMatchObject({
      outcome: 'RESTORE_REFUSED',
      detail: expect.stringContaining(
        `${failed.id} made it for ${draft.id} and is FAILED; undo that one first`,
      ) as string,
    });
  });
});

describe('the chain of restorations', () => {
  const arnOf = (id: string): string => draft.arn.replace(draft.id, id);
  const a = (from: string, to: string, shown: Partial<Restoration> = {}): Restoration =>
    ({
      id: `r-${from}-${to}`,
      state: 'RESTORED',
      plan: { kind: 'recreate', subject: { ...asked.subject, arn: arnOf(from) } },
      made: { id: to, arn: arnOf(to), versions: { 1: '1' } },
      openedAt: '2026-11-21T21:00:00.000Z',
      ...shown,
    }) as Restoration;
  const names = (all: readonly Restoration[]) => successorsOf(arnOf('a'), all).map(({ id }) => id);

  it.each([
    ['nothing', [], []],
    ['one', [a('a', 'b')], ['b']],
    ['three, in any order', [a('c', 'd'), a('a', 'b'), a('b', 'c')], ['b', 'c', 'd']],
    ['what was taken back', [a('a', 'b', { state: 'UNDONE' })], []],
    ['what failed', [a('a', 'b', { state: 'FAILED' })], []],
    ['what was only put back', [a('a', 'a', { plan: { ...a('a', 'a').plan, kind: 'put-back' } })], []],
    ['a circle, which cannot be', [a('a', 'b'), a('b', 'a')], ['b']],
    ['the later of two', [a('a', 'c', { openedAt: '2026-11-22T21:00:00.000Z' }), a('a', 'b')], ['c']],
  ] as const)('follows %s', (_, all, expected) => {
    expect(names(all)).toEqual(expected);
  });

  it('says what a version is called now, and nothing of one that was not made again', () => {
    const first = a('a', 'b', { made: { id: 'b', arn: arnOf('b'), versions: { 1: '1', 3: '2', 5: '3' } } });
    const second = a('b', 'c', { made: { id: 'c', arn: arnOf('c'), versions: { 1: '1', 3: '2' } } });
    expect(successorsOf(arnOf('a'), [first, second]).at(-1)?.versions).toEqual({ 1: '1', 5: '2' });
  });
});
