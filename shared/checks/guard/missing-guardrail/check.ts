import { displayText } from '../../../change/display-text.ts';
import type { AccountFacts } from '../../../facts/account-facts.ts';
import { regionFact } from '../../../facts/fact-sources.ts';
import type { AccountStateCheck, StateJudgement } from '../../check.ts';
import { judgeRegions, missing, yes } from '../../judge-facts.ts';
import { guardrailSubject, regionSubject } from '../../subjects.ts';
import { accessChanges, agentChanges, guardrailChanges } from '../../triggers.ts';
import { referredGuardrails, type Referred } from './referred-guardrails.ts';

export const missingGuardrail = {
  id: 'RF.GUARD.8',
  name: 'missing-guardrail',
  title: 'References to guardrails that do not exist',
  kind: 'account-state',
  severity: 'high',
  pack: 'recommended',
  triggeredBy: [...guardrailChanges, ...agentChanges, ...accessChanges],
  administrators: 'judged',
  containment: 'restore',
  fix: 'Point each of those who refer to it to a guardrail that is there: an identifier is never given twice.',
  references: { guidance: ['layer-3'], aisf: ['AISF-AI-04'] },
  judge: ({ account, settings }) => {
    const byRegion = Map.groupBy(referredGuardrails(account), ({ region }) => region);
    return [
      // Agents and flows are read apart: who they refer to is unknown where they were not.
      ...judgeRegions({ account, settings, name: 'references' }, 'guardrailReferences', () => []),
      ...[...byRegion.keys()].sort().flatMap((region) => judgeRegion(account, region, byRegion.get(region) ?? [])),
    ];
  },
} as const satisfies AccountStateCheck;

const judgeRegion = (account: AccountFacts, region: string, all: readonly Referred[]): readonly StateJudgement[] => {
  const guardrails = account.guardrails[region] ?? {
    state: 'unknown',
    why: 'guardrails were not read: allow bedrock:ListGuardrails',
  };
  if (guardrails.state === 'absent' && guardrails.declared === true) return [];
  if (guardrails.state === 'unknown') {
    const subject = regionSubject(account.accountId, region);
    return [
      {
        name: 'references',
        subject,
        sentence: 'references to guardrails were not judged',
        answer: missing(guardrails.why),
      },
    ];
  }
  const there = new Set(guardrails.state === 'known' ? guardrails.value.map(({ id }) => id) : []);
  const versions = regionFact(account, region, 'guardrailVersions');
  const isGone = ({ id, version }: Referred): boolean => {
    if (!there.has(id)) return true;
    if (version === undefined || version === 'DRAFT' || versions.state !== 'known') return false;
    return versions.value[id]?.includes(version) === false;
  };
  return [...Map.groupBy(all.filter(isGone), nameOf)].map(([name, refers]) =>
    judgeMissing(account.accountId, name, refers),
  );
};

const nameOf = ({ region, id, version }: Referred): string =>
  `${region}/${id}${version === undefined || version === 'DRAFT' ? '' : `:${version}`}`;

const judgeMissing = (accountId: string, name: string, refers: readonly Referred[]): StateJudgement => {
  const first = refers[0];
  const by = [...new Set(refers.map((each) => each.by))].sort();
  const [one = ''] = by;
  const more = by.length - 1;
  return {
    name: `missing-${name}`,
    subject: guardrailSubject(accountId, first?.region ?? '', first?.id ?? ''),
    sentence: `${displayText(one, 512)}${more > 0 ? ` and ${more} more` : ''} refers to guardrail ${displayText(name)}, which is gone`,
    answer: yes(...by.map((value) => ({ fact: 'referred to by', value }))),
  };
};
