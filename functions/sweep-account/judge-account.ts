import { askAccountChecks } from '../../shared/checks/ask-account-checks.ts';
import { askCoverage } from '../../shared/checks/ask-coverage.ts';
import type { Subject } from '../../shared/checks/check.ts';
import type { Asked } from '../../shared/checks/judgement.ts';
import { accountSubject } from '../../shared/checks/subjects.ts';
import type {
  AccountFacts,
  GuardrailFacts,
  GuardrailRecord,
  InvocationLogging,
} from '../../shared/facts/account-facts.ts';
import { nextRecord } from '../../shared/facts/guardrail/guardrail-record.ts';
import type { RegionState } from '../../shared/facts/region-state.ts';
import type { ExemptionFacts, WideState } from '../../shared/facts/wide-state.ts';
import { absent, known, unknown, type Known } from '../../shared/facts/known.ts';
import { controlPoliciesOf } from '../../shared/facts/organisation-facts.ts';
import { serviceUseOf } from '../../shared/facts/service-use-of.ts';
import type { PrincipalFacts } from '../../shared/facts/principal-facts.ts';
import type { Ports } from '../../shared/ports/ports.ts';
import type { Read } from '../../shared/ports/read.ts';
import type { Exemption } from '../../shared/response/settings.ts';
import { keepFindings } from '../../shared/runtime/evaluation/keep-findings.ts';
import {
  rememberSwept,
  sweepSurroundings,
  withPutBackPlans,
} from '../../shared/runtime/evaluation/sweep-guardrail-surroundings.ts';
import { historyFacts } from './history-facts.ts';
import { readLastUses, withLastUse } from './read-last-uses.ts';
import type { Sweep } from './sweep-account.ts';

/** The account's own state, Region by Region, and what of the whole sweep could not be judged. */
export const judgeAccount = async (
  ports: Ports,
  sweep: Sweep,
): Promise<{ told: number; failed: readonly string[] }> => {
  const { accountId } = ports.identity;
  const { account: read, damaged } = await readAccountFacts(ports, sweep);
  const around = await sweepSurroundings(ports, read);
  const account: AccountFacts = { ...read, surroundings: around.sights.flatMap(({ held }) => held ?? []) };
  const inPart = unreadServices(account);
  const asked = decided(
    askAccountChecks({
      account,
      settings: sweep.settings.checks,
      modelAccess: sweep.run.modelAccess,
      cache: sweep.cache,
    }),
    inPart,
  );
  const unanswered = [...sweep.run.coverage, ...asked.judgements.filter(({ answer }) => answer.answer === 'unknown')];
  const coverage = askCoverage({ accountId, asked: [{ judgements: unanswered, consulted: [] }], scope: 'sweep' });
  const inputs = [
    await ports.documents.put(
      JSON.stringify({ invocationLogging: account.invocationLogging, guardrails: account.guardrails }),
    ),
  ];
  let told = 0;
  const failed: string[] = [...damaged, ...around.incomplete];
  const unkept = new Set<string>();
  const parts = [
    ...bySubject({ ...asked, judgements: withPutBackPlans(asked.judgements, account) }, inPart),
    ...(await noLongerJudged(ports, asked, { account, inPart })),
    { ...coverage, subject: accountSubject(accountId) },
  ];
  for (const part of parts) {
    try {
      const kept = await keepFindings(ports, {
        ...part,
        settings: sweep.settings,
        mode: sweep.mode,
        inputs,
        baseline: sweep.baseline,
        note: 'judged by the sweep',
        key: `sweep#${sweep.run.id}`,
      });
      told += kept.told.length;
    } catch (error) {
      unkept.add(part.subject.uniqueId);
      failed.push(`${part.subject.arn}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  await rememberGuardrails(ports, account, unkept);
  await rememberSwept(ports, around, { sweep: sweep.run.id, unkept });
  return { told, failed };
};

/** Services of which a fact tells nothing, by the check that reads it. */
type UnreadServices = ReadonlyMap<string, ReadonlySet<string>>;

/** Facts whose parts are the services that tell them: what one service refused leaves the resources of the others judged. */
const unreadServices = ({ wide }: AccountFacts): UnreadServices => {
  const facts = { 'RF.TRUST.8': wide?.aiResourcePolicies, 'RF.COVERAGE.6': wide?.workloads };
  return new Map(
    Object.entries(facts).flatMap(([checkId, fact]) =>
      fact?.state === 'known' && fact.unreadOf !== undefined
        ? [[checkId, new Set(Object.keys(fact.unreadOf))] as const]
        : [],
    ),
  );
};

/**
 * A check that lacks a fact resolves nothing: what it found earlier may stand. What it answers no is over all the same. One that
 * lacks a part of a fact lacks it of those resources alone.
 */
const decided = ({ judgements, consulted }: Asked, inPart: UnreadServices): Asked => {
  const undecided = new Set(
    judgements
      .filter(({ answer, questionName, checkId }) => {
        const partAlone = inPart.has(checkId) && questionName.endsWith('-unread');
        return answer.answer === 'unknown' && !partAlone;
      })
      .map(({ checkId }) => checkId),
  );
  return { judgements, consulted: consulted.filter((id) => !undecided.has(id)) };
};

type Part = Asked & { subject: Subject };

/** Checks that lack nothing of the subject: what they found about it and find no more is over. */
const consultedAbout = ({ arn }: Subject, { consulted }: Pick<Asked, 'consulted'>, inPart: UnreadServices) =>
  consulted.filter((checkId) => inPart.get(checkId)?.has(arn.split(':')[2] ?? '') !== true);

const bySubject = (asked: Asked, inPart: UnreadServices): readonly Part[] =>
  [...Map.groupBy(asked.judgements, ({ subject }) => subject.uniqueId).values()].flatMap((judgements) => {
    const subject = judgements[0]?.subject;
    return subject === undefined ? [] : [{ subject, judgements, consulted: consultedAbout(subject, asked, inPart) }];
  });

/** What was found about a Region that no check judges any more is over. */
const noLongerJudged = async (
  ports: Ports,
  asked: Asked,
  { account, inPart }: { account: AccountFacts; inPart: UnreadServices },
): Promise<readonly Part[]> => {
  const judged = new Set(asked.judgements.map(({ subject }) => subject.uniqueId));
  const left = new Map<string, Subject>();
  for (const { checkId, subject } of await ports.findings.open())
    if (
      consultedAbout(subject, asked, inPart).includes(checkId) &&
      !judged.has(subject.uniqueId) &&
      !isUnread(subject, account)
    )
      left.set(subject.uniqueId, subject);
  return [...left.values()].map((subject) => ({
    subject,
    judgements: [],
    consulted: consultedAbout(subject, asked, inPart),
  }));
};

/** A guardrail whose Region could not be read is not known to be any better. */
const isUnread = ({ kind, region, uniqueId }: Subject, { guardrails, guardrailRecords }: AccountFacts): boolean =>
  kind === 'guardrail' &&
  region !== undefined &&
  (guardrails[region]?.state === 'unknown' ||
    (guardrails[region]?.state === 'known' &&
      guardrails[region].value.some(({ arn }) => arn === uniqueId) &&
      guardrailRecords?.[uniqueId] === undefined));

const readAccountFacts = async (
  ports: Ports,
  sweep: Sweep,
): Promise<{ account: AccountFacts; damaged: readonly string[] }> => {
  const asOf = ports.clock.now();
  const invocationLogging: Record<string, Known<InvocationLogging>> = {};
  const guardrails: Record<string, Known<readonly GuardrailFacts[]>> = {};
  const guardrailRecords: Record<string, GuardrailRecord> = {};
  const regions: Record<string, RegionState> = {};
  const damaged: string[] = [];
  for (const region of ports.identity.watchedRegions) {
    invocationLogging[region] = knownOf(await ports.accountState.invocationLogging(region));
    const read = await ports.accountState.guardrails(region);
    guardrails[region] = knownOf(read);
    regions[region] = await ports.accountState.regionState(region, {
      facts: sweep.needed.region,
      guardrails: read.found === 'yes' ? read.value : [],
      invocationLogging: invocationLogging[region],
    });
    for (const { id, arn } of read.found === 'yes' ? read.value : []) {
      const recalled = await ports.guardrailMemory.recall(id);
      if (recalled.found === 'unreadable') damaged.push(recalled.why);
      if (recalled.found === 'yes' && recalled.value.facts.version === 'DRAFT') guardrailRecords[arn] = recalled.value;
    }
  }
  const { accountId } = ports.identity;
  const { wide, principals } = await readWide(ports, sweep);
  return {
    account: { accountId, asOf, principals, invocationLogging, guardrails, guardrailRecords, regions, wide },
    damaged,
  };
};

/** What belongs to no Region, and the principals with their last uses where those are needed. */
const readWide = async (
  ports: Ports,
  { needed, settings, cache, lastUses, ...sweep }: Sweep,
): Promise<{ wide: WideState; principals: readonly PrincipalFacts[] }> => {
  const { accountState } = ports;
  const regions = ports.identity.watchedRegions;
  // What was read at the beginning stays as it was judged.
  const facts = new Set([...needed.wide].filter((fact) => sweep.wide[fact] === undefined));
  if (needed.lastUses) await readLastUses(ports, sweep.principals, { read: lastUses, cache });
  return {
    principals: sweep.principals.map((principal) => withLastUse(principal, lastUses)),
    wide: {
      ...sweep.wide,
      ...(await accountState.wideState({ facts, regions })),
      ...(needed.organisation ? { controlPolicies: controlPoliciesOf(await accountState.organisation()) } : {}),
      ...(needed.lastUses ? { serviceUse: serviceUseOf([...lastUses.values()]) } : {}),
      exemptions: known(settings.exemptions.map(exemptionFacts)),
      history: await historyFacts(ports),
    },
  };
};

const exemptionFacts = ({ id, uniqueId, arn, scope, owner, reason, expires }: Exemption): ExemptionFacts => ({
  id,
  uniqueId,
  arn,
  scope,
  owner,
  reason,
  expires,
});

/** After they were judged, so that nothing is remembered that nobody was told of. A damaged copy is left as it is. */
const rememberGuardrails = async (
  ports: Ports,
  { asOf, guardrails, guardrailRecords }: AccountFacts,
  unkept: ReadonlySet<string>,
): Promise<void> => {
  for (const region of Object.values(guardrails)) {
    for (const facts of region.state === 'known' ? region.value : []) {
      if (unkept.has(facts.arn)) continue;
      const record = guardrailRecords?.[facts.arn];
      if (record === undefined && (await ports.guardrailMemory.recall(facts.id)).found === 'unreadable') continue;
      const next = nextRecord(record, facts, asOf);
      await ports.guardrailMemory.remember(next.facts, next.asOf, next.heldAgainst);
    }
  }
};

const knownOf = <T>(read: Read<T>): Known<T> => {
  switch (read.found) {
    case 'yes':
      return known(read.value);
    case 'no':
      return absent;
    case 'unreadable':
      return unknown(read.why);
  }
};
