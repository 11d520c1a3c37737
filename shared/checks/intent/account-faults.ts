import type { PrincipalFacts } from '../../facts/principal-facts.ts';
import type { CheckSettings } from '../settings.ts';
import { classOf } from './class-of.ts';
import { matchOf } from './match-of.ts';
import type { SettingsFault } from './settings-fault.ts';

export type AccountView = {
  principals: readonly PrincipalFacts[];
  /** ISO 8601. */
  now: string;
  /** Whether a principal can change its own tags. */
  tagsItself: (principal: PrincipalFacts) => 'yes' | 'no' | 'unknown';
};

/** What the settings say about a real account that is not so: nobody of that id, rules that nobody or two classes match. */
export const accountFaults = (settings: CheckSettings, account: AccountView): readonly SettingsFault[] => [
  ...missingPrincipals(settings, account),
  ...settings.classRules.flatMap((rule, index): readonly SettingsFault[] => {
    if ('uniqueId' in rule.match) return [];
    const accounts = new Set(account.principals.map(({ accountId }) => accountId));
    if (rule.accounts !== undefined && !rule.accounts.some((each) => accounts.has(each))) return [];
    if (account.principals.some((principal) => matchOf(principal, rule.match).matches !== 'no')) return [];
    return [
      {
        level: 'warning',
        code: 'matches-nobody',
        at: `/classRules/${index}/match`,
        what: 'no principal of the account matches',
        next: 'check its spelling; letter case counts in paths and names',
      },
    ];
  }),
  ...rivals(settings, account),
];

const missingPrincipals = (settings: CheckSettings, { principals }: AccountView): readonly SettingsFault[] => {
  const ids = new Set(principals.map(({ uniqueId }) => uniqueId));
  const named = [
    ...settings.administrators.map((id, index) => ({ id, at: `/administrators/${index}` })),
    ...settings.apiKeyPrincipals.map((id, index) => ({ id, at: `/apiKeyPrincipals/${index}` })),
    ...settings.classRules.flatMap(({ match }, index) =>
      'uniqueId' in match ? [{ id: match.uniqueId, at: `/classRules/${index}/match/uniqueId` }] : [],
    ),
  ];
  return named
    .filter(({ id }) => !ids.has(id))
    .map(({ id, at }) => ({
      level: 'warning',
      code: 'no-such-principal',
      at,
      what: `the account holds no principal ${id}: it was deleted, made again or belongs to another account`,
      next: 'take it out, or name the unique id of today',
    }));
};

/** One line a rule that lost somewhere, with the first principal of how many. */
const rivals = (settings: CheckSettings, account: AccountView): readonly SettingsFault[] => {
  const lost = new Map<
    string,
    { code: 'narrower-class-wins' | 'tags-itself'; at: string; why: string; who: string[] }
  >();
  for (const principal of account.principals) {
    const found = classOf(principal, { settings, now: account.now, tagsItself: () => account.tagsItself(principal) });
    for (const { at, code, why } of found.ignored) {
      if (code !== 'narrower-class-wins' && code !== 'tags-itself') continue;
      const key = `${at} ${code}`;
      const entry = lost.get(key) ?? { code, at, why, who: [] };
      entry.who.push(principal.name);
      lost.set(key, entry);
    }
  }
  return [...lost.values()].map(({ code, at, why, who }) => ({
    level: 'warning',
    code,
    at,
    what: `it gives no class to ${who.length === 1 ? (who[0] ?? '') : `${who.length} principals, ${who[0] ?? ''} first`}: ${why}`,
    next:
      code === 'tags-itself'
        ? 'name the unique id, or take away the right to tag itself'
        : 'narrow one of the two rules, so that each principal has one class',
  }));
};
