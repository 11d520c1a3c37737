import type { PrincipalReader, PrincipalRef } from '../../ports/principal-reader.ts';
import type { Read } from '../../ports/read.ts';
import { factsOf } from './iam/iam-facts.ts';
import { keyOfName, keyOfPrincipal, type StoredPrincipal } from './iam/iam-store.ts';
import type { LocalIam } from './local-iam.ts';

const holds = (list: StoredPrincipal['attached'], entry: string): boolean =>
  list.state === 'known' && list.value.some((each) => each.toLowerCase() === entry.toLowerCase());

const refOf = ({ facts }: StoredPrincipal): PrincipalRef => ({ kind: facts.kind, name: facts.name });

export const localPrincipalReader = ({ store }: LocalIam): PrincipalReader => {
  const readPrincipal: PrincipalReader['readPrincipal'] = (ref) => {
    const stored = store.principals.read(keyOfPrincipal(ref));
    return Promise.resolve(stored === undefined ? { found: 'no' } : { found: 'yes', value: factsOf(store, stored) });
  };
  const everybody = (): readonly StoredPrincipal[] =>
    store.principals
      .leaders()
      .flatMap(({ facts }) => store.principals.read(keyOfPrincipal(facts)) ?? [])
      .toSorted((a, b) => (a.facts.arn < b.facts.arn ? -1 : 1));
  const yes = <T>(value: T): Promise<Read<T>> => Promise.resolve({ found: 'yes', value });
  return {
    readPrincipal,
    readPrincipals: (refs) => Promise.all(refs.map(readPrincipal)),
    readAccount: () => yes(everybody().map((stored) => factsOf(store, stored))),
    membersOf: (groupName) => {
      const group = store.groups.read(keyOfName(groupName));
      if (group === undefined) return Promise.resolve({ found: 'no' });
      return yes(
        everybody()
          .filter((stored) => holds(stored.groups, group.name))
          .map(refOf),
      );
    },
    reachedBy: (policyArn) => {
      if (store.policies.read(policyArn) === undefined) return Promise.resolve({ found: 'no' });
      const groups = store.groups.leaders().filter(({ attached }) => holds(attached, policyArn));
      return yes({
        attached: everybody()
          .filter(({ attached }) => holds(attached, policyArn))
          .map(refOf),
        groups: groups.map(({ name }) => name),
        bounded: everybody()
          .filter(({ boundary }) => boundary.state === 'known' && boundary.value === policyArn)
          .map(refOf),
      });
    },
    rolesOfInstanceProfile: (name) => {
      const profile = store.profiles.read(keyOfName(name));
      if (profile === undefined) return Promise.resolve({ found: 'no' });
      return yes(profile.roles.map((role): PrincipalRef => ({ kind: 'role', name: role })));
    },
  };
};
