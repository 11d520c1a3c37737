import type { CheckSettings } from '../../settings.ts';
import { roleClasses } from '../role-class.ts';
import { errorAt, warningAt, type Pair } from './pair.ts';

/** Accounts, organisations and Regions that one setting calls own and another does not. */
export const accountPairs: readonly Pair[] = [
  {
    settings: ['organisationAccounts', 'accountModels', 'watchedAccounts', 'classRules', 'classLimits'],
    faults: (settings) =>
      settings.organisationAccounts.length === 0
        ? []
        : ownAccounts(settings).flatMap(({ accountId, at }) => {
            if (settings.organisationAccounts.includes(accountId)) return [];
            const what = `${accountId} is spoken of as an own account, and /organisationAccounts leaves it out`;
            return [warningAt('not-an-own-account', at, what, 'put it on /organisationAccounts, or take it out here')];
          }),
  },
  {
    settings: ['knownAccounts', 'accountModels', 'watchedAccounts', 'classRules', 'classLimits'],
    faults: (settings) =>
      settings.knownAccounts.flatMap(({ accountId }, index) => {
        const own = ownAccounts(settings).find((each) => each.accountId === accountId);
        if (own === undefined || settings.organisationAccounts.includes(accountId)) return [];
        const what = `${accountId} is called external here, and ${own.at} speaks of it as an own account`;
        return [warningAt('own-account-called-external', `/knownAccounts/${index}`, what, 'keep one of the two')];
      }),
  },
  {
    settings: ['knownAccounts'],
    faults: ({ knownAccounts }) =>
      knownAccounts.flatMap(({ accountId, externalId = true }, index) => {
        const first = knownAccounts.findIndex((each) => each.accountId === accountId);
        if (first === index || (knownAccounts[first]?.externalId ?? true) === externalId) return [];
        const what = `${accountId} ${externalId ? 'needs' : 'needs no'} external id here, and /knownAccounts/${first} says the opposite`;
        return [errorAt('contradicting-entries', `/knownAccounts/${index}`, what, 'keep one of the two')];
      }),
  },
  {
    settings: ['accountModels'],
    faults: ({ accountModels }) =>
      accountModels.flatMap((entry, index) => {
        const first = accountModels.findIndex(({ accountId }) => accountId === entry.accountId);
        if (first === index) return [];
        const at = `/accountModels/${index}`;
        const next = 'write one entry for the account';
        if (JSON.stringify(accountModels[first]) === JSON.stringify(entry))
          return [warningAt('says-nothing-more', at, `/accountModels/${first} says it already`, next)];
        const what = `/accountModels/${first} says what ${entry.accountId} may enable, and this entry says something else`;
        return [errorAt('contradicting-entries', at, what, next)];
      }),
  },
  {
    settings: ['classRules', 'classLimits'],
    faults: ({ classRules, classLimits }) =>
      classRules.flatMap((rule, index) => {
        const limits = classLimits[rule.class]?.accounts ?? [];
        const accounts = rule.accounts ?? [];
        if (limits.length === 0 || accounts.length === 0 || accounts.some((each) => limits.includes(each))) return [];
        const what = `it gives ${rule.class} in ${accounts.join(', ')}, and that class may act in ${limits.join(', ')} only`;
        const next = `name an account of /classLimits/${rule.class}/accounts`;
        return [errorAt('contradicting-limits', `/classRules/${index}/accounts`, what, next)];
      }),
  },
  {
    settings: ['organisations', 'approvedNetwork', 'classLimits'],
    faults: ({ organisations, approvedNetwork, classLimits }) => {
      const networks = [
        { at: '/approvedNetwork', network: approvedNetwork },
        ...roleClasses.map((name) => ({ at: `/classLimits/${name}/network`, network: classLimits[name]?.network })),
      ];
      return networks.flatMap(({ at, network }) =>
        (network?.organisations ?? []).flatMap((each, index) => {
          if (organisations.length === 0 || organisations.includes(each)) return [];
          const what = `calls may come from networks of ${each}, which is not among the own organisations`;
          return [
            warningAt(
              'not-an-own-organisation',
              `${at}/organisations/${index}`,
              what,
              'put it on /organisations, or take it out',
            ),
          ];
        }),
      );
    },
  },
  {
    settings: ['logDestinations', 'organisationAccounts'],
    faults: ({ logDestinations: { logGroups, owners }, organisationAccounts }) =>
      logGroups.flatMap((group, index) => {
        const account = group.startsWith('arn:') ? (group.split(':')[4] ?? '') : '';
        if (!/^\d{12}$/u.test(account) || organisationAccounts.length === 0) return [];
        if (owners.includes(account) || organisationAccounts.includes(account)) return [];
        const what = `logs may go to ${group}, and ${account} is neither an own account nor among the owners`;
        const next = 'put the account on /logDestinations/owners, or take the log group out';
        return [errorAt('contradicting-limits', `/logDestinations/logGroups/${index}`, what, next)];
      }),
  },
  {
    settings: ['watchedRegions', 'modelRegions', 'approvedRegions', 'enforcedGuardrails'],
    faults: ({ watchedRegions, modelRegions, approvedRegions, enforcedGuardrails }) => {
      if (watchedRegions.length === 0) return [];
      const used = [
        ...modelRegions.map((region, index) => ({ region, at: `/modelRegions/${index}` })),
        ...approvedRegions.map((region, index) => ({ region, at: `/approvedRegions/${index}` })),
        ...enforcedGuardrails.map(({ region }, index) => ({ region, at: `/enforcedGuardrails/${index}/region` })),
      ];
      const unwatched = used.filter(({ region }) => !watchedRegions.includes(region));
      return unwatched
        .filter(({ region }, index) => unwatched.findIndex((each) => each.region === region) === index)
        .map(({ region, at }) =>
          warningAt(
            'region-not-watched',
            at,
            `models are used in ${region}, and /watchedRegions leaves it out`,
            'put it on /watchedRegions',
          ),
        );
    },
  },
];

/** Every account that some setting treats as one's own. */
const ownAccounts = (settings: CheckSettings): readonly { accountId: string; at: string }[] => [
  ...settings.accountModels.map(({ accountId }, index) => ({ accountId, at: `/accountModels/${index}/accountId` })),
  ...settings.watchedAccounts.map((accountId, index) => ({ accountId, at: `/watchedAccounts/${index}` })),
  ...settings.classRules.flatMap(({ accounts = [] }, index) =>
    accounts.map((accountId, place) => ({ accountId, at: `/classRules/${index}/accounts/${place}` })),
  ),
  ...roleClasses.flatMap((name) =>
    (settings.classLimits[name]?.accounts ?? []).map((accountId, index) => ({
      accountId,
      at: `/classLimits/${name}/accounts/${index}`,
    })),
  ),
];
