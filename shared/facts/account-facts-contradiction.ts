import type { z } from 'zod';
import type { accountFactsSchema } from './account-facts-schema.ts';

type Read = z.output<typeof accountFactsSchema>;

/** Where facts contradict each other (path of the later one), and what they say. */
export type Contradiction = { path: readonly (string | number)[]; what: string };

/**
 * The first place where facts that fit their schema cannot all be true. Left in, one of the two would stand in silence: a
 * guardrail under a foreign Region for one that is missing there, a service that was never used for one that is in use.
 */
export const contradictionIn = (facts: Read): Contradiction | undefined =>
  [...inRegions(facts), ...usedTwice(facts), ...usedLater(facts), ...ofOtherAccounts(facts)][0];

const inRegions = ({ regions }: Read): readonly Contradiction[] =>
  Object.entries(regions).flatMap(([region, { guardrails }]) => {
    if (guardrails?.state !== 'known') return [];
    const path = (index: number) => ['regions', region, 'guardrails', index];
    const misplaced = guardrails.value.flatMap((guardrail, index): readonly Contradiction[] =>
      guardrail.region === region && guardrail.arn.split(':')[3] === region
        ? []
        : [{ path: path(index), what: `${guardrail.arn} (${guardrail.region}) is no guardrail of ${region}` }],
    );
    const versions = guardrails.value.map(({ arn, version }) => `version ${version} of ${arn}`);
    return [...misplaced, ...repeated(versions, path)];
  });

const usedTwice = ({ account, principals }: Read): readonly Contradiction[] => {
  const { serviceUse } = account;
  const ofAccount =
    serviceUse?.state === 'known'
      ? repeated(
          serviceUse.value.map(({ service }) => `the service ${service}`),
          (index) => ['account', 'serviceUse', index],
        )
      : [];
  const ofPrincipals = Object.entries(principals).flatMap(([arn, { servicesLastUsed }]) =>
    repeated(
      servicesLastUsed.services.map(({ service }) => `the service ${service}`),
      (index) => ['principals', arn, 'servicesLastUsed', 'services', index],
    ),
  );
  return [...ofAccount, ...ofPrincipals];
};

/** A use after the time at which uses were read: from then on a grant would count as used for days that have not been. */
const usedLater = ({ asOf, account, principals }: Read): readonly Contradiction[] => {
  const { serviceUse } = account;
  const ofAccount = serviceUse?.state === 'known' ? later(serviceUse.value, asOf, ['account', 'serviceUse']) : [];
  const ofPrincipals = Object.entries(principals).flatMap(([arn, { servicesLastUsed }]) =>
    later(servicesLastUsed.services, servicesLastUsed.asOf, ['principals', arn, 'servicesLastUsed', 'services']),
  );
  return [...ofAccount, ...ofPrincipals];
};

const later = (
  uses: readonly { service: string; lastUsed: string; trackedSince: string }[],
  asOf: string,
  path: readonly string[],
): readonly Contradiction[] =>
  uses.flatMap(({ service, lastUsed, trackedSince }, index) =>
    (['lastUsed', 'trackedSince'] as const).flatMap((field): readonly Contradiction[] => {
      const at = field === 'lastUsed' ? lastUsed : trackedSince;
      if (at === 'never' || Date.parse(at) <= Date.parse(asOf)) return [];
      const what = `${field} of ${service} is ${at}, after ${asOf}, when it was read`;
      return [{ path: [...path, index, field], what }];
    }),
  );

const ofOtherAccounts = ({ accountId, principals }: Read): readonly Contradiction[] =>
  Object.keys(principals)
    .filter((arn) => arn.split(':')[4] !== accountId)
    .map((arn) => ({ path: ['principals', arn], what: `${arn} is no principal of account ${accountId}` }));

const repeated = (
  names: readonly string[],
  path: (index: number) => readonly (string | number)[],
): readonly Contradiction[] => {
  const seen = new Set<string>();
  return names.flatMap((name, index): readonly Contradiction[] => {
    if (!seen.has(name)) {
      seen.add(name);
      return [];
    }
    return [{ path: path(index), what: `${name} stands here twice; keep one of the two` }];
  });
};
