import { known, outOfScope, unknown } from './known.ts';
import { serviceUseOf } from './service-use-of.ts';

const asOf = '2026-11-21T00:00:00.000Z';
const uses = (...services: readonly (readonly [string, string, string])[]) =>
  known({
    asOf,
    services: services.map(([service, lastUsed, trackedSince]) => ({ service, lastUsed, trackedSince })),
  });

describe('the use of services by anybody of an account', () => {
  it('is the last of all uses, tracked as long as the one that is tracked longest', () => {
    expect(
      serviceUseOf([
        uses(['bedrock', 'never', '2025-10-01T00:00:00Z'], ['lex', 'never', '2026-01-01T00:00:00Z']),
        uses(['bedrock', '2026-11-01T00:00:00Z', '2026-10-01T00:00:00Z']),
        uses(['bedrock', '2026-10-01T00:00:00Z', '2026-09-01T00:00:00Z']),
      ]),
    ).toEqual(
      known([
        { service: 'bedrock', lastUsed: '2026-11-01T00:00:00Z', trackedSince: '2025-10-01T00:00:00Z' },
        { service: 'lex', lastUsed: 'never', trackedSince: '2026-01-01T00:00:00Z' },
      ]),
    );
  });

  it('is known in part where the uses of one were not read', () => {
    expect(serviceUseOf([uses(['lex', 'never', asOf]), unknown('refused')])).toMatchObject({
      state: 'known',
      unread: 'refused',
      value: [{ service: 'lex' }],
    });
  });

  it('is none where nobody holds access to AI, and out of scope where the input holds no uses', () => {
    expect(serviceUseOf([])).toEqual(known([]));
    expect(serviceUseOf([outOfScope, outOfScope])).toEqual(outOfScope);
  });
});
