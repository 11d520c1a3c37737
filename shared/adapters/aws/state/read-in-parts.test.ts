import { awsError } from '../../../../test/builders/aws-error.ts';
import { readInParts, type FactPart } from './read-in-parts.ts';
import { allowedBy } from './state-fact.ts';

const regions = ['eu-west-1', 'us-east-1'] as const;
const noAddress = Object.assign(new Error('getaddrinfo ENOTFOUND qbusiness'), { code: 'ENOTFOUND' });
const giving = (what: string): FactPart<string> => ({
  what,
  names: [what],
  read: (region) => Promise.resolve([`${what} of ${region}`]),
});
const failing = (what: string, error: Error, where: readonly string[] = regions): FactPart<string> => ({
  what,
  names: [what],
  read: (region) =>
    where.includes(region)
      ? allowedBy(`test:List${what}`, () => Promise.reject(error))
      : Promise.resolve([`${what} of ${region}`]),
});
const refused = awsError('AccessDeniedException', 403);

describe('reading a fact in parts', () => {
  it('is known where every part was read in every Region', async () => {
    expect(await readInParts([giving('a'), giving('b')], regions)).toEqual({
      state: 'known',
      value: ['a of eu-west-1', 'a of us-east-1', 'b of eu-west-1', 'b of us-east-1'],
    });
  });

  it('names the permission of a part that is refused, once for all Regions, and keeps the others', async () => {
    const why = 'b were not read: allow test:Listb';
    expect(await readInParts([giving('a'), failing('b', refused)], regions)).toEqual({
      state: 'known',
      value: ['a of eu-west-1', 'a of us-east-1'],
      unread: why,
      unreadOf: { b: why },
    });
  });

  it('keeps what one Region gave where another one refused', async () => {
    expect(await readInParts([failing('b', refused, ['us-east-1'])], regions)).toMatchObject({
      state: 'known',
      value: ['b of eu-west-1'],
      unreadOf: { b: 'b were not read: allow test:Listb' },
    });
  });

  it('is unknown where no part was read anywhere', async () => {
    expect(await readInParts([failing('a', refused), failing('b', refused)], regions)).toEqual({
      state: 'unknown',
      why: 'a were not read: allow test:Lista; b were not read: allow test:Listb',
    });
  });

  it('takes a service without an address in a Region, where others have one, for one that the Region does not have', async () => {
    expect(await readInParts([giving('a'), failing('b', noAddress, ['eu-west-1'])], regions)).toEqual({
      state: 'known',
      value: ['a of eu-west-1', 'a of us-east-1', 'b of us-east-1'],
    });
    expect(await readInParts([failing('a', refused), failing('b', noAddress)], regions)).toMatchObject({
      state: 'known',
      unreadOf: { a: 'a were not read: allow test:Lista' },
    });
  });

  it('never takes a Region that no name can be found of for an empty one', async () => {
    const read = await readInParts([failing('a', noAddress), failing('b', noAddress)], regions);
    expect(read).toMatchObject({ state: 'unknown', why: expect.stringContaining('ENOTFOUND') as string });
  });

  it('says what no part reads beside what was read', async () => {
    const rest = { what: 'others', permissions: ['other:List'], reader: 'file' } as const;
    const why = 'others were not read: give them with --account-facts (what other:List would show)';
    expect(await readInParts([giving('a')], ['eu-west-1'], rest)).toEqual({
      state: 'known',
      value: ['a of eu-west-1'],
      unread: why,
      unreadOf: { other: why },
    });
  });

  it('says it as well where nothing was read at all', async () => {
    const rest = { what: 'others', permissions: ['other:List'], reader: 'file' } as const;
    expect(await readInParts([failing('a', refused)], regions, rest)).toEqual({
      state: 'unknown',
      why: 'a were not read: allow test:Lista; others were not read: give them with --account-facts (what other:List would show)',
    });
  });
});
