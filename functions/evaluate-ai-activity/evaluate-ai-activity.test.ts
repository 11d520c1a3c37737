import { aChange } from '../../test/builders/a-change.ts';
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
