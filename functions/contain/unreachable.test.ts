import type { LocalWorld } from '../../shared/adapters/local/local-world.ts';
import type { Ports } from '../../shared/ports/ports.ts';
import { contain } from './contain.ts';
import { aGrant } from '../../test/builders/a-grant.ts';

type Method = (...args: unknown[]) => Promise<unknown>;
type Part = 'settings' | 'modeSwitch' | 'sagas' | 'slots' | 'documents' | 'history' | 'findings';

/** The same ports, of which one part is lost from its n-th call on. Settings and switch say so; the others do not answer. */
const losing = (world: LocalWorld, part: Part, from: number) => {
  let calls = 0;
  let isLost = false;
  const guarded = Object.fromEntries(
    Object.entries(world[part] as unknown as Record<string, Method>).map(([name, method]) => [
      name,
      (...args: unknown[]): Promise<unknown> => {
        calls += 1;
        isLost ||= calls >= from;
        if (!isLost) return method(...args);
        return part === 'settings' || part === 'modeSwitch'
          ? Promise.resolve({ found: 'unreadable', why: 'it does not answer' })
          : Promise.reject(new Error(`${part} does not answer`));
      },
    ]),
  );
  let writes = 0;
  world.iam.onEvent(() => {
    if (isLost) writes += 1;
  });
  return { ports: { ...world, [part]: guarded } as Ports, calls: () => calls, writes: () => writes };
};

const attempt = async (part: Part, from: number) => {
  const { world, clock, request } = await aGrant('enforce');
  const lost = losing(world, part, from);
  const ended = await contain(lost.ports)(request).then(
    (result) => (result.did === 'saga' ? (result.saga.outcome ?? result.saga.state) : result.did),
    (error: unknown) => (error as Error).name,
  );
  return { ...lost, world, clock, request, ended };
};

describe('while a part of Ringfence cannot be reached', () => {
  it.each<Part>(['settings', 'modeSwitch', 'sagas', 'slots', 'documents', 'findings'])(
    'nothing is written to IAM from then on: %s, lost at any of its calls',
    async (part) => {
      const whole = await attempt(part, Infinity);
      expect(whole.ended).toBe('CONTAINED_BOUNDARY');
      expect(whole.calls()).toBeGreaterThan(0);
      for (let from = 1; from <= whole.calls(); from += 1) {
        const { writes } = await attempt(part, from);
        expect({ part, from, writes: writes() }).toEqual({ part, from, writes: 0 });
      }
    },
  );

  it('the principal is contained once history can be written again', async () => {
    // A saga's step and its history entry are one transaction: without history there is no step.
    const { world, clock, request, writes, ended } = await attempt('sagas', 1);
    expect([ended, writes()]).toEqual(['Error', 0]);
    clock.advance(10 * 60_000);
    expect(await contain(world)(request)).toMatchObject({ did: 'saga', saga: { state: 'CONTAINED' } });
  });

  it('a kill switch that cannot be read counts as one that is set', async () => {
    const { ended, writes } = await attempt('modeSwitch', 1);
    expect([ended, writes()]).toEqual(['SETTINGS_UNREADABLE', 0]);
  });
});
