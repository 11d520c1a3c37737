import type { Change } from '../../shared/change/change.ts';
import { askAccountChecks } from '../../shared/checks/ask-account-checks.ts';
import { askChangeChecks } from '../../shared/checks/ask-change-checks.ts';
import { checks } from '../../shared/checks/catalogue.ts';
import { regionSubject } from '../../shared/checks/subjects.ts';
import { needsOfChange, type Need } from '../../shared/facts/needs-of-change.ts';
import { absent, known } from '../../shared/facts/known.ts';
import type { Finding } from '../../shared/findings/finding.ts';
import type { Ports } from '../../shared/ports/ports.ts';
import { withCallers } from '../../shared/runtime/evaluation/callers-of-guardrail.ts';
import { changeContext } from '../../shared/runtime/evaluation/change-context.ts';
import { currentMode } from '../../shared/runtime/evaluation/current-mode.ts';
import {
  heldIn,
  judgeSurroundings,
  seeSurroundings,
  whoIsStopped,
} from '../../shared/runtime/evaluation/judge-guardrail-surroundings.ts';
import {
  judgeGuardrail,
  type GuardrailMemoryResult,
  type JudgedChange,
} from '../../shared/runtime/evaluation/judge-guardrail.ts';
import { keepChangeJudgements } from '../../shared/runtime/evaluation/keep-change-judgements.ts';
import { keepFindings } from '../../shared/runtime/evaluation/keep-findings.ts';
import { noteHeartbeat } from '../../shared/runtime/evaluation/note-heartbeat.ts';
import { ownEcho } from '../../shared/runtime/evaluation/own-echo.ts';
import { lastingFault } from '../../shared/runtime/evaluation/reach-of.ts';
import { neededFacts } from '../../shared/runtime/evaluation/needed-facts.ts';
import { readSettings } from '../../shared/runtime/evaluation/read-settings.ts';
import { publishedVersions } from '../../shared/runtime/evaluation/published-versions.ts';
import { requestRestoration } from '../../shared/runtime/evaluation/request-restoration.ts';
import { tellIncomplete } from '../../shared/runtime/evaluation/tell-incomplete.ts';
import { withOrganisation } from '../../shared/runtime/evaluation/with-organisation.ts';

export type GuardrailEvaluation =
  | { did: 'nothing'; because: 'call-failed'; refused: boolean }
  /** Ringfence's own call, made to see whether its event comes. */
  | { did: 'heartbeat' }
  | {
      did: 'evaluated';
      findings: readonly Finding[];
      /** What was read of each guardrail that the change names. */
      guardrails: readonly GuardrailMemoryResult[];
      incomplete: readonly string[];
    };

/** A change of guardrails, of enforcement or of invocation logging: what was done, and how it stands now. */
export const evaluateGuardrailChange =
  (given: Ports) =>
  async (change: Change): Promise<GuardrailEvaluation> => {
    if (await noteHeartbeat(given, change)) return { did: 'heartbeat' };
    if (change.outcome.result === 'failed') {
      return { did: 'nothing', because: 'call-failed', refused: change.outcome.refused };
    }
    const settings = await readSettings(given);
    const ports = withOrganisation(given, neededFacts(settings.checks));
    const mode = await currentMode(ports);
    // Before anything is read anew: a deleted guardrail is described from memory.
    const echo = await ownEcho(ports, change);
    const quiet = echo.echo === 'ours';
    const remembered = await changeContext(ports, change, quiet);
    const called = await withCallers(ports, change, remembered.guardrailMemory);
    const seen = await seeSurroundings(ports, change);
    const outage = await whoIsStopped(ports, change, seen);
    const context = {
      ...remembered,
      guardrailMemory: called.guardrailMemory,
      publishedVersions: await publishedVersions(ports, change),
      surroundings: heldIn(seen),
      stoppedCallers: outage.stopped,
    };
    const done = askChangeChecks({ change, context, settings: settings.checks });
    const findings: Finding[] = [...(await keepChangeJudgements(ports, { asked: done, change, settings, mode }))];
    findings.push(...(await judgeSurroundings(ports, seen, { change, settings, mode, told: done.judgements })));

    const guardrails: GuardrailMemoryResult[] = [];
    const incomplete: string[] = [...called.incomplete, ...seen.incomplete, ...outage.incomplete];
    for (const need of needsOfChange(change)) {
      const result = await meet(ports, need, { change, settings, mode, quiet });
      findings.push(...result.findings);
      guardrails.push(...result.guardrails);
      incomplete.push(...result.incomplete);
    }
    // What a person let Ringfence take back is not planned again because of the event that this causes.
    if (!quiet) await requestRestoration(ports, change);
    await tellIncomplete(ports, change, {
      incomplete,
      ...(change.body === 'omitted' ? { sweep: `${change.eventName} arrived without its parameters` } : {}),
    });
    // What needed no read is told by now; the rest is judged when the event comes again.
    if (seen.later !== undefined) throw seen.later;
    return { did: 'evaluated', findings, guardrails, incomplete };
  };

type Met = {
  findings: readonly Finding[];
  guardrails: readonly GuardrailMemoryResult[];
  incomplete: readonly string[];
};
const nothing: Met = { findings: [], guardrails: [], incomplete: [] };

const meet = async (ports: Ports, need: Need, about: JudgedChange): Promise<Met> => {
  switch (need.need) {
    case 'guardrail': {
      const { memory, findings, incomplete } = await judgeGuardrail(ports, need, about);
      return { findings, guardrails: [memory], incomplete };
    }
    case 'invocation-logging':
      return judgeLogging(ports, need.region, about);
    case 'principal':
    case 'members-of-group':
    case 'reached-by-policy':
    case 'roles-of-instance-profile':
    case 'whole-account':
      return nothing;
  }
};

/** The state as it is read now: a setting that was turned on again is resolved at once. */
const judgeLogging = async (ports: Ports, region: string, { change, settings, mode }: JudgedChange): Promise<Met> => {
  const { accountId } = ports.identity;
  const read = await ports.accountState.invocationLogging(region);
  if (read.found === 'unreadable') return { ...nothing, incomplete: [lastingFault(read)] };
  const now = ports.clock.now();
  const asked = askAccountChecks({
    account: {
      accountId,
      asOf: now,
      principals: [],
      invocationLogging: { [region]: read.found === 'yes' ? known(read.value) : absent },
      guardrails: {},
    },
    settings: { ...settings.checks, modelRegions: [region] },
    checks: checks.filter(({ triggeredBy }) => triggeredBy.includes(change.trigger)),
  });
  const subject = regionSubject(accountId, region);
  // What the change itself proved stays as it was said; only its end is read from the state.
  const over = asked.judgements.filter(
    ({ subject: about, answer }) => about.uniqueId === subject.uniqueId && answer.answer === 'no',
  );
  if (over.length === 0) return nothing;
  const { changed } = await keepFindings(ports, {
    subject,
    judgements: over,
    consulted: [],
    change,
    settings,
    mode,
    inputs: [await ports.documents.put(JSON.stringify({ region, invocationLogging: read }))],
    note: `model invocation logging of ${region} after ${change.eventName}`,
    key: `logging#${change.eventId}`,
  });
  return { ...nothing, findings: changed };
};

/** What happened, in numbers. */
export const guardrailFigures = (result: GuardrailEvaluation): Readonly<Record<string, number>> => {
  if (result.did === 'heartbeat') return { HeartbeatsHeard: 1 };
  if (result.did === 'nothing') return { CallsFailed: 1, CallsRefused: result.refused ? 1 : 0 };
  return {
    FindingsChanged: result.findings.length,
    GuardrailsRemembered: result.guardrails.filter((each) => each.result === 'remembered').length,
    Incomplete: result.incomplete.length,
  };
};
