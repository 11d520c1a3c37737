import type { Credential, CredentialWriter } from '../../shared/ports/containment-ports.ts';
import type { ModeSwitchStore } from '../../shared/ports/containment-ports.ts';
import type { Mode } from '../../shared/response/settings.ts';
import { containKeys, credentialRequest } from './contain-keys.ts';

const request = { userName: 'alice', credential: { kind: 'access-key', id: 'AKIAEXAMPLE' }, sagaId: 'c-1' } as const;

const world = (mode: Mode, killSwitch: boolean) => {
  const made: Credential[] = [];
  const credentials: CredentialWriter = {
    deactivate: ({ credential }) => {
      made.push(credential);
      return Promise.resolve({ written: true });
    },
  };
  const modeSwitch = {
    read: () => Promise.resolve({ found: 'yes', value: { mode, killSwitch, freeze: false } }),
  } as Pick<ModeSwitchStore, 'read'> as ModeSwitchStore;
  return { made, credentials, modeSwitch };
};

describe('contain-keys', () => {
  it('makes the credential inactive', async () => {
    const it = world('approve', false);
    expect(await containKeys(it)(request)).toEqual({ written: true });
    expect(it.made).toEqual([request.credential]);
  });

  it.each([
    ['observe', false],
    ['enforce', true],
  ] as const)('does nothing in mode %s with the kill switch %s', async (mode, killSwitch) => {
    const it = world(mode, killSwitch);
    expect(await containKeys(it)(request)).toMatchObject({ written: false });
    expect(it.made).toEqual([]);
  });

  it('knows no request that would make a credential active', () => {
    expect(credentialRequest.safeParse({ ...request, status: 'Active' }).success).toBe(false);
  });
});
