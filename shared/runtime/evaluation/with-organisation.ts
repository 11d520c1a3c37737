import { underOrganisation, type OrganisationFacts } from '../../facts/organisation-facts.ts';
import type { PrincipalFacts } from '../../facts/principal-facts.ts';
import type { Ports } from '../../ports/ports.ts';
import type { Read } from '../../ports/read.ts';
import type { NeededFacts } from './needed-facts.ts';

/**
 * The same ports; every principal that they read stands under the organisation's control policies. The organisation is read
 * once, when the first principal is, and not at all where no check needs it: then those policies are declared out of scope.
 * Every use case that keeps findings about principals reads through this, or one would resolve what another one finds.
 */
export const withOrganisation = <P extends Pick<Ports, 'principals' | 'accountState'>>(
  ports: P,
  needed: Pick<NeededFacts, 'organisation'>,
): P => {
  if (!needed.organisation) return ports;
  const { principals, accountState } = ports;
  let reading: Promise<OrganisationFacts> | undefined;
  const organisation = (): Promise<OrganisationFacts> => (reading ??= accountState.organisation());
  const placed = async (read: Read<PrincipalFacts>): Promise<Read<PrincipalFacts>> =>
    read.found === 'yes' ? { found: 'yes', value: underOrganisation(read.value, await organisation()) } : read;
  return {
    ...ports,
    principals: {
      readPrincipal: async (ref) => placed(await principals.readPrincipal(ref)),
      readPrincipals: async (refs) => Promise.all((await principals.readPrincipals(refs)).map(placed)),
      readAccount: async () => {
        const read = await principals.readAccount();
        if (read.found !== 'yes') return read;
        const told = await organisation();
        return { found: 'yes', value: read.value.map((facts) => underOrganisation(facts, told)) };
      },
      membersOf: (group) => principals.membersOf(group),
      reachedBy: (policyArn) => principals.reachedBy(policyArn),
      rolesOfInstanceProfile: (name) => principals.rolesOfInstanceProfile(name),
    },
  };
};
