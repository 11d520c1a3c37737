import { absent, known, outOfScope, unknown, type Known } from './known.ts';
import type { PolicyDocument } from './policy-document.ts';
import type { PrincipalFacts } from './principal-facts.ts';
import type { ControlPolicy } from './wide-state.ts';

/** Policies of one kind, from the root to the account; each level is the list of those attached there. None: switched off. */
export type PolicyLevels = readonly (readonly PolicyDocument[])[];

export type ControlPolicyLevels = {
  serviceControlPolicies: PolicyLevels;
  resourceControlPolicies: PolicyLevels;
};

/**
 * `refused`: whoever reads may not, and as far as anybody sees it stays so. `failed`: it may be told the next time. `why`: one
 * clause, with the permission that would settle it.
 */
export type NotTold = { told: 'refused' | 'failed'; why: string };

/** What AWS Organizations says of one account. A member learns its organisation, but mostly not the policies that reach it. */
export type OrganisationFacts =
  | { told: 'none' }
  | { told: 'out-of-scope' }
  | NotTold
  | {
      told: 'member';
      /** `o-…`. */
      id: string;
      inManagementAccount: boolean;
      policies: ({ told: 'yes' } & ControlPolicyLevels) | NotTold;
    };

/** Each control policy once, however many levels it is attached to. */
export const controlPoliciesOf = (organisation: OrganisationFacts): Known<readonly ControlPolicy[]> => {
  switch (organisation.told) {
    case 'none':
      return known([]);
    case 'out-of-scope':
      return outOfScope;
    case 'refused':
    case 'failed':
      return unknown(organisation.why);
    case 'member': {
      const { policies } = organisation;
      if (policies.told !== 'yes') return unknown(policies.why);
      const all = [
        ...listed('scp', policies.serviceControlPolicies),
        ...listed('rcp', policies.resourceControlPolicies),
      ];
      return known([...new Map(all.map((each) => [`${each.kind} ${each.name}`, each])).values()]);
    }
  }
};

const listed = (kind: ControlPolicy['kind'], levels: PolicyLevels): readonly ControlPolicy[] =>
  levels.flat().flatMap(({ name, text }) => (text === undefined ? [] : [{ kind, name, text }]));

type OrganisationLayers = Pick<
  PrincipalFacts,
  'serviceControlPolicies' | 'resourceControlPolicies' | 'inManagementAccount' | 'organisation'
>;

/**
 * A principal with the layers of its organisation. What may not be read stays declared out of scope, so that every answer
 * lists it; what could not be read just now is unknown, and so are answers that turn on it.
 */
export const underOrganisation = (principal: PrincipalFacts, organisation: OrganisationFacts): PrincipalFacts => {
  const layers = layersOf(organisation);
  return layers === undefined ? principal : { ...principal, ...layers };
};

const layersOf = (organisation: OrganisationFacts): Partial<OrganisationLayers> | undefined => {
  switch (organisation.told) {
    case 'none':
      return {
        serviceControlPolicies: absent,
        resourceControlPolicies: absent,
        inManagementAccount: known(false),
        organisation: absent,
      };
    case 'out-of-scope':
    case 'refused':
      return undefined;
    case 'failed': {
      const missing = unknown(organisation.why);
      return {
        serviceControlPolicies: missing,
        resourceControlPolicies: missing,
        inManagementAccount: missing,
        organisation: missing,
      };
    }
    case 'member': {
      const { id, inManagementAccount, policies } = organisation;
      return {
        inManagementAccount: known(inManagementAccount),
        organisation: known(id),
        ...policyLayersOf(policies),
      };
    }
  }
};

const policyLayersOf = (
  policies: (OrganisationFacts & { told: 'member' })['policies'],
): Partial<Pick<OrganisationLayers, 'serviceControlPolicies' | 'resourceControlPolicies'>> => {
  switch (policies.told) {
    case 'yes':
      return {
        serviceControlPolicies: known(policies.serviceControlPolicies),
        resourceControlPolicies: known(policies.resourceControlPolicies),
      };
    case 'refused':
      return {};
    case 'failed':
      return {
        serviceControlPolicies: unknown(policies.why),
        resourceControlPolicies: unknown(policies.why),
      };
  }
};
