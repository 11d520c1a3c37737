import { evaluateGuardrailChange } from '../../functions/evaluate-guardrail-change/evaluate-guardrail-change.ts';
import { restoreGuardrail, type RestorationResult } from '../../functions/restore-guardrail/restore-guardrail.ts';
import type { Change } from '../../shared/change/change.ts';
import { approveRestoration } from '../../shared/response/guardrail/approve-restoration.ts';
import { aChange } from '../builders/a-change.ts';
import { aDeletion, draft, noah, portsOf, region } from '../builders/a-deletion.ts';
import type { TestWorld } from '../builders/a-world.ts';

const restorationOf = (result: RestorationResult) => (result.did === 'restoration' ? result.restoration : undefined);
const tend = { tend: true, eventId: 'clock-1' } as const;

describe('the finding that a guardrail was lost', () => {
  const open = async (world: TestWorld) =>
    (await world.findings.open()).map(({ checkId, questionName }) => `${checkId} ${questionName}`);
  const told = async (
    world: TestWorld,
    eventName: 'DeleteGuardrail' | 'UpdateGuardrail',
    more: Partial<Change> = {},
  ) => {
    await evaluateGuardrailChange(world)(
      aChange(`bedrock.amazonaws.com:${eventName}`, {
        touches: [{ kind: 'guardrail', identifier: draft.id }],
        ...more,
      }),
    );
    const requested = world.restorationRequests.shift();
    if (requested === undefined) throw new Error('nobody was asked');
    return requested;
  };
  const enforced = {
    mode: 'enforce',
    settings: { checkModes: { 'RF.GUARD.1': 'enforce', 'RF.GUARD.2': 'enforce' } },
  } as const;

  it('is over when the guardrail is back, and what had been lost before it too', async () => {
    const world = await aDeletion({ mode: 'observe' });
    world.bedrock.setGuardrail({ ...draft, content: { ...draft.content, wordPolicy: undefined } });
    await told(world, 'UpdateGuardrail');
    world.bedrock.deleteGuardrail(region, draft.id);
    const request = await told(world, 'DeleteGuardrail', { eventId: 'e-2' });
    expect(await open(world)).toEqual(['RF.GUARD.2 guardrail-weakened', 'RF.GUARD.1 guardrail-deleted']);
    await world.modeSwitch.setMode('approve');
    const waiting = restorationOf(await restoreGuardrail(world)(request));
    expect(await open(world)).toHaveLength(2);
    await approveRestoration(portsOf(world))({
      id: waiting?.id ?? '',
      planHash: waiting?.plan.planHash ?? '',
      approver: noah,
    });
    await restoreGuardrail(world)({ restorationId: waiting?.id ?? '', eventId: 'e-3' });
    expect(await open(world)).toEqual([]);
    expect(await world.findings.ofSubject(draft.arn)).toMatchObject([
      { status: 'resolved', statusReason: `restoration ${waiting?.id ?? ''} brought it back` },
      { status: 'resolved' },
    ]);
  });

  it('is over when what was lost is put back, and a later loss is another one', async () => {
    const world = await aDeletion(enforced);
    const weaken = () => {
      world.bedrock.setGuardrail({ ...draft, content: { ...draft.content, wordPolicy: undefined } });
    };
    weaken();
    const request = await told(world, 'UpdateGuardrail');
    expect(restorationOf(await restoreGuardrail(world)(request))).toMatchObject({ state: 'RESTORED' });
    expect(await open(world)).toEqual([]);
    world.clock.advance(60_000);
    weaken();
    await told(world, 'UpdateGuardrail', { eventId: 'e-2' });
    await restoreGuardrail(world)(tend);
    expect(await open(world)).toEqual(['RF.GUARD.2 guardrail-weakened']);
  });

  it('stands for what nobody can rank and stays as it is', async () => {
    const world = await aDeletion(enforced);
    world.bedrock.setGuardrail({
      ...draft,
      content: {
        ...draft.content,
        wordPolicy: undefined,
        crossRegionDetails: { guardrailProfileId: 'us.guardrail.v1:0' },
      },
    });
    const request = await told(world, 'UpdateGuardrail');
    expect(restorationOf(await restoreGuardrail(world)(request))).toMatchObject({ state: 'RESTORED' });
    expect(await open(world)).toEqual(['RF.GUARD.2 guardrail-weakened']);
  });

  it('is over with the next look where the worker died right after the end', async () => {
    const world = await aDeletion(enforced);
    const request = await told(world, 'DeleteGuardrail');
    const save = () => Promise.reject(new Error('it died'));
    await expect(restoreGuardrail({ ...world, findings: { ...world.findings, save } })(request)).rejects.toThrow(
      'it died',
    );
    expect(await open(world)).toHaveLength(1);
    await restoreGuardrail(world)(tend);
    expect(await open(world)).toEqual([]);
  });
});
