import { jest } from '@jest/globals';
import { accountStateReaderContract } from './account-state-reader.ts';
import { boundariesContract, deniesContract, serviceCredentialsContract } from './boundaries.ts';
import type { ContractAdapter } from './contract-world.ts';
import { localAdapter } from './local-adapter.ts';
import { principalReaderContract } from './principal-reader.ts';
import { surroundingsContract } from './surroundings.ts';
import {
  findingStoreContract,
  historyContract,
  limitsContract,
  memoryContract,
  sagaStoreContract,
  settingsContract,
} from './stores.ts';

const isEmulated = process.env['RINGFENCE_CONTRACTS'] === 'emulator';
// The SDK and the emulator are only loaded where they are asked for.
const adapters: readonly ContractAdapter[] = isEmulated
  ? [localAdapter, (await import('./aws-adapter.ts')).awsAdapter]
  : [localAdapter];

// A call of the emulator takes milliseconds, a busy machine seconds.
if (isEmulated) jest.setTimeout(60_000);

describe.each(adapters)('$name', (adapter) => {
  beforeAll(adapter.start, 60_000);
  afterAll(adapter.stop, 20_000);
  const suites = [
    principalReaderContract,
    accountStateReaderContract,
    boundariesContract,
    deniesContract,
    historyContract,
    sagaStoreContract,
    findingStoreContract,
    memoryContract,
    surroundingsContract,
    limitsContract,
    settingsContract,
  ];
  for (const suite of suites) suite(adapter.world);
  if (adapter === localAdapter) serviceCredentialsContract(adapter.world);
  else {
    it.skip('not run: service-specific credentials, which the emulator does not know (see iam-deny-writer.test.ts)', () => {
      // The calls themselves are looked at there.
    });
  }
});

if (!isEmulated) {
  describe('aws', () => {
    it.skip('not run: every suite above against the AWS adapters; start with RINGFENCE_CONTRACTS=emulator', () => {
      // Needs Python for the emulator, so the ordinary run leaves it out and says so.
    });
  });
}
