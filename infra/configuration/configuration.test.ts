import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ConfigurationInvalid, parseConfiguration } from './configuration.ts';
import { configurationFile, readConfiguration } from './read-configuration.ts';

describe('the configuration of an installation', () => {
  it('needs nothing: every key has a safe default', () => {
    expect(parseConfiguration({}, 'test')).toMatchObject({
      region: 'us-east-1',
      listenTo: { inference: false, dataEvents: false },
      protectedPrincipals: [],
    });
  });

  it.each([
    ['a key that does not exist', { sweepEveryHour: 1 }, 'sweepEveryHour'],
    ['a Region where IAM events do not exist', { region: 'eu-west-1' }, 'region'],
    ['an account id that is not one', { account: '1234' }, 'account'],
    ['a list entry, by its place', { watchedRegions: ['us-east-1', 'x'] }, 'watchedRegions.1'],
    ['a key inside an object', { listenTo: { inference: 'yes' } }, 'listenTo.inference'],
    ['a protected principal that is a pattern', { protectedPrincipals: ['*'] }, 'protectedPrincipals.0'],
    ['a part of containment without containment', { containInline: 'everywhere' }, 'containInline'],
    ['keys without containment', { containKeys: true }, 'containKeys'],
    [
      'a boundary to put back that is any policy',
      { containment: true, restoreBoundaries: ['*'] },
      'restoreBoundaries.0',
    ],
    ['a number out of range', { sweepEveryHours: 0 }, 'sweepEveryHours'],
  ])('refuses %s and names it', (_, value, key) => {
    expect(() => parseConfiguration(value, 'ringfence.config.json')).toThrow(ConfigurationInvalid);
    expect(() => parseConfiguration(value, 'ringfence.config.json')).toThrow(key);
    expect(() => parseConfiguration(value, 'ringfence.config.json')).toThrow('ringfence.config.json');
  });

  describe('is read', () => {
    let folder: string;
    beforeEach(() => {
      folder = mkdtempSync(join(tmpdir(), 'ringfence-configuration-'));
    });
    afterEach(() => rmSync(folder, { recursive: true, force: true }));

    it('from the file, with single keys replaced by the context', () => {
      writeFileSync(join(folder, configurationFile), '{"account":"111122223333","environment":"prod"}');
      expect(readConfiguration(folder, '{"environment":"test"}')).toMatchObject({
        account: '111122223333',
        environment: 'test',
      });
    });

    it('as the defaults when there is neither file nor context', () => {
      expect(readConfiguration(folder, undefined)).toEqual(parseConfiguration({}, 'test'));
    });

    it.each([
      ['a file that is not JSON', '{', undefined, /ringfence\.config\.json is not JSON/],
      ['a file that holds a list', '[]', undefined, /must hold one JSON object/],
      ['context that is not an object', '{}', 5, /context "ringfence"/],
    ])('with a named refusal of %s', (_, text, context, message) => {
      writeFileSync(join(folder, configurationFile), text);
      expect(() => readConfiguration(folder, context)).toThrow(message);
    });
  });
});
