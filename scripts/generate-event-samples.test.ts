import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { generateEventSamples } from './generate-event-samples.ts';

const root = path.dirname(import.meta.dirname);

describe('the generated sample events', () => {
  it('are what stands in events/ (mend: npm run generate)', async () => {
    const samples = await generateEventSamples();
    expect(samples.length).toBeGreaterThan(200);
    for (const sample of samples) {
      expect({ path: sample.path, text: await readFile(path.join(root, sample.path), 'utf8') }).toEqual(sample);
    }
  });

  it('come out the same each time', async () => {
    expect(await generateEventSamples()).toEqual(await generateEventSamples());
  });
});
