import { existsSync } from 'node:fs';

/** Where peers are installed: a folder outside this repository, given by RINGFENCE_PEERS. They are no dependency of ours. */
export const peerFolder = (): { folder: string } | { absent: string } => {
  const folder = process.env['RINGFENCE_PEERS'];
  if (folder === undefined || folder === '') {
    return { absent: 'Peers were not run: RINGFENCE_PEERS names no folder that they are installed in.' };
  }
  return existsSync(folder) ? { folder } : { absent: `Peers were not run: ${folder} does not exist.` };
};
