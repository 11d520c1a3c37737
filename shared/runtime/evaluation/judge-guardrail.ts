import type { Change } from '../../change/change.ts';
import { displayText } from '../../change/display-text.ts';
import { askAccountChecks } from '../../checks/ask-account-checks.ts';
import { guardrailWeakened } from '../../checks/guard/guardrail-weakened/check.ts';
import type { Novelty } from '../../checks/judgement.ts';
import { guardrailSubject } from '../../checks/subjects.ts';
import type { GuardrailFacts, GuardrailRecord } from '../../facts/account-facts.ts';
import { diffGuardrails } from '../../facts/guardrail/diff-guardrails.ts';
import { mayBeWeaker } from '../../facts/guardrail/verdict.ts';
import { known } from '../../facts/known.ts';
import type { Finding } from '../../findings/finding.ts';
import type { Ports } from '../../ports/ports.ts';
import type { Settings } from '../../response/settings.ts';
import { keepFindings } from './keep-findings.ts';
import { lastingFault } from './reach-of.ts';
import { rememberGuardrail } from './remember-guardrail.ts';
import { withPutBack } from './restore-guardrail-summary.ts';

export type GuardrailMemoryResult = { identifier: string } & (
  | { result: 'remembered'; changed: boolean }
  /** Gone: the last memory stays, for whoever restores it. */
  | { result: 'gone' }
  | { result: 'unreadable'; why: string }
);

export type GuardrailJudged = {
  memory: GuardrailMemoryResult;
  findings: readonly Finding[];
  incomplete: readonly string[];
};

/** `quiet`: Ringfence's own recorded call. What it left is kept, and nobody is told. */
export type JudgedChange = { change: Change; settings: Settings; mode: string; quiet: boolean };

/** One guardrail that a change named: read, held against what is remembered of it, kept, and only then remembered anew. */
export const judgeGuardrail = async (
  ports: Ports,
  { region, identifier, version }: { region: string; identifier: string; version?: string },
  about: JudgedChange,
): Promise<GuardrailJudged> => {
  const { change } = about;
  const read = await ports.accountState.guardrail(region, identifier, version);
  if (read.found === 'no') return { memory: { identifier, result: 'gone' }, findings: [], incomplete: [] };
  if (read.found === 'unreadable') return unreadable(identifier, lastingFault(read));
  const facts = read.value;
  const recalled = await ports.guardrailMemory.recall(facts.id);
  // Never overwritten: whatever of it can be saved is the only copy.
  if (recalled.found === 'unreadable') return unreadable(identifier, recalled.why);
  const record = recalled.found === 'yes' ? recalled.value : undefined;
  const draft = record?.facts.version === 'DRAFT' ? record : undefined;
  const findings = draft === undefined ? [] : await keepJudgement(ports, { region, facts, record: draft }, about);
  const changed = await rememberGuardrail(ports, { facts, record }, change);
  const neverSeen = draft === undefined && change.eventName === 'UpdateGuardrail';
  return {
    memory: { identifier, result: 'remembered', changed },
    findings,
    incomplete: neverSeen
      ? [
          `guardrail ${displayText(facts.name)} (${facts.id}) was updated before Ringfence had ever read it: what it lost is not known; it is remembered from now on`,
        ]
      : [],
  };
};

const unreadable = (identifier: string, why: string): GuardrailJudged => ({
  memory: { identifier, result: 'unreadable', why },
  findings: [],
  incomplete: [why],
});

type Held = { region: string; facts: GuardrailFacts; record: GuardrailRecord };

const keepJudgement = async (
  ports: Ports,
  { region, facts, record }: Held,
  { change, settings, mode, quiet }: JudgedChange,
): Promise<readonly Finding[]> => {
  const { accountId } = ports.identity;
  const asked = askAccountChecks({
    account: {
      accountId,
      asOf: ports.clock.now(),
      principals: [],
      invocationLogging: {},
      guardrails: { [region]: known([facts]) },
      guardrailRecords: { [facts.arn]: record },
    },
    settings: settings.checks,
    checks: [guardrailWeakened],
  });
  const subject = guardrailSubject(accountId, region, facts.arn);
  const judgements = asked.judgements.map((judged) => ({
    ...withPutBack(judged, record, facts),
    novelty: noveltyOf(record, facts),
  }));
  if (judgements.length === 0) return [];
  const { changed } = await keepFindings(ports, {
    subject,
    judgements,
    consulted: [],
    change,
    settings,
    mode,
    quiet,
    inputs: [
      await ports.documents.put(JSON.stringify(record.facts.content)),
      await ports.documents.put(JSON.stringify(facts.content)),
    ],
    note: `guardrail ${displayText(facts.name)} after ${change.eventName}`,
    key: `guardrail#${change.eventId}`,
  });
  return changed;
};

/** Whether this very change took something away, or found it so. */
const noveltyOf = ({ facts: last, heldAgainst }: GuardrailRecord, now: GuardrailFacts): Novelty => {
  if (!mayBeWeaker(diffGuardrails(last.content, now.content).verdict)) return 'already-there';
  return heldAgainst === undefined ? 'granted-by-this-change' : 'widened-by-this-change';
};
