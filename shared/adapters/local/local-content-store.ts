import { sha256 } from '../../response/canonical-json.ts';
import type { ContentStore } from '../../ports/history-log.ts';
import { rowOf, type LocalState } from './local-state.ts';

type Kept = { text: string };

export const localContentStore = (state: LocalState): ContentStore => {
  const documents = state.table('document', rowOf<Kept>('text'));
  return {
    put: (text) => {
      const hash = sha256(text);
      if (documents.get(hash) === undefined) documents.put(hash, { text });
      return Promise.resolve(hash);
    },
    get: (hash) => Promise.resolve(documents.get(hash)?.text),
  };
};
