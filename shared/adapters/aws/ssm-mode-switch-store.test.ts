import { GetParameterCommand, PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { mockClient } from 'aws-sdk-client-mock';
import { SsmModeSwitchStore } from './ssm-mode-switch-store.ts';

const ssm = mockClient(SSMClient);
const names = { mode: '/ringfence/mode', killSwitch: '/ringfence/kill-switch' };
const store = new SsmModeSwitchStore(new SSMClient({ region: 'us-east-1' }), names);

/** The service as its reference says: every put gives the next version. */
const stored = new Map<string, { Value: string; Version: number }>();
const put = (name: string, Value: string): void => {
  stored.set(name, { Value, Version: (stored.get(name)?.Version ?? 0) + 1 });
};
const gone = () => Object.assign(new Error('x'), { name: 'ParameterNotFound' });

beforeEach(() => {
  ssm.reset();
  stored.clear();
  put(names.mode, '{"mode":"approve","resumed":1}');
  put(names.killSwitch, 'never stopped');
  ssm.on(GetParameterCommand).callsFake(({ Name }: { Name: string }) => {
    const Parameter = stored.get(Name);
    if (Parameter === undefined) throw gone();
    return { Parameter };
  });
  ssm.on(PutParameterCommand).callsFake(({ Name, Value }: { Name: string; Value: string }) => {
    put(Name, Value);
    return {};
  });
});
const written = () => ssm.commandCalls(PutParameterCommand).map((call) => call.args[0].input);

describe('the switch of the mode', () => {
  it.each([
    ['no JSON', 'enforce'],
    ['a mode that is none', '{"mode":"block","resumed":1}'],
    ['no version up to which it runs', '{"mode":"enforce"}'],
    ['a version that is text', '{"mode":"enforce","resumed":"1"}'],
    ['a word more', '{"mode":"enforce","resumed":1,"killSwitch":false}'],
  ])('is unreadable where it holds %s, so nothing is written because of it', async (_, value) => {
    put(names.mode, value);
    expect(await store.read()).toMatchObject({ found: 'unreadable' });
  });

  it.each(Object.values(names))('is unreadable when %s is gone: somebody took it away', async (name) => {
    stored.delete(name);
    expect(await store.read()).toMatchObject({ found: 'unreadable', code: 'ParameterNotFound' });
  });

  it.each(['block', '{"mode":"enforce"}', '', '\u0000', 'x'.repeat(4096)])(
    'goes to observe from what is no mode, and says what was there: %j',
    async (value) => {
      put(names.mode, value);
      const held = expect.stringContaining(JSON.stringify(value.slice(0, 50)).slice(0, -1)) as string;
      expect(await store.read()).toMatchObject({ held, why: held });
      await store.setMode('observe');
      expect(await store.read()).toEqual({
        found: 'yes',
        value: { mode: 'observe', killSwitch: false, freeze: false },
      });
    },
  );

  it('stays stopped when it goes to observe from what is no mode, although a person had resumed before', async () => {
    await store.setKillSwitch({ killSwitch: true });
    put(names.mode, 'torn');
    await store.setMode('observe');
    expect(await store.read()).toMatchObject({ value: { mode: 'observe', killSwitch: true } });
  });

  it('is not replaced by what nobody could read: it may be right', async () => {
    stored.delete(names.mode);
    await expect(store.setMode('observe')).rejects.toMatchObject({ name: 'ModeSwitchUnreadable' });
    expect(written()).toEqual([]);
  });

  it('keeps what is not changed', async () => {
    await store.setKillSwitch({ killSwitch: true });
    await store.setMode('enforce');
    expect(await store.read()).toEqual({ found: 'yes', value: { mode: 'enforce', killSwitch: true, freeze: false } });
  });
});

describe('the kill switch', () => {
  it.each(['stop', 'run', 'never stopped', '{"killSwitch":false}', 'x'])(
    'stops when a person writes "%s" into its parameter and nothing else of Ringfence is alive',
    async (value) => {
      put(names.killSwitch, value);
      expect(await store.read()).toEqual({ found: 'yes', value: { mode: 'approve', killSwitch: true, freeze: false } });
    },
  );

  it.each(['freeze', ' Freeze: incident 7'])('stops undo too when a person writes "%s"', async (value) => {
    put(names.killSwitch, value);
    expect(await store.read()).toMatchObject({ value: { killSwitch: true, freeze: true } });
  });

  it('stops although the mode cannot be read, and writes its own parameter only', async () => {
    put(names.mode, 'torn');
    await store.setKillSwitch({ killSwitch: true });
    expect(written()).toEqual([{ Name: names.killSwitch, Value: 'stop', Type: 'String', Overwrite: true }]);
  });

  it('cannot be released by whoever may write its parameter alone', async () => {
    await store.setKillSwitch({ killSwitch: true });
    put(names.killSwitch, 'never stopped');
    expect(await store.read()).toMatchObject({ value: { killSwitch: true } });
  });

  it('is released through the parameter of the mode, up to the stop that was seen', async () => {
    await store.setKillSwitch({ killSwitch: true });
    await store.setKillSwitch({ killSwitch: false });
    expect(await store.read()).toEqual({ found: 'yes', value: { mode: 'approve', killSwitch: false, freeze: false } });
    expect(written().map(({ Name }) => Name)).toEqual([names.killSwitch, names.mode]);
    await store.setKillSwitch({ killSwitch: true });
    expect(await store.read()).toMatchObject({ value: { killSwitch: true } });
  });

  it('stays frozen when it is set once more by somebody who does not say', async () => {
    await store.setKillSwitch({ killSwitch: true, freeze: true });
    await store.setKillSwitch({ killSwitch: true });
    expect(await store.read()).toMatchObject({ value: { freeze: true } });
    await store.setKillSwitch({ killSwitch: true, freeze: false });
    expect(await store.read()).toMatchObject({ value: { killSwitch: true, freeze: false } });
  });

  it('never starts again, and never raises a mode, from what cannot be read', async () => {
    put(names.mode, 'torn');
    await expect(store.setKillSwitch({ killSwitch: false })).rejects.toMatchObject({ name: 'ModeSwitchUnreadable' });
    await expect(store.setMode('enforce')).rejects.toMatchObject({ name: 'ModeSwitchUnreadable' });
    expect(written()).toEqual([]);
  });
});
