import { aRole } from '../../../test/builders/a-principal.ts';
import { aWorld } from '../../../test/builders/a-world.ts';
import { known } from '../../facts/known.ts';
import { withOrganisation } from './with-organisation.ts';

const ref = { kind: 'role', name: 'app' } as const;
const told = {
  told: 'member',
  id: 'o-1',
  inManagementAccount: true,
  policies: { told: 'refused', why: 'refused' },
} as const;

const aPlace = async () => {
  const world = await aWorld({ principals: [aRole({ name: 'app' })] });
  let asked = 0;
  const accountState = {
    ...world.accountState,
    organisation: () => {
      asked += 1;
      return Promise.resolve(told);
    },
  };
  return { ports: { ...world, accountState }, asked: () => asked };
};

describe('ports under an organisation', () => {
  it('read every principal under it, one by one and all at once, and ask for it once', async () => {
    const { ports, asked } = await aPlace();
    const { principals } = withOrganisation(ports, { organisation: true });
    const place = { value: { organisation: known('o-1'), inManagementAccount: known(true) } };
    expect(await principals.readPrincipal(ref)).toMatchObject(place);
    expect((await principals.readPrincipals([ref]))[0]).toMatchObject(place);
    expect(await principals.readAccount()).toMatchObject({ value: [place.value] });
    expect(asked()).toBe(1);
  });

  it('ask for it neither before a principal is read nor for one that is not there', async () => {
    const { ports, asked } = await aPlace();
    const { principals } = withOrganisation(ports, { organisation: true });
    expect(await principals.readPrincipal({ kind: 'role', name: 'none' })).toEqual({ found: 'no' });
    expect(asked()).toBe(0);
  });

  it('are the same ports where no check needs it', async () => {
    const { ports } = await aPlace();
    expect(withOrganisation(ports, { organisation: false })).toBe(ports);
  });
});
