import type { Verification } from '../../shared/history/verification.ts';
import { verifyHistory } from '../../shared/history/verify.ts';
import type { LocalWorld } from '../../shared/adapters/local/local-world.ts';

/** The whole history of a world in memory, verified against its documents and its head, as an auditor does. */
export const verifiedHistory = async ({
  history,
  documents,
}: Pick<LocalWorld, 'history' | 'documents'>): Promise<Verification> =>
  verifyHistory({
    lines: history.read(),
    document: (hash) => documents.get(hash),
    head: await history.head(),
  });
