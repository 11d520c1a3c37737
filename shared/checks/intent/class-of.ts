import type { PrincipalFacts } from '../../facts/principal-facts.ts';
import type { CheckSettings, ClassRule } from '../settings.ts';
import { matchOf } from './match-of.ts';
import type { MatchTrust } from './principal-match.ts';
import { classRank, type RoleClass } from './role-class.ts';

/** A rule that matched and gave nothing, and why: one clause for a person. */
export type IgnoredRule = {
  /** JSON Pointer into the settings. */
  at: string;
  code: 'expired' | 'administrator-needs-unique-id' | 'tags-itself' | 'narrower-class-wins';
  why: string;
};

/**
 * - `found`: the class, what gave it and what that deserves.
 * - `none`: no rule gives one.
 * - `unknown`: a rule reads a tag, and the tags are not known.
 */
export type ClassFound = { ignored: readonly IgnoredRule[] } & (
  | { state: 'found'; class: RoleClass; trust: MatchTrust; at: string }
  | { state: 'none' }
  | { state: 'unknown'; why: string }
);

export type ClassQuestion = {
  settings: Pick<CheckSettings, 'classRules' | 'administrators'>;
  /** ISO 8601. */
  now: string;
  /** Whether the principal can change its own tags. Asked only where a rule reads a tag of it. */
  tagsItself: () => 'yes' | 'no' | 'unknown';
};

type Candidate = { class: RoleClass; trust: MatchTrust; at: string };

/**
 * The class of a principal. Several rules that match: the narrowest class wins, whatever its trust, as a mistake may only
 * narrow. `administrator` is given by a unique id alone. A tag that the principal may set itself gives nothing.
 */
export const classOf = (principal: PrincipalFacts, question: ClassQuestion): ClassFound => {
  const { settings } = question;
  const ignored: IgnoredRule[] = [];
  const candidates: Candidate[] = [];
  if (settings.administrators.includes(principal.uniqueId)) {
    candidates.push({ class: 'administrator', trust: 'firm', at: '/administrators' });
  }
  if (isServiceLinked(principal)) candidates.push({ class: 'service', trust: 'firm', at: '' });
  let unread: string | undefined;
  settings.classRules.forEach((rule, index) => {
    const at = `/classRules/${index}`;
    const judged = judgeRule(principal, rule, question);
    if (judged === undefined) return;
    if ('unread' in judged) unread ??= judged.unread;
    else if ('trust' in judged) candidates.push({ class: rule.class, trust: judged.trust, at });
    else ignored.push({ at, ...judged });
  });
  if (unread !== undefined) return { state: 'unknown', why: unread, ignored };
  const narrowest = candidates.toSorted(narrowestFirst)[0];
  if (narrowest === undefined) return { state: 'none', ignored };
  const beaten = candidates
    .filter(({ class: other }) => other !== narrowest.class)
    .map(
      (candidate): IgnoredRule => ({
        at: candidate.at,
        code: 'narrower-class-wins',
        why: `it gives ${candidate.class}, and ${narrowest.at} gives ${narrowest.class}, which is narrower`,
      }),
    );
  return { state: 'found', ...narrowest, ignored: [...ignored, ...beaten] };
};

type Judged = { trust: MatchTrust } | { unread: string } | Omit<IgnoredRule, 'at'> | undefined;

const judgeRule = (principal: PrincipalFacts, rule: ClassRule, { now, tagsItself }: ClassQuestion): Judged => {
  if (rule.accounts !== undefined && !rule.accounts.includes(principal.accountId)) return undefined;
  const match = matchOf(principal, rule.match);
  if (match.matches === 'no') return undefined;
  if (rule.expires !== undefined && Date.parse(rule.expires) <= Date.parse(now)) {
    return { code: 'expired', why: `it ended at ${rule.expires}` };
  }
  if (match.matches === 'unknown') return { unread: match.why };
  if (rule.class === 'administrator' && match.trust !== 'firm') {
    return { code: 'administrator-needs-unique-id', why: 'only a unique id makes an administrator' };
  }
  if ('tag' in rule.match && tagsItself() !== 'no') {
    return { code: 'tags-itself', why: 'the principal can set the tag itself' };
  }
  return { trust: match.trust };
};

/** IAM lets nobody but the service create a role on this path (AWS: "Create a service-linked role"). */
const isServiceLinked = ({ kind, path }: PrincipalFacts): boolean =>
  kind === 'role' && path.startsWith('/aws-service-role/');

const trustRank: Readonly<Record<MatchTrust, number>> = { firm: 0, creator: 1, forgeable: 2 };

const narrowestFirst = (a: Candidate, b: Candidate): number =>
  classRank(a.class) - classRank(b.class) || trustRank[a.trust] - trustRank[b.trust];
