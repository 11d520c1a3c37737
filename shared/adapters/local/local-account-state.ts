import { outOfScope, type Known } from '../../facts/known.ts';
import type { OrganisationFacts } from '../../facts/organisation-facts.ts';
import type { RegionState, RegionValues } from '../../facts/region-state.ts';
import type { ServicesLastUsed } from '../../facts/services-last-used.ts';
import type { WideState, WideValues } from '../../facts/wide-state.ts';
import type { AccountStateReader } from '../../ports/account-state-reader.ts';
import { rowOf, type LocalState } from './local-state.ts';

type Reader = Pick<AccountStateReader, 'wideState' | 'regionState' | 'organisation' | 'servicesLastUsed'>;

/** The account's state besides guardrails and logging, as whoever plays the account has said it. */
export type LocalAccountState = Reader & {
  /** Replaces the parts that are given; a file of facts has them in this form (`readAccountFacts`). */
  setRegionState(region: string, state: RegionState): void;
  setWideState(state: WideState): void;
  setOrganisation(organisation: OrganisationFacts): void;
  setServicesLastUsed(arn: string, used: Known<ServicesLastUsed>): void;
};

type Stored<T> = { value: T };

/** What nobody has said anything of is out of scope: a local world holds nothing else. */
export const localAccountState = (state: LocalState): LocalAccountState => {
  const regions = state.table('account.region', rowOf<Stored<RegionState>>('value'));
  const wide = state.table('account.wide', rowOf<Stored<WideState>>('value'));
  const organisations = state.table('account.organisation', rowOf<Stored<OrganisationFacts>>('value'));
  const used = state.table('account.last-used', rowOf<Stored<Known<ServicesLastUsed>>>('value'));
  return {
    regionState: (region, { facts }) =>
      Promise.resolve(onlyAsked<RegionState>({ ...nothingOfRegion, ...regions.get(region)?.value }, facts)),
    wideState: ({ facts }) =>
      Promise.resolve(onlyAsked<WideState>({ ...nothingWide, ...wide.get(only)?.value }, facts)),
    organisation: () => Promise.resolve(organisations.get(only)?.value ?? { told: 'out-of-scope' }),
    servicesLastUsed: ({ arn }) => Promise.resolve(used.get(arn)?.value ?? outOfScope),
    setRegionState: (region, value) => {
      regions.put(region, { value: { ...regions.get(region)?.value, ...value } });
    },
    setWideState: (value) => {
      wide.put(only, { value: { ...wide.get(only)?.value, ...value } });
    },
    setOrganisation: (value) => {
      organisations.put(only, { value });
    },
    setServicesLastUsed: (arn, value) => {
      used.put(arn, { value });
    },
  };
};

/** There is one account. */
const only = 'account';

const nothingOfRegion = {
  guardrailVersions: outOfScope,
  guardrailPolicies: outOfScope,
  enforcedGuardrails: outOfScope,
  guardrailReferences: outOfScope,
  automatedReasoning: outOfScope,
  logDestinations: outOfScope,
  dataRetention: outOfScope,
  accessAnalyzers: outOfScope,
} as const satisfies Record<keyof RegionValues, Known<never>>;

/** What Ringfence's own stores tell, and what nobody reads live, is not told here. */
const nothingWide = {
  trails: outOfScope,
  organisationGuardrails: outOfScope,
  watchedAccounts: outOfScope,
  workloads: outOfScope,
  inputs: outOfScope,
  deployment: outOfScope,
  runners: outOfScope,
  aiResourcePolicies: outOfScope,
} as const satisfies Partial<Record<keyof WideValues, Known<never>>>;

const onlyAsked = <T extends object>(state: T, facts: ReadonlySet<string>): T => {
  const asked = { ...state };
  for (const fact of Object.keys(asked)) if (!facts.has(fact)) Reflect.deleteProperty(asked, fact);
  return asked;
};
