import type { Clock } from '../ports/clock.ts';
import type { SagaStore, SettingsStore } from '../ports/containment-ports.ts';
import type { HistoryLog } from '../ports/history-log.ts';
import type { OwnIdentity } from '../ports/ports.ts';
import { blastWindows } from './blast-windows.ts';
import { canonicalJson, sha256 } from './canonical-json.ts';
import { gate, type GateVerdict } from './gate.ts';
import { outcomes, type Outcome } from './outcome.ts';
import type { Level, Mechanism } from './plan.ts';
import { usable } from './run-settings.ts';
import type { Saga } from './saga.ts';
import type { Exemption, Mode, Settings } from './settings.ts';

export type ReplayPorts = {
  identity: OwnIdentity;
  clock: Clock;
  sagas: Pick<SagaStore, 'list'>;
  settings: Pick<SettingsStore, 'read'>;
  history: Pick<HistoryLog, 'read'>;
};

/** One containment that was planned, and what the gate would have said of it in the new mode. */
export type ReplayedPlan = {
  at: string;
  sagaId: string;
  principal: string;
  checkIds: readonly string[];
  level: Level;
  mechanism: Mechanism;
  actor?: string;
} & ({ would: 'contain' } | { would: 'wait' | 'refuse'; outcome: Outcome; detail: string });

/** A principal for which nothing was planned, and who had to look instead. */
export type NotPlanned = { at: string; principal: string; outcome: string; detail: string };

export type ReplayReport = {
  /** `replay-30d-20261122-<hash>`: of this day, this question and these answers. Whoever raises the mode has seen exactly this. */
  id: string;
  accountId: string;
  to: Mode;
  /** Absent: the mode of the account. */
  check?: string;
  days: number;
  since: string;
  until: string;
  plans: readonly ReplayedPlan[];
  notPlanned: readonly NotPlanned[];
};

export type ReplayQuestion = { to: Mode; check?: string; days?: number };

export const defaultReplayDays = 30;
const day = 86_400_000;
const hour = 3_600_000;

/**
 * What the gate would have said of every plan of the last days, had the mode been another one: the real gate over the plans that were
 * recorded, oldest first, with the limits and budgets that the earlier ones would have used up. Settings and exemptions are those of
 * today. Undefined: the settings cannot be read.
 */
export const replayReport =
  (ports: ReplayPorts) =>
  async ({ to, check, days = defaultReplayDays }: ReplayQuestion): Promise<ReplayReport | undefined> => {
    const settings = usable(await ports.settings.read());
    if (settings === undefined) return undefined;
    const until = ports.clock.now();
    const since = new Date(Date.parse(until) - days * day).toISOString();
    const sagas = (await ports.sagas.list())
      .filter(({ openedAt, plan }) => openedAt >= since && (check === undefined || asks(plan.questions, check)))
      .toSorted((a, b) => Date.parse(a.openedAt) - Date.parse(b.openedAt) || (a.id < b.id ? -1 : 1));
    const plans = replayed(firstOfEach(sagas), {
      ports,
      settings: withMode(settings, to, check),
      to,
      check,
      now: until,
    });
    const notPlanned = check === undefined ? await notPlannedSince(ports.history, since) : [];
    const { accountId } = ports.identity;
    const content = { accountId, to, ...(check === undefined ? {} : { check }), days, plans, notPlanned };
    const id = `replay-${days}d-${until.slice(0, 10).replaceAll('-', '')}-${sha256(canonicalJson(content)).slice(0, 12)}`;
    return { id, ...content, since, until };
  };

/** The days that a report of this id looked back; undefined where it is no id of a report. */
export const daysOfReport = (id: string): number | undefined => {
  const days = /^replay-(\d{1,3})d-\d{8}-[0-9a-f]{12}$/u.exec(id)?.[1];
  return days === undefined ? undefined : Number(days);
};

const asks = (questions: Saga['plan']['questions'], check: string): boolean =>
  questions.some(({ checkId }) => checkId === check);

const withMode = (settings: Settings, to: Mode, check: string | undefined): Settings =>
  check === undefined ? settings : { ...settings, checkModes: { ...settings.checkModes, [check]: to } };

/** The same wish on the same state is one plan, however often it was planned. */
const firstOfEach = (sagas: readonly Saga[]): readonly Saga[] => {
  const key = ({ plan }: Saga): string => `${plan.snapshotHash} ${plan.desiredHash} ${plan.level}`;
  return [...new Map(sagas.toReversed().map((saga) => [key(saga), saga])).values()].toReversed();
};

type Around = {
  ports: ReplayPorts;
  settings: Settings;
  to: Mode;
  check: string | undefined;
  now: string;
};
type Done = { saga: Saga; at: number };

const replayed = (sagas: readonly Saga[], around: Around): readonly ReplayedPlan[] => {
  const done: Done[] = [];
  return sagas
    .toSorted((a, b) => Date.parse(a.openedAt) - Date.parse(b.openedAt))
    .map((saga) => {
      const verdict = verdictOn(saga, done, around);
      if (verdict.gate === 'go') done.push({ saga: asContained(saga), at: Date.parse(saga.openedAt) });
      return rowOf(saga, verdict);
    });
};

const verdictOn = (saga: Saga, done: readonly Done[], { ports, settings, to, check, now }: Around): GateVerdict => {
  const at = Date.parse(saga.openedAt);
  const { uniqueId } = saga.plan.subject;
  const exemptions = settings.exemptions.filter((each) => holdsAt(each, now)).map((each) => movedTo(each, at));
  const verdict = gate({
    pass: 'first',
    plan: saga.plan,
    record: saga.cause === undefined ? {} : { cause: saga.cause },
    settings: { found: 'yes', value: { ...settings, exemptions } },
    // The mode of a check can be raised while the account's is lower: what it would mean is shown with the account's out of the way.
    modeSwitch: {
      found: 'yes',
      value: { mode: check === undefined ? to : 'enforce', killSwitch: false, freeze: false },
    },
    identity: ports.identity,
    sagas: done.map((each) => each.saga),
    attempts: done.filter((each) => each.saga.plan.subject.uniqueId === uniqueId && each.at > at - hour).length,
    now: saga.openedAt,
  });
  if (verdict.gate !== 'go') return verdict;
  const full = usedUp(saga, done, settings);
  return full === undefined
    ? verdict
    : {
        gate: 'wait',
        outcome: 'BLAST_LIMIT',
        detail: `The limit ${full} would have been used up.`,
        mode: verdict.mode,
      };
};

const holdsAt = ({ from, expires }: Exemption, now: string): boolean =>
  Date.parse(from) <= Date.parse(now) && Date.parse(expires) > Date.parse(now);
/** What is exempt today is shown as exempt, whenever the plan was made. */
const movedTo = (exemption: Exemption, at: number): Exemption => ({
  ...exemption,
  from: new Date(at - hour).toISOString(),
  expires: new Date(at + hour).toISOString(),
});

const asContained = (saga: Saga): Saga => ({
  ...saga,
  changedAt: saga.openedAt,
  writes: saga.plan.calls.map((call) => ({ call, at: saga.openedAt, answer: 'written' })),
});

const scopesOf = (saga: Saga, settings: Settings) =>
  blastWindows({
    accountId: saga.plan.subject.accountId,
    checkIds: saga.plan.questions.map(({ checkId }) => checkId),
    principalCount: saga.principalCount ?? 0,
    limits: settings.blast,
  });

const usedUp = (saga: Saga, done: readonly Done[], settings: Settings): string | undefined => {
  const now = Date.parse(saga.openedAt);
  return scopesOf(saga, settings).find(({ limit, scope, slots, milliseconds }) => {
    const taken = done.filter(
      (each) =>
        each.at > now - milliseconds &&
        scopesOf(each.saga, settings).some((other) => other.limit === limit && other.scope === scope),
    );
    return taken.length >= slots;
  })?.limit;
};

const rowOf = (saga: Saga, verdict: GateVerdict): ReplayedPlan => {
  const { plan, cause } = saga;
  const row = {
    at: saga.openedAt,
    sagaId: saga.id,
    principal: plan.subject.arn,
    checkIds: [...new Set(plan.questions.map(({ checkId }) => checkId))],
    level: plan.level,
    mechanism: plan.mechanism,
    ...(cause?.actorArn === undefined ? {} : { actor: cause.actorArn }),
  };
  return verdict.gate === 'go'
    ? { ...row, would: 'contain' }
    : { ...row, would: verdict.gate, outcome: verdict.outcome, detail: verdict.detail };
};

const forAPerson: ReadonlySet<string> = new Set([...outcomes.route, ...outcomes.planner]);

/** Plans that were none are entries of history alone. */
const notPlannedSince = async (history: ReplayPorts['history'], since: string): Promise<readonly NotPlanned[]> => {
  const found: NotPlanned[] = [];
  for await (const line of history.read()) {
    const entry: unknown = JSON.parse(line);
    const row = notPlannedOf(entry);
    if (row !== undefined && row.at >= since && forAPerson.has(row.outcome)) found.push(row);
  }
  return [...new Map(found.map((row) => [`${row.principal} ${row.outcome} ${row.detail}`, row])).values()];
};

const notPlannedOf = (entry: unknown): NotPlanned | undefined => {
  if (typeof entry !== 'object' || entry === null || !('kind' in entry) || entry.kind !== 'plan') return undefined;
  if ('saga' in entry || !('time' in entry) || !('outcome' in entry) || !('subject' in entry)) return undefined;
  const { time, outcome, subject } = entry;
  const arn = typeof subject === 'object' && subject !== null && 'arn' in subject ? subject.arn : undefined;
  if (typeof time !== 'string' || typeof outcome !== 'string' || typeof arn !== 'string') return undefined;
  const detail = 'note' in entry && typeof entry.note === 'string' ? entry.note : '';
  return { at: time, principal: arn, outcome, detail };
};
