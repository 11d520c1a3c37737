import type { Change } from '../../change/change.ts';
import { askChecks, type AskedPrincipal } from '../../checks/ask-checks.ts';
import type { Known } from '../../facts/known.ts';
import type { PrincipalFacts } from '../../facts/principal-facts.ts';
import { principalKey, type PrincipalRef } from '../../facts/principal-ref.ts';
import type { Finding, FindingId } from '../../findings/finding.ts';
import { subjectOf } from '../../checks/subjects.ts';
import type { Ports } from '../../ports/ports.ts';
import type { Read } from '../../ports/read.ts';
import type { PolicyCache } from '../../reasoning/compile-principal.ts';
import type { Settings } from '../../response/settings.ts';
import { takenOff } from '../../response/taken-off.ts';
import { askWithAccount, type Everybody } from './ask-with-account.ts';
import { grantedMeanwhile } from './granted-meanwhile.ts';
import { keepFindings } from './keep-findings.ts';
import { keepRetired } from './keep-retired.ts';
import { notOfOwnWrite } from './not-of-own-write.ts';
import { lastingFault } from './reach-of.ts';
import { requestContainment } from './request-containment.ts';
import { createsPrincipal, stateBefore } from './state-before.ts';
import { transientGrants } from './transient-grants.ts';

export type PrincipalEvaluation = { ref: PrincipalRef } & (
  | {
      result: 'evaluated';
      uniqueId: string;
      changed: readonly Finding[];
      told: readonly FindingId[];
      /** Everything that stands about the principal now. */
      open: readonly Finding[];
      /** Findings that containment was asked to take back. */
      containmentRequested: number;
      /** Grants that the event made and that were gone when it was read. */
      transient: number;
    }
  | { result: 'gone'; retired: readonly Finding[] }
  | { result: 'unreadable'; why: string }
);

export type PrincipalInput = {
  ref: PrincipalRef;
  read: Read<PrincipalFacts>;
  change: Change;
  settings: Settings;
  mode: string;
  cache: PolicyCache;
  /** The others of the account, where a question turns on them. */
  everybody: Everybody;
  /** Ringfence's own exact write. */
  quiet: boolean;
};

/** Younger than this, IAM may still answer as it was before the change. */
const mayLag = 2 * 60_000;
const rereads = 2;

/** One principal that a change reaches. What was seen is remembered last: a worker that dies before sees the same change again. */
export const evaluatePrincipal = async (
  ports: Ports,
  input: PrincipalInput,
): Promise<{ evaluation: PrincipalEvaluation; asked?: AskedPrincipal }> => {
  const { ref, change } = input;
  const { read, then } = await readAfter(ports, input);
  switch (read.found) {
    case 'no':
      return { evaluation: await evaluateGone(ports, input) };
    case 'unreadable':
      return { evaluation: { ref, result: 'unreadable', why: lastingFault(read) } };
    case 'yes': {
      const before = await stateBefore(ports, read.value, change);
      return evaluateRead(ports, input, { facts: read.value, then, before });
    }
  }
};

/**
 * A read that shows the change, or one late enough to say that it is gone again. IAM is eventually consistent: a read right after a
 * write may be of before, and would be taken for a grant that was withdrawn.
 */
const readAfter = async (
  ports: Ports,
  { ref, read: first, change, settings }: PrincipalInput,
): Promise<{ read: Read<PrincipalFacts>; then?: PrincipalFacts | undefined }> => {
  let read = first;
  for (let again = 0; ; again += 1) {
    const then = read.found === 'yes' ? await grantedMeanwhile(ports, read.value, change) : undefined;
    const showsIt = read.found === 'yes' ? then === undefined : !createsPrincipal(change);
    const age = Date.parse(ports.clock.now()) - Date.parse(change.occurredAt);
    if (showsIt || read.found === 'unreadable' || again >= rereads || age > mayLag) return { read, then };
    await ports.clock.sleep(settings.agreeAfter);
    read = await ports.principals.readPrincipal(ref);
  }
};

const evaluateRead = async (
  ports: Ports,
  { ref, change, settings, mode, cache, everybody, quiet }: PrincipalInput,
  { facts, then, before }: { facts: PrincipalFacts; then: PrincipalFacts | undefined; before: Known<PrincipalFacts> },
): Promise<{ evaluation: PrincipalEvaluation; asked: AskedPrincipal }> => {
  const now = ports.clock.now();
  const common = { before, settings: settings.checks, now, cache };
  const asked = await askWithAccount({ principal: facts, ...common }, everybody);
  const inputs = [await ports.documents.put(JSON.stringify({ facts, documents: change.documents }))];
  const judged = {
    subject: asked.subject,
    consulted: asked.consulted,
    change,
    settings,
    mode,
    inputs,
    quiet,
  };

  const transient = then === undefined ? undefined : transientGrants(asked, askChecks({ principal: then, ...common }));
  const passed =
    transient === undefined
      ? undefined
      : await keepFindings(ports, {
          ...judged,
          judgements: transient,
          note: `${change.eventName} made possible what the next read no longer shows`,
          key: `transient#${change.eventId}`,
        });

  const { judgements, others } = quiet
    ? notOfOwnWrite(asked.judgements, {
        previous: await ports.findings.ofSubject(facts.uniqueId),
        change,
        identity: ports.identity,
      })
    : { judgements: asked.judgements, others: 0 };
  const kept = await keepFindings(ports, {
    ...judged,
    judgements,
    note: `${asked.judgements.length} questions after ${change.eventName}`,
    key: `evaluation#${change.eventId}`,
  });
  const containmentRequested = quiet
    ? 0
    : await requestContainment(ports, {
        subject: asked.subject,
        principal: ref,
        open: kept.open,
        takenOff: takenOff(await ports.sagas.ofSubject(facts.uniqueId), facts, now),
        eventId: change.eventId,
      });
  // Or the event of somebody else's change would find nothing new.
  if (others === 0) await ports.principalMemory.remember(facts, now);
  return {
    asked,
    evaluation: {
      ref,
      result: 'evaluated',
      uniqueId: facts.uniqueId,
      changed: [...(passed?.changed ?? []), ...kept.changed],
      told: [...(passed?.told ?? []), ...kept.told],
      open: kept.open,
      containmentRequested,
      transient: passed?.changed.length ?? 0,
    },
  };
};

/** The principal does not exist (any more): what stood about the one that was known by this name is over. */
const evaluateGone = async (ports: Ports, { ref, change, settings }: PrincipalInput): Promise<PrincipalEvaluation> => {
  const known = await ports.principalMemory.recallByName(principalKey(ref));
  if (known.found !== 'yes') return { ref, result: 'gone', retired: [] };
  const retired = await keepRetired(ports, {
    subject: subjectOf(known.value.facts),
    because: `the ${ref.kind} was deleted`,
    change,
    settings,
    key: `gone#${change.eventId}`,
  });
  return { ref, result: 'gone', retired };
};
