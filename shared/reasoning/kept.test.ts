import { keptOf } from './kept.ts';
import { allow, aPrincipal } from './testing/a-world.ts';

describe('what is kept with a principal', () => {
  it('is the same whenever it is asked for, also after somebody else was asked about', () => {
    const [one, two] = [aPrincipal([allow('*')]), aPrincipal([allow('*')])];
    const kept = keptOf(one);
    expect(keptOf(two)).not.toBe(kept);
    expect(keptOf(one)).toBe(kept);
  });

  it('is not what a copy with other members keeps', () => {
    const principal = aPrincipal([allow('*')]);
    const kept = keptOf(principal);
    const copy = { ...principal, accountId: '444455556666' };
    expect(keptOf(copy)).not.toBe(kept);
    expect(keptOf(principal)).toBe(kept);
  });

  it('is no member that is seen: a principal is plain data', () => {
    const principal = aPrincipal([allow('*')]);
    const members = Reflect.ownKeys(principal);
    keptOf(principal);
    expect(Reflect.ownKeys(principal)).toEqual(members);
  });
});
