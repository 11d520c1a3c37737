import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { peerFolder } from './peer-folder.ts';

const peerDecisions = z.object({
  version: z.string(),
  roles: z.number(),
  perMillisecond: z.number(),
  decisions: z.array(z.object({ role: z.number(), request: z.number(), allowed: z.boolean() })),
});
export type PeerDecisions = z.infer<typeof peerDecisions>;

/** Asks it the same questions, in a process of its own. Its licence keeps it out of this repository and its packages. */
export const askIamSimulate = (): ({ ran: true } & PeerDecisions) | { ran: false; because: string } => {
  const peers = peerFolder();
  if ('absent' in peers) return { ran: false, because: peers.absent };
  const entry = path.join(peers.folder, 'node_modules/@cloud-copilot/iam-simulate');
  if (!existsSync(entry)) return { ran: false, because: `iam-simulate was not run: there is no ${entry}.` };
  const worker = path.join(import.meta.dirname, 'iam-simulate-worker.ts');
  const line = execFileSync(process.execPath, [worker, entry], { encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 });
  return { ran: true, ...peerDecisions.parse(JSON.parse(line)) };
};
