import { aPlan } from '../../test/builders/a-plan.ts';
import { aSaga } from '../../test/builders/a-saga.ts';
import { aWorld } from '../../test/builders/a-world.ts';
import { daysOfReport, replayReport, type ReplayQuestion } from './replay-report.ts';
import type { Saga } from './saga.ts';
import { defaultBlastLimits, type Settings } from './settings.ts';

const actor = 'arn:aws:iam::111122223333:user/mallory';

/** What was planned for one principal, as mode observe leaves it. */
const planned = (name: string, openedAt: string, shown: Partial<Saga> = {}): Saga => {
  const arn = `arn:aws:iam::111122223333:role/${name}`;
  const uniqueId = `AROA${name.toUpperCase()}`;
  const subject = { kind: 'role', arn, uniqueId, accountId: '111122223333' } as const;
  const { plan } = shown;
  return aSaga({
    state: 'REFUSED',
    outcome: 'MODE_OBSERVE',
    mode: 'observe',
    openedAt,
    ...shown,
    id: `c-${name}`,
    plan: { ...aPlan(), ...plan, subject, snapshotHash: name, plannedAt: openedAt },
  });
};
const reportOn = async (
  sagas: readonly Saga[],
  asked: ReplayQuestion = { to: 'enforce' },
  settings: Partial<Settings> = {},
) => {
  const world = await aWorld({ settings });
  const report = await replayReport({ ...world, sagas: { list: () => Promise.resolve(sagas) } })(asked);
  if (report === undefined) throw new Error('no report');
  return { world, report };
};
const verdicts = (report: { plans: readonly { principal: string; would: string; outcome?: string }[] }) =>
  report.plans.map(({ principal, would, outcome }) =>
    [principal.split('/').at(-1), would, outcome].filter((word) => word !== undefined).join(' '),
  );
const at = (minute: number) => new Date(Date.parse('2026-11-20T08:00:00.000Z') + minute * 60_000).toISOString();

describe('the replay report', () => {
  it('says of each plan what the gate would have said in the new mode, oldest first', async () => {
    const sagas = [
      planned('c', at(40), { plan: aPlan({ approvalReasons: ['It denies what it could do before.'] }) }),
      planned('a', at(0)),
      planned('b', at(20), { plan: aPlan({ level: 'quarantine' }) }),
    ];
    const { report } = await reportOn(sagas);
    expect(verdicts(report)).toEqual(['a contain', 'b refuse LEVEL_NOT_ALLOWED', 'c wait AWAITING_APPROVAL']);
    expect(report.plans[2]).toMatchObject({ detail: 'It denies what it could do before.', mechanism: 'boundary' });
    expect(verdicts((await reportOn(sagas, { to: 'approve' })).report)).toEqual([
      'a wait AWAITING_APPROVAL',
      'b refuse LEVEL_NOT_ALLOWED',
      'c wait AWAITING_APPROVAL',
    ]);
  });

  it('leaves out what is older than the days that were asked for', async () => {
    const old = planned('old', '2026-10-01T00:00:00.000Z');
    expect((await reportOn([old])).report.plans).toEqual([]);
    expect(verdicts((await reportOn([old], { to: 'enforce', days: 90 })).report)).toEqual(['old contain']);
  });

  it('counts one wish on one state once, however often it was planned', async () => {
    const again = { ...planned('a', at(500)), id: 'c-again' };
    const { report } = await reportOn([planned('a', at(0)), again]);
    expect(report.plans.map(({ sagaId }) => sagaId)).toEqual(['c-a']);
  });

  it('lets the earlier ones use up the blast limits, and frees them as time passes', async () => {
    const many = Array.from({ length: 8 }, (_, n) => planned(`r${n}`, at(n < 7 ? n : 12)));
    expect(verdicts((await reportOn(many)).report)).toEqual([
      ...['r0', 'r1', 'r2', 'r3', 'r4'].map((name) => `${name} contain`),
      'r5 wait BLAST_LIMIT',
      'r6 wait BLAST_LIMIT',
      'r7 wait BLAST_LIMIT',
    ]);
    // Of the ten minutes there is room again; of two percent of the principals a day, at least five, there is not.
    const wide = { blast: { ...defaultBlastLimits, percentOfPrincipalsDay: 100 } };
    const shares = many.map((saga) => ({ ...saga, principalCount: 100 }));
    expect(verdicts((await reportOn(shares, { to: 'enforce' }, wide)).report).at(-1)).toBe('r7 contain');
  });

  it('sends a fourth principal behind one actor to a person, and a fourth try at one principal too', async () => {
    const cause = {
      eventId: 'e',
      eventName: 'PutRolePolicy',
      eventSource: 'iam.amazonaws.com',
      at: at(0),
      actorArn: actor,
      actorType: 'IAMUser',
    };
    const behind = Array.from({ length: 4 }, (_, n) => planned(`r${n}`, at(n * 15), { cause }));
    expect(verdicts((await reportOn(behind)).report).at(-1)).toBe('r3 wait AWAITING_APPROVAL');
    const tries = Array.from({ length: 4 }, (_, n) => {
      const saga = planned('r', at(n * 14));
      return { ...saga, id: `c-${n}`, plan: { ...saga.plan, snapshotHash: String(n) } };
    });
    expect(verdicts((await reportOn(tries)).report).at(-1)).toBe('r refuse ATTEMPT_BUDGET');
  });

  it('shows what is exempt today as exempt, and what was exempt then as it would be now', async () => {
    const exemption = (from: string, expires: string) => ({
      id: 'x-1',
      uniqueId: 'AROAA',
      arn: 'arn:aws:iam::111122223333:role/a',
      scope: 'RF.SENSITIVE.4',
      owner: 'ml',
      reason: 'migration',
      ticket: 'T-1',
      requester: 'arn:aws:iam::111122223333:user/rita',
      approver: 'arn:aws:iam::111122223333:user/olga',
      from,
      expires,
    });
    const today = { exemptions: [exemption('2026-11-21T00:00:00.000Z', '2026-12-20T00:00:00.000Z')] };
    const then = { exemptions: [exemption('2026-11-01T00:00:00.000Z', '2026-11-21T00:00:00.000Z')] };
    expect(verdicts((await reportOn([planned('a', at(0))], { to: 'enforce' }, today)).report)).toEqual([
      'a refuse EXEMPT',
    ]);
    expect(verdicts((await reportOn([planned('a', at(0))], { to: 'enforce' }, then)).report)).toEqual(['a contain']);
  });

  it('of one check is about the plans that it asks for, under the modes of the others', async () => {
    const question = aPlan().questions[0]!;
    const other = { ...question, checkId: 'RF.ACCESS.8' };
    const sagas = [
      planned('a', at(0)),
      planned('b', at(20), { plan: aPlan({ questions: [other] }) }),
      planned('c', at(40), { plan: aPlan({ questions: [question, other] }) }),
    ];
    const { report } = await reportOn(
      sagas,
      { to: 'enforce', check: 'RF.ACCESS.8' },
      { checkModes: { 'RF.SENSITIVE.4': 'observe', 'RF.ACCESS.8': 'observe' } },
    );
    expect(verdicts(report)).toEqual(['b contain', 'c refuse MODE_OBSERVE']);
  });

  it('names those for whom nothing was planned, and who must look', async () => {
    const world = await aWorld();
    const entry = (outcome: string, time: string) => ({
      time,
      kind: 'plan' as const,
      actor: { arn: 'arn:aws:iam::111122223333:role/ringfence/ringfence-contain' },
      subject: { account: '111122223333', id: 'AROAX', arn: 'arn:aws:iam::111122223333:role/x' },
      outcome,
      note: 'A boundary is there.',
    });
    await world.history.append(
      [entry('NEEDS_SCP', at(0)), entry('ALREADY_SAFE', at(1)), entry('NEEDS_SCP', at(2))],
      'k',
    );
    await world.history.append([entry('ROUTE_ROOT', '2026-09-01T00:00:00.000Z')], 'older');
    expect((await replayReport(world)({ to: 'enforce' }))?.notPlanned).toEqual([
      {
        at: at(2),
        principal: 'arn:aws:iam::111122223333:role/x',
        outcome: 'NEEDS_SCP',
        detail: 'A boundary is there.',
      },
    ]);
  });

  it('has an id of the day, the days and what it says', async () => {
    const { report } = await reportOn([planned('a', at(0))]);
    expect(report.id).toMatch(/^replay-30d-20261121-[0-9a-f]{12}$/);
    expect((await reportOn([planned('a', at(0))])).report.id).toBe(report.id);
    expect((await reportOn([planned('b', at(0))])).report.id).not.toBe(report.id);
    expect((await reportOn([planned('a', at(0))], { to: 'approve' })).report.id).not.toBe(report.id);
    expect(daysOfReport(report.id)).toBe(30);
    expect(daysOfReport('replay-today')).toBeUndefined();
  });

  it('is none where the settings cannot be read', async () => {
    const world = await aWorld();
    const settings = { read: () => Promise.resolve({ found: 'unreadable' as const, why: 'torn' }) };
    expect(await replayReport({ ...world, settings })({ to: 'enforce' })).toBeUndefined();
  });
});
