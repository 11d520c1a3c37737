import { aWorld } from '../../../test/builders/a-world.ts';
import { reportForged } from './report-forged.ts';

const refused = { eventId: 'e-1', at: '/source', detail: 'The source is no AWS service.' };

describe('an event that contradicts itself', () => {
  it('is told once as a finding of RF.TAMPER.7, however often it is delivered', async () => {
    const world = await aWorld();
    const first = await reportForged(world, refused);
    expect(first).toMatchObject([{ checkId: 'RF.TAMPER.7', severity: 'high', status: 'new' }]);
    await reportForged(world, refused);
    const open = await world.findings.open();
    expect(open.filter(({ checkId }) => checkId === 'RF.TAMPER.7')).toHaveLength(1);
  });
});
