import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { commandLine } from '../command-line.ts';
import { ringfence } from '../ringfence.ts';
import type { Story } from '../story.ts';
import type { World } from '../world.ts';

type Entry = { seq: number; prev: string; kind: string; saga?: string; outcome?: string; note?: string };

const hashOf = (text: string): string =>
  createHash('sha256').update(`ringfence/entry/v1\n${text}`, 'utf8').digest('hex');

/** What an auditor does with a copy of the table, and with nothing of Ringfence's code. */
export const history = (): Story<World> => ({
  title: 'History',
  steps: [
    {
      says: 'the command line verifies it, with the credentials of somebody who may read it',
      shows: ['history'],
      run: async (world) => {
        const { code, out } = await commandLine(world, world.people.olivia, 'history', 'verify');
        assert.equal(code, 0, out);
        return out.trim();
      },
    },
    {
      says: 'every entry names the hash of the one before, from the first on',
      shows: ['history'],
      run: async ({ account: { asRoot } }) => {
        const texts = await ringfence(asRoot).history();
        assert.ok(texts.length > 10);
        let prev = '0'.repeat(64);
        for (const [seq, text] of texts.entries()) {
          const entry = JSON.parse(text) as Entry;
          assert.deepEqual([entry.seq, entry.prev], [seq, prev]);
          prev = hashOf(text);
        }
      },
    },
    {
      says: 'intent stands before effect, and the containment and its undo are complete',
      shows: ['history'],
      run: async ({ account: { asRoot } }) => {
        const entries = (await ringfence(asRoot).history()).map((text) => JSON.parse(text) as Entry);
        const saga = entries.find(({ kind }) => kind === 'undone')?.saga;
        assert.ok(saga !== undefined, 'no undo in history');
        const kinds = entries.filter((entry) => entry.saga === saga).map(({ kind }) => kind);
        const order = ['plan', 'intent', 'written', 'verified', 'undo-intent', 'undo-written', 'undone'];
        assert.deepEqual(
          order.filter((kind) => kinds.includes(kind)),
          order,
        );
        const places = order.map((kind) => kinds.indexOf(kind));
        assert.deepEqual(
          places,
          places.toSorted((a, b) => a - b),
        );
      },
    },
    {
      says: 'Ringfence recognised every write of its own: it suspected itself of nothing',
      shows: ['own-change'],
      run: async ({ account: { asRoot } }) => {
        const entries = (await ringfence(asRoot).history()).map((text) => JSON.parse(text) as Entry);
        const suspected = entries.filter(({ kind }) => kind === 'self-anomaly').map(({ note }) => note);
        assert.deepEqual(suspected, []);
      },
    },
  ],
});
