import type { PrincipalFacts } from '../../facts/principal-facts.ts';
import { matchesWildcard } from '../../reasoning/policy/wildcard.ts';
import type { MatchTrust, PrincipalMatch } from './principal-match.ts';

export type Matched = { matches: 'yes'; trust: MatchTrust } | { matches: 'no' } | { matches: 'unknown'; why: string };

/** Whether the settings mean this principal, and what the match deserves. */
export const matchOf = (principal: PrincipalFacts, match: PrincipalMatch): Matched => {
  if ('uniqueId' in match) return yesIf(match.uniqueId === principal.uniqueId, 'firm');
  if ('path' in match) return yesIf(principal.path.startsWith(match.path), 'creator');
  if ('name' in match) return yesIf(matchesWildcard(match.name, principal.name), 'forgeable');
  const { tags } = principal;
  switch (tags.state) {
    case 'unknown':
      return { matches: 'unknown', why: `the tags of ${principal.arn} were not read: ${tags.why}` };
    case 'absent':
      return { matches: 'no' };
    case 'known':
      return yesIf(valueOf(tags.value, match.tag.key) === match.tag.value, 'forgeable');
  }
};

/** IAM keeps one tag for all spellings of a key (AWS: "Tags for AWS Identity and Access Management resources"). */
const valueOf = (tags: Readonly<Record<string, string>>, key: string): string | undefined =>
  Object.entries(tags).find(([name]) => name.toLowerCase() === key.toLowerCase())?.[1];

const yesIf = (matches: boolean, trust: MatchTrust): Matched =>
  matches ? { matches: 'yes', trust } : { matches: 'no' };
