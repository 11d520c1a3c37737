import type { CheckSettings, ClassRule } from '../settings.ts';
import type { PrincipalMatch } from './principal-match.ts';
import { classRank, isModelClass, roleClasses } from './role-class.ts';
import type { SettingsFault } from './settings-fault.ts';

/** Mistakes in the rules of classes: each by itself, then beside each other. */
export const ruleFaults = (settings: CheckSettings, now: string): readonly SettingsFault[] => [
  ...settings.classRules.flatMap((rule, index) => oneRule(rule, `/classRules/${index}`, now)),
  ...pairs(settings),
  ...administratorsBeside(settings),
  ...classesBesideLimits(settings),
];

const oneRule = (rule: ClassRule, at: string, now: string): readonly SettingsFault[] => [
  ...(rule.class === 'administrator' && !('uniqueId' in rule.match)
    ? [
        {
          level: 'error' as const,
          code: 'administrator-needs-unique-id' as const,
          at,
          what: 'a path, a name or a tag can be forged, and administrators are excused from most checks',
          next: 'name the unique id (AROA… or AIDA…) of each administrator',
        },
      ]
    : []),
  ...(matchesAll(rule.match)
    ? [
        {
          level: 'warning' as const,
          code: 'matches-everything' as const,
          at: `${at}/match`,
          what: `every principal gets the class ${rule.class} at least, so RF.ACCESS.24 never finds one without`,
          next: 'narrow the match',
        },
      ]
    : []),
  ...(rule.expires !== undefined && Date.parse(rule.expires) <= Date.parse(now)
    ? [
        {
          level: 'warning' as const,
          code: 'expired' as const,
          at: `${at}/expires`,
          what: `the rule ended at ${rule.expires} and gives no class`,
          next: 'take the rule out, or give it a new end',
        },
      ]
    : []),
];

const matchesAll = (match: PrincipalMatch): boolean =>
  ('path' in match && match.path === '/') || ('name' in match && /^\*+$/u.test(match.name));

/** The narrower class wins, so a rule inside the reach of a narrower one never gives its class. */
const pairs = ({ classRules }: CheckSettings): readonly SettingsFault[] =>
  classRules.flatMap((rule, index): readonly SettingsFault[] => {
    const at = `/classRules/${index}`;
    const same = classRules.findIndex((other, place) => place < index && sameMatch(rule, other));
    const before = classRules[same];
    if (before !== undefined) {
      if (before.class === rule.class) {
        return [
          {
            level: 'warning',
            code: 'unreachable-rule',
            at,
            what: `it says again what /classRules/${same} says`,
            next: 'take one of the two out',
          },
        ];
      }
      return [
        {
          level: 'error',
          code: 'contradicting-rules',
          at,
          what: `it gives ${rule.class}, and /classRules/${same} gives ${before.class} to the same principals`,
          next: 'keep the one that is meant; until then the narrower class counts',
        },
      ];
    }
    const over = classRules.findIndex(
      (other, place) => place !== index && classRank(other.class) < classRank(rule.class) && covers(other, rule),
    );
    const above = classRules[over];
    if (above === undefined) return [];
    return [
      {
        level: 'warning',
        code: 'unreachable-rule',
        at,
        what: `every principal it matches is classed ${above.class} by /classRules/${over}, and the narrower class wins`,
        next: `narrow the match of /classRules/${over}, or take this rule out`,
      },
    ];
  });

const sameMatch = (a: ClassRule, b: ClassRule): boolean =>
  JSON.stringify(a.match) === JSON.stringify(b.match) &&
  JSON.stringify(a.accounts ?? []) === JSON.stringify(b.accounts ?? []);

/** Whether every principal of `inner` is one of `outer`, as far as the words tell. */
const covers = (outer: ClassRule, inner: ClassRule): boolean => {
  if (outer.expires !== undefined) return false;
  const { accounts } = outer;
  if (accounts !== undefined && !(inner.accounts ?? ['']).every((account) => accounts.includes(account))) return false;
  if (matchesAll(outer.match)) return true;
  if ('path' in outer.match && 'path' in inner.match) return inner.match.path.startsWith(outer.match.path);
  if ('name' in outer.match && 'name' in inner.match) {
    const [prefix = '', ...more] = outer.match.name.split('*');
    return more.length === 1 && more[0] === '' && !prefix.includes('?') && inner.match.name.startsWith(prefix);
  }
  return false;
};

const administratorsBeside = ({ administrators, classRules }: CheckSettings): readonly SettingsFault[] =>
  classRules.flatMap((rule, index): readonly SettingsFault[] => {
    if (!('uniqueId' in rule.match) || rule.class === 'administrator') return [];
    if (!administrators.includes(rule.match.uniqueId)) return [];
    return [
      {
        level: 'error',
        code: 'contradicting-rules',
        at: `/classRules/${index}`,
        what: `${rule.match.uniqueId} is classed ${rule.class} here and stands among the administrators`,
        next: 'keep the one that is meant; until then the narrower class counts',
      },
    ];
  });

const classesBesideLimits = (settings: CheckSettings): readonly SettingsFault[] => {
  const given = new Set(settings.classRules.map((rule) => rule.class));
  const hasList = settings.approvedModels.length + settings.approvedInferenceProfiles.length > 0;
  return roleClasses.filter(isModelClass).flatMap((name): readonly SettingsFault[] => {
    const limits = settings.classLimits[name];
    const lists = (limits?.models ?? []).length + (limits?.inferenceProfiles ?? []).length;
    if (given.has(name) && lists === 0 && !hasList) {
      return [
        {
          level: 'warning',
          code: 'class-without-limits',
          at: '/classLimits',
          what: `principals are classed ${name}, and no list says which models that class may reach`,
          next: `fill /classLimits/${name}/models or /approvedModels`,
        },
      ];
    }
    if (!given.has(name) && limits !== undefined) {
      return [
        {
          level: 'warning',
          code: 'limits-without-rule',
          at: `/classLimits/${name}`,
          what: `no rule gives the class ${name}, so its limits hold for nobody`,
          next: 'add a rule to /classRules, or take the limits out',
        },
      ];
    }
    return [];
  });
};
