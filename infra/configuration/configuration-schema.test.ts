import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { configurationSchema } from './configuration-schema.ts';
import { needBundles } from './need-bundles.ts';

describe('the configuration of an installation', () => {
  it('is described by its JSON Schema: whatever it takes is taken there, and the schema refuses a wrong type', () => {
    const judge = new Ajv({ strict: false, validateFormats: false }).compile(configurationSchema());
    expect(judge({ $schema: 'x', account: '111122223333', containment: true, listenTo: { inference: true } })).toBe(
      true,
    );
    expect(judge({})).toBe(true);
    for (const wrong of [{ region: 'eu-west-1' }, { sweepEveryHour: 6 }, { account: '1' }, { watchedRegions: [] }])
      expect(judge(wrong)).toBe(false);
  });

  it('says of every key what it is for', () => {
    const { properties } = configurationSchema() as { properties: Record<string, { description?: string }> };
    const mute = Object.entries(properties).filter(([key, { description }]) => !key.startsWith('$') && !description);
    expect(mute.map(([key]) => key)).toEqual([]);
  });

  it('needs bundles, and says how to make them', () => {
    expect(() => needBundles(tmpdir(), { bundles: 'nowhere/functions' })).toThrow('npm run build');
    const cutShort = mkdtempSync(join(tmpdir(), 'ringfence-bundles-'));
    expect(() => needBundles('/', { bundles: cutShort })).toThrow(/no whole build.*npm run build/u);
    rmSync(cutShort, { recursive: true });
  });
});
