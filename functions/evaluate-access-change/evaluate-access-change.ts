import type { Change } from '../../shared/change/change.ts';
import { askChangeChecks } from '../../shared/checks/ask-change-checks.ts';
import { askCoverage } from '../../shared/checks/ask-coverage.ts';
import type { Asked } from '../../shared/checks/judgement.ts';
import { accountSubject } from '../../shared/checks/subjects.ts';
import type { Finding, FindingId } from '../../shared/findings/finding.ts';
import type { Ports } from '../../shared/ports/ports.ts';
import type { PolicyCache } from '../../shared/reasoning/compile-principal.ts';
import type { Echo } from '../../shared/response/echo.ts';
import { everybody } from '../../shared/runtime/evaluation/ask-with-account.ts';
import { changeContext } from '../../shared/runtime/evaluation/change-context.ts';
import { currentMode } from '../../shared/runtime/evaluation/current-mode.ts';
import { evaluatePrincipal, type PrincipalEvaluation } from '../../shared/runtime/evaluation/evaluate-principal.ts';
import { keepChangeJudgements } from '../../shared/runtime/evaluation/keep-change-judgements.ts';
import { keepFindings } from '../../shared/runtime/evaluation/keep-findings.ts';
import { neededFacts } from '../../shared/runtime/evaluation/needed-facts.ts';
import { noteHeartbeat } from '../../shared/runtime/evaluation/note-heartbeat.ts';
import { ownEcho } from '../../shared/runtime/evaluation/own-echo.ts';
import { reachOf } from '../../shared/runtime/evaluation/reach-of.ts';
import { readSettings } from '../../shared/runtime/evaluation/read-settings.ts';
import { stopOnAnomaly } from '../../shared/runtime/evaluation/stop-on-anomaly.ts';
import { tellIncomplete } from '../../shared/runtime/evaluation/tell-incomplete.ts';
import { withOrganisation } from '../../shared/runtime/evaluation/with-organisation.ts';

export type AccessEvaluation =
  /** A failed call granted nothing. `refused`: for want of permission, a signal of its own. */
  | { did: 'nothing'; because: 'call-failed'; refused: boolean }
  /** Ringfence's own call, made to see whether its event comes. */
  | { did: 'heartbeat' }
  | {
      did: 'evaluated';
      /** `ours`: Ringfence's own exact recorded write, read again and told to nobody. `anomaly`: our role, and not what it recorded. */
      echo: Echo['echo'];
      principals: readonly PrincipalEvaluation[];
      /** Findings about the change itself and about what could not be judged. */
      others: readonly Finding[];
      /** Why a sweep was asked for. */
      sweep?: string;
      incomplete: readonly string[];
    };

/**
 * A change of access: whom it reaches, what they can do now, what they could do before, and what the event's own document made
 * possible for a moment. Findings are kept with their history and notice, and containment is asked for what is new.
 */
export const evaluateAccessChange =
  (given: Ports) =>
  async (change: Change): Promise<AccessEvaluation> => {
    if (await noteHeartbeat(given, change)) return { did: 'heartbeat' };
    if (change.outcome.result === 'failed') {
      return { did: 'nothing', because: 'call-failed', refused: change.outcome.refused };
    }
    const settings = await readSettings(given);
    const needed = neededFacts(settings.checks);
    const ports = withOrganisation(given, needed);
    const mode = await currentMode(ports);
    const echo = await ownEcho(ports, change);
    const quiet = echo.echo === 'ours';
    const context = await changeContext(ports, change, quiet);
    const reach = await reachOf(ports, change);
    const reads = await ports.principals.readPrincipals(reach.refs);

    const cache: PolicyCache = new Map();
    const all = everybody(ports, needed);
    const principals: PrincipalEvaluation[] = [];
    const asked: Asked[] = [];
    for (const [position, ref] of reach.refs.entries()) {
      const read = reads[position];
      if (read === undefined) throw new RangeError(`no answer about ${ref.kind} ${ref.name}`);
      const evaluated = await evaluatePrincipal(ports, {
        ref,
        read,
        change,
        settings,
        mode,
        cache,
        everybody: all,
        quiet,
      });
      principals.push(evaluated.evaluation);
      if (evaluated.asked !== undefined) asked.push(evaluated.asked);
    }

    const aboutChange = askChangeChecks({ change, context, settings: settings.checks });
    const others = [
      ...(await keepChangeJudgements(ports, { asked: aboutChange, change, settings, mode })),
      ...(await keepCoverage(ports, { asked, change, settings, mode })),
    ];
    const incomplete = [
      ...reach.incomplete,
      ...principals.flatMap((each) => (each.result === 'unreadable' ? [each.why] : [])),
    ];
    await tellIncomplete(ports, change, { incomplete, ...(reach.sweep === undefined ? {} : { sweep: reach.sweep }) });
    // Last: what the change did to access must be known, whoever made it.
    if (echo.echo === 'anomaly') await stopOnAnomaly(ports, change, echo.detail);
    return {
      did: 'evaluated',
      echo: echo.echo,
      principals,
      others,
      incomplete,
      ...(reach.sweep === undefined ? {} : { sweep: reach.sweep }),
    };
  };

const keepCoverage = async (
  ports: Ports,
  of: { asked: readonly Asked[]; change: Change } & Pick<Parameters<typeof keepFindings>[1], 'settings' | 'mode'>,
): Promise<readonly Finding[]> => {
  const { accountId } = ports.identity;
  const coverage = askCoverage({ accountId, asked: of.asked, scope: 'change' });
  if (coverage.judgements.length === 0) return [];
  const { changed } = await keepFindings(ports, {
    ...coverage,
    subject: accountSubject(accountId),
    change: of.change,
    settings: of.settings,
    mode: of.mode,
    inputs: [],
    note: 'questions without an answer',
    key: `coverage#${of.change.eventId}`,
  });
  return changed;
};

/** What happened, in numbers. */
export const accessFigures = (result: AccessEvaluation): Readonly<Record<string, number>> => {
  if (result.did === 'heartbeat') return { HeartbeatsHeard: 1 };
  if (result.did === 'nothing') return { CallsFailed: 1, CallsRefused: result.refused ? 1 : 0 };
  const evaluated = result.principals.filter((each) => each.result === 'evaluated');
  const told: readonly FindingId[] = evaluated.flatMap((each) => each.told);
  return {
    PrincipalsEvaluated: evaluated.length,
    FindingsChanged: evaluated.reduce((sum, each) => sum + each.changed.length, 0) + result.others.length,
    FindingsTold: told.length,
    ContainmentsRequested: evaluated.reduce((sum, each) => sum + (each.containmentRequested > 0 ? 1 : 0), 0),
    Incomplete: result.incomplete.length,
    SweepsRequested: result.sweep === undefined ? 0 : 1,
  };
};
