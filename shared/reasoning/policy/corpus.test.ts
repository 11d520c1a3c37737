import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { compilePolicy } from '../compile-policy.ts';
import { parsePolicy } from './parse-policy.ts';

const corpus = join(import.meta.dirname, '../../../../shared/corpus');
const folders = ['policies', 'scp'].map((folder) => join(corpus, folder));
const present = folders.every((folder) => existsSync(folder));

if (!present) console.warn('Not run: policies nobody wrote for us. There is no corpus beside the checkout.');

const documents = present
  ? folders.flatMap((folder) =>
      readdirSync(folder)
        .filter((name) => name.endsWith('.json'))
        .map((name) => ({ name, text: readFileSync(join(folder, name), 'utf8') })),
    )
  : [];

(present ? describe : describe.skip)('policies of the corpus', () => {
  it('are read, or refused by name and place; nothing throws', () => {
    for (const { name, text } of documents) {
      const parsed = parsePolicy(text);
      if (parsed.ok)
        expect(compilePolicy(parsed.policy, { layer: 'identity', name }).statements).toHaveLength(
          parsed.policy.statements.length,
        );
      else expect(parsed.error.detail).not.toBe('');
    }
    expect(documents.length).toBeGreaterThan(1000);
  });

  it('that AWS manages are all read', () => {
    const refused = documents.filter(({ name, text }) => name.startsWith('managed__') && !parsePolicy(text).ok);
    expect(refused.map(({ name }) => name)).toEqual([]);
  });

  it('say the same when they are URL-encoded', () => {
    for (const { text } of documents.slice(0, 300)) {
      const plain = parsePolicy(text);
      if (plain.ok) expect(parsePolicy(encodeURIComponent(text.trim()))).toEqual(plain);
    }
  });
});
