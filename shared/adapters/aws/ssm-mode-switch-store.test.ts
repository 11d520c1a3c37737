import { GetParameterCommand, PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { mockClient } from 'aws-sdk-client-mock';
import { SsmModeSwitchStore } from './ssm-mode-switch-store.ts';

const ssm = mockClient(SSMClient);
const store = new SsmModeSwitchStore(new SSMClient({ region: 'us-east-1' }), '/ringfence/mode');
const holds = (Value: string) => ssm.on(GetParameterCommand).resolves({ Parameter: { Value } });
const written = () =>
  ssm.commandCalls(PutParameterCommand).map((call) => JSON.parse(call.args[0].input.Value ?? '') as unknown);

beforeEach(() => {
  ssm.reset();
});

describe('the switch of the mode', () => {
  it.each([
    ['no JSON', 'enforce'],
    ['a mode that is none', '{"mode":"block","killSwitch":false,"freeze":false}'],
    ['a misspelt switch', '{"mode":"enforce","killswitch":true,"freeze":false}'],
    ['a switch that is text', '{"mode":"enforce","killSwitch":"false","freeze":false}'],
  ])('is unreadable when it holds %s, so nothing is written because of it', async (_, value) => {
    holds(value);
    expect(await store.read()).toMatchObject({ found: 'unreadable' });
  });

  it('is unreadable when it is gone: somebody took it away', async () => {
    ssm.on(GetParameterCommand).rejects(Object.assign(new Error('x'), { name: 'ParameterNotFound' }));
    expect(await store.read()).toMatchObject({ found: 'unreadable', code: 'ParameterNotFound' });
  });

  it('stops whatever it holds, and what cannot be read becomes observe', async () => {
    holds('torn');
    await store.setKillSwitch({ killSwitch: true });
    expect(written()).toEqual([{ mode: 'observe', killSwitch: true, freeze: false }]);
  });

  it('never starts again, and never raises a mode, from what cannot be read', async () => {
    holds('torn');
    await expect(store.setKillSwitch({ killSwitch: false })).rejects.toMatchObject({ name: 'ModeSwitchUnreadable' });
    await expect(store.setMode('enforce')).rejects.toMatchObject({ name: 'ModeSwitchUnreadable' });
    expect(written()).toEqual([]);
  });

  it('keeps what is not changed', async () => {
    holds('{"mode":"approve","killSwitch":false,"freeze":true}');
    await store.setMode('enforce');
    expect(written()).toEqual([{ mode: 'enforce', killSwitch: false, freeze: true }]);
  });
});
