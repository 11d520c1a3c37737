import { aChange } from '../../test/builders/a-change.ts';
import {
  aDeletion,
  agent,
  approved,
  flow,
  olga,
  portsOf,
  proposed,
  storedRestoration,
} from '../../test/builders/a-deletion.ts';
import type { Change } from '../../shared/change/change.ts';
import { undoRestoration } from '../../shared/response/guardrail/undo-restoration.ts';
import { localWorld, type LocalWorld } from '../../shared/adapters/local/local-world.ts';
import { activityFigures, evaluateAiActivity } from './evaluate-ai-activity.ts';

const historyOf = async (world: LocalWorld): Promise<readonly Record<string, unknown>[]> => {
  const entries: Record<string, unknown>[] = [];
  for await (const text of world.history.read()) entries.push(JSON.parse(text) as Record<string, unknown>);
  return entries;
};
const aWorld = () => localWorld({ now: '2026-11-21T21:00:00.000Z' });
const refused = { result: 'failed', code: 'AccessDenied', refused: true } as const;

describe('what was done with AI', () => {
  it('remembers a sensitive call: who did what on what', async () => {
    const world = aWorld();
    const change = aChange('bedrock.amazonaws.com:CreateAgent', {
      touches: [{ kind: 'resource', type: 'agent', identifier: 'AGENT1' }],
    });
    const result = await evaluateAiActivity(world)(change);
    expect(result).toMatchObject({ used: 'bedrock:CreateAgent', refused: false });
    expect(activityFigures(result)).toEqual({ SensitiveCalls: 1, CallsRefused: 0, FindingsChanged: 0 });
    expect(await historyOf(world)).toMatchObject([
      {
        outcome: 'sensitive-action-used',
        actor: { arn: 'arn:aws:sts::111122223333:assumed-role/Deploy/ci' },
        note: expect.stringContaining('did bedrock:CreateAgent on AGENT1') as string,
      },
    ]);
  });

  it('remembers it once, however often the event is delivered', async () => {
    const world = aWorld();
    const change = aChange('bedrock.amazonaws.com:CreateAgent');
    await evaluateAiActivity(world)(change);
    await evaluateAiActivity(world)(change);
    expect(await historyOf(world)).toHaveLength(1);
  });

  it('counts a refused call and remembers nothing of it as done', async () => {
    const world = aWorld();
    const result = await evaluateAiActivity(world)(aChange('bedrock.amazonaws.com:CreateAgent', { outcome: refused }));
    expect(activityFigures(result)).toMatchObject({ SensitiveCalls: 0, CallsRefused: 1 });
    expect(await historyOf(world)).toEqual([]);
  });

  it('says nothing of ordinary use', async () => {
    const world = aWorld();
    expect(await evaluateAiActivity(world)(aChange('bedrock.amazonaws.com:InvokeModel'))).toMatchObject({
      findings: [],
    });
    expect(await historyOf(world)).toEqual([]);
  });

  it('shows a hostile name in one line', async () => {
    const world = aWorld();
    const change = aChange('bedrock.amazonaws.com:CreateAgent', {
      touches: [{ kind: 'resource', type: 'agent', identifier: 'a\nERROR forged \ud800 line' }],
    });
    await evaluateAiActivity(world)(change);
    expect((await historyOf(world))[0]?.['note']).toMatch(/^[^\n]*a ERROR forged {1,2}line[^\n]*$/);
  });
});

describe('what a restoration wrote in agents and flows, come back as an event', () => {
  const role = 'arn:aws:sts::111122223333:assumed-role/ringfence-restore-guardrail';
  const types = { agent: 'AWS::Bedrock::Agent', flow: 'AWS::Bedrock::Flow' } as const;
  const onAgent = [{ kind: 'resource' as const, type: types.agent, identifier: 'AGENT1' }];
  const onFlow = [{ kind: 'resource' as const, type: types.flow, identifier: 'FLOW1' }];

  const restoredWorld = async () => {
    const world = await aDeletion();
    const { id } = await approved(world, await proposed(world));
    const done = await storedRestoration(world, id);
    const requestOf = (by: string) =>
      done.steps.find(({ index }) => {
        const step = done.plan.steps[index];
        return step?.step === 'repoint' && step.by === by;
      })?.requestId ?? '';
    const event = (eventName: string, shown: Partial<Change> = {}) =>
      aChange(`bedrock.amazonaws.com:${eventName}`, {
        eventId: `e-${eventName}`,
        actor: { type: 'AssumedRole', arn: `${role}/${id}`, accountId: '111122223333' },
        touches: onAgent,
        requestId: requestOf(agent.by),
        ...shown,
      });
    return { world, done, event, requestOf };
  };

  it('is known as its own, and not remembered as a use', async () => {
    const { world, done, event, requestOf } = await restoredWorld();
    const before = (await historyOf(world)).length;
    const results = [
      await evaluateAiActivity(world)(event('UpdateAgent')),
      await evaluateAiActivity(world)(event('PrepareAgent', { requestId: 'q-prepare' })),
      await evaluateAiActivity(world)(event('UpdateFlow', { touches: onFlow, requestId: requestOf(flow.by) })),
    ];
    expect(results).toEqual(results.map(() => ({ own: done.id, refused: false, findings: [] })));
    expect(activityFigures(results[0]!)).toMatchObject({ SensitiveCalls: 0 });
    expect(await historyOf(world)).toHaveLength(before);
  });

  it('prepares each agent once a step: one more is remembered as anybody’s', async () => {
    const { world, event } = await restoredWorld();
    const used = [];
    for (const eventId of ['e-1', 'e-1', 'e-2']) {
      const { own } = await evaluateAiActivity(world)(event('PrepareAgent', { eventId, requestId: `of-${eventId}` }));
      used.push(own === undefined ? 'anybody' : 'own');
    }
    expect(used).toEqual(['own', 'own', 'anybody']);
  });

  it.each([
    ['another request id', 'UpdateAgent', { requestId: 'q-of-somebody' }],
    ['another agent', 'UpdateAgent', { touches: [{ ...onAgent[0]!, identifier: 'AGENT2' }] }],
    ['a flow of that name', 'UpdateAgent', { touches: [{ ...onAgent[0]!, type: types.flow }] }],
    ['two agents at once', 'UpdateAgent', { touches: [...onAgent, { ...onAgent[0]!, identifier: 'AGENT2' }] }],
    ['a call that no step makes', 'DeleteAgent', {}],
    ['another session', 'UpdateAgent', { actor: { type: 'AssumedRole', arn: `${role}/r-other` } }],
    ['another caller', 'UpdateAgent', { actor: { type: 'IAMUser', arn: olga } }],
    ['another Region', 'UpdateAgent', { region: 'eu-west-1' }],
  ] satisfies readonly (readonly [string, string, Partial<Change>])[])(
    'is anybody’s with %s',
    async (_, eventName, shown) => {
      const { world, event } = await restoredWorld();
      expect(await evaluateAiActivity(world)(event(eventName, shown))).not.toHaveProperty('own');
    },
  );

  it('is known too where an undo lets an agent name what it named', async () => {
    const { world, done, event } = await restoredWorld();
    const before = await evaluateAiActivity(world)(event('UpdateAgent', { eventId: 'e-0', requestId: 'q-undo' }));
    expect(before).not.toHaveProperty('own');
    await undoRestoration(portsOf(world))({ id: done.id, requestedBy: olga, reason: 'the team has a better one' });
    const after = await evaluateAiActivity(world)(event('UpdateAgent', { eventId: 'e-1', requestId: 'q-undo' }));
    expect(after).toMatchObject({ own: done.id });
  });
});
