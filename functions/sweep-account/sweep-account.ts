import type { AccountView } from '../../shared/checks/account-view.ts';
import { viewAccount } from '../../shared/checks/escalate/reach/view-account.ts';
import type { PrincipalFacts } from '../../shared/facts/principal-facts.ts';
import type { WideState } from '../../shared/facts/wide-state.ts';
import { baselineSummary } from '../../shared/findings/baseline-summary.ts';
import type { Ports } from '../../shared/ports/ports.ts';
import type { SweepRun, SweepState } from '../../shared/ports/sweep-log.ts';
import type { PolicyCache } from '../../shared/reasoning/compile-principal.ts';
import type { Settings } from '../../shared/response/settings.ts';
import { currentMode } from '../../shared/runtime/evaluation/current-mode.ts';
import { neededFacts, type NeededFacts } from '../../shared/runtime/evaluation/needed-facts.ts';
import { readSettings } from '../../shared/runtime/evaluation/read-settings.ts';
import { withOrganisation } from '../../shared/runtime/evaluation/with-organisation.ts';
import { versions } from '../../shared/runtime/versions.ts';
import { judgeAccount } from './judge-account.ts';
import { readLastUses, withLastUse, type LastUses } from './read-last-uses.ts';
import { retireMissing } from './retire-missing.ts';
import { sweepPrincipal } from './sweep-principal.ts';
import type { SweepRequest } from './sweep-request.ts';

export type SweepResult =
  /** The time was up: the rest is asked for again and goes on where this ended. */
  | { did: 'paused'; run: SweepRun; failed: readonly string[] }
  | {
      did: 'completed';
      run: SweepRun;
      /** The first sweep: everything is recorded and nobody is told of any of it, but for one summary. */
      baseline: boolean;
      /** Findings that were told because they are new or worse since the baseline. */
      told: number;
      /** Principals whose findings were resolved because they are gone. */
      retired: number;
      /** Principals that could not be judged, with the error. */
      failed: readonly string[];
    };

/** Nothing of the account could be read: said to a person, and delivered again. */
export class AccountUnreadable extends Error {
  override readonly name = 'AccountUnreadable';
}
export class OtherAccount extends Error {
  override readonly name = 'OtherAccount';
}

export type Sweep = {
  run: SweepRun;
  settings: Settings;
  mode: string;
  baseline: boolean;
  cache: PolicyCache;
  principals: readonly PrincipalFacts[];
  /** All of them as one, for what one can become through another. */
  account: AccountView;
  needed: NeededFacts;
  /** What was read of the account before its principals were judged. */
  wide: WideState;
  lastUses: LastUses;
};

/** What the last principal and the end of the sweep need. */
const timeForOne = 45_000;
const rememberEvery = 25;
/** Whose reports of last uses are waited for together. */
const reportsAtOnce = 25;

/**
 * Everything is read and judged anew: events are hints, the sweep is the truth. What was lost, reordered or left out of events is
 * found here, and so is what is gone.
 */
export const sweepAccount =
  (given: Ports) =>
  async (request: SweepRequest, within: { remaining: () => number }): Promise<SweepResult> => {
    const { accountId, watchedRegions } = given.identity;
    if (request.accountId !== accountId) {
      throw new OtherAccount(`asked to sweep ${request.accountId}; this installation reads ${accountId}`);
    }
    const state = await recall(given);
    const settings = await readSettings(given);
    const needed = neededFacts(settings.checks);
    const ports = withOrganisation(given, needed);
    const read = await ports.principals.readAccount();
    if (read.found !== 'yes') throw await unreadable(ports, request, read.found === 'no' ? 'it has none' : read.why);
    const principals = [...read.value].sort((a, b) => (a.uniqueId < b.uniqueId ? -1 : 1));
    const cache: PolicyCache = new Map();
    const now = ports.clock.now();
    const wide = needed.wide.has('runners')
      ? await ports.accountState.wideState({ facts: new Set(['runners']), regions: watchedRegions })
      : {};
    const { runners } = wide;
    const view = { accountId, principals, now, settings: settings.checks, cache };
    const sweep: Sweep = {
      run: runFor(ports, state, request),
      settings,
      mode: await currentMode(ports),
      baseline: state.baselineAt === undefined,
      cache,
      principals,
      account: viewAccount({ ...view, ...(runners === undefined ? {} : { runners }) }),
      needed,
      wide,
      lastUses: new Map(),
    };

    const { after } = sweep.run;
    const left = principals.filter(({ uniqueId }) => after === undefined || uniqueId > after);
    const failed: string[] = [];
    let told = 0;
    for (const [position, facts] of left.entries()) {
      if (within.remaining() < timeForOne) return pause(ports, state, sweep.run, failed);
      try {
        if (needed.lastUses && position % reportsAtOnce === 0)
          await readLastUses(ports, left.slice(position, position + reportsAtOnce), { read: sweep.lastUses, cache });
        const swept = await sweepPrincipal(ports, sweep, withLastUse(facts, sweep.lastUses));
        sweep.run = swept.run;
        told += swept.told;
      } catch (error) {
        // One principal must not keep the others from being judged; it is told below and tried at the next sweep.
        failed.push(`${facts.arn}: ${error instanceof Error ? error.message : String(error)}`);
        sweep.run = { ...sweep.run, after: facts.uniqueId };
      }
      if (position % rememberEvery === rememberEvery - 1) await ports.sweepLog.remember({ ...state, run: sweep.run });
    }
    return complete(ports, { state, sweep, request, told, failed });
  };

const recall = async (ports: Ports): Promise<SweepState> => {
  const read = await ports.sweepLog.recall(ports.identity.accountId);
  if (read.found === 'unreadable')
    throw new AccountUnreadable(`how far the sweep has come cannot be read: ${read.why}`);
  return read.found === 'yes' ? read.value : { accountId: ports.identity.accountId };
};

/** Goes on with a sweep that has begun; a request that did not begin it has its own sweep afterwards. */
const runFor = (ports: Ports, { run }: SweepState, { eventId }: SweepRequest): SweepRun => {
  if (run === undefined) return newRun(ports, eventId);
  const isOwn = eventId === run.by || eventId.startsWith(`${run.id}#`);
  return isOwn ? run : { ...run, again: true };
};

const newRun = (ports: Ports, by: string): SweepRun => ({
  id: ports.clock.id(),
  by,
  startedAt: ports.clock.now(),
  principals: 0,
  findingsBySeverity: {},
  undetermined: 0,
  modelAccess: [],
  coverage: [],
});

const pause = async (
  ports: Ports,
  state: SweepState,
  run: SweepRun,
  failed: readonly string[],
): Promise<SweepResult> => {
  await ports.sweepLog.remember({ ...state, run });
  await ports.sweeps.request({
    accountId: state.accountId,
    because: 'the sweep goes on',
    eventId: `${run.id}#${run.principals}`,
  });
  return { did: 'paused', run, failed };
};

type Ending = {
  state: SweepState;
  sweep: Sweep;
  request: SweepRequest;
  told: number;
  failed: readonly string[];
};

const complete = async (ports: Ports, { state, sweep, request, told, failed }: Ending): Promise<SweepResult> => {
  const { accountId } = ports.identity;
  const retired = await retireMissing(ports, sweep);
  const account = await judgeAccount(ports, sweep);
  const summary = baselineSummary(sweep.principals.length, await ports.findings.open());
  const run: SweepRun = {
    ...sweep.run,
    findingsBySeverity: summary.findingsBySeverity,
    undetermined: summary.undetermined,
  };
  const at = ports.clock.now();
  const all = [...failed, ...account.failed];
  await ports.history.append(
    [
      {
        time: at,
        kind: 'sweep',
        actor: { arn: ports.identity.containRoleArn },
        subject: { account: accountId, id: accountId, arn: `arn:${ports.identity.partition}:iam::${accountId}:root` },
        outcome: sweep.baseline ? 'baseline' : all.length > 0 ? 'incomplete' : 'completed',
        reason: request.because,
        settingsVersion: sweep.settings.version,
        catalogueVersion: versions.catalogue,
        engineVersion: versions.product,
        note: `${run.principals} principals judged, ${all.length} could not be, ${retired} are gone`,
      },
    ],
    `sweep#${run.id}`,
  );
  await ports.outbox.add([
    ...(sweep.baseline ? [{ kind: 'baseline' as const, id: `baseline#${accountId}`, at, accountId, ...summary }] : []),
    ...(all.length > 0
      ? [
          {
            kind: 'incomplete' as const,
            id: `incomplete#${run.id}`,
            at,
            accountId,
            detail: `The sweep could not judge everything: ${all.slice(0, 10).join('; ')}${all.length > 10 ? `; and ${all.length - 10} more` : ''}`,
          },
        ]
      : []),
  ]);
  await ports.sweepLog.remember({
    accountId,
    baselineAt: state.baselineAt ?? at,
    completedAt: at,
    principals: sweep.principals.length,
  });
  if (run.again === true) {
    const because = 'something else changed while the account was swept';
    await ports.sweeps.request({ accountId, because, eventId: `${run.id}#again` });
  }
  return { did: 'completed', run, baseline: sweep.baseline, told: told + account.told, retired, failed: all };
};

const unreadable = async (ports: Ports, request: SweepRequest, why: string): Promise<AccountUnreadable> => {
  await ports.outbox.add([
    {
      kind: 'incomplete',
      id: `incomplete#sweep#${request.eventId}`,
      at: ports.clock.now(),
      accountId: request.accountId,
      detail: `The account could not be read at all: ${why}`,
    },
  ]);
  return new AccountUnreadable(`the account could not be read: ${why}`);
};

/** What happened, in numbers. */
export const sweepFigures = (result: SweepResult): Readonly<Record<string, number>> => ({
  PrincipalsEvaluated: result.run.principals,
  PrincipalsFailed: result.failed.length,
  SweepsCompleted: result.did === 'completed' ? 1 : 0,
  SweepsPaused: result.did === 'paused' ? 1 : 0,
  FindingsTold: result.did === 'completed' ? result.told : 0,
  ...(result.did === 'completed' ? openFindings(result.run) : {}),
});

/** What is open when a sweep has ended; while it goes on nobody knows. */
const openFindings = ({ findingsBySeverity: by, undetermined }: SweepRun): Readonly<Record<string, number>> => ({
  OpenFindingsCritical: by.critical ?? 0,
  OpenFindingsHigh: by.high ?? 0,
  OpenFindingsMedium: by.medium ?? 0,
  OpenFindingsLow: by.low ?? 0,
  OpenFindingsInformational: by.informational ?? 0,
  OpenUndetermined: undetermined,
});
