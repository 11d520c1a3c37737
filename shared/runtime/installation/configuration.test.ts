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
    ['a key that is nearly one, with the one that was meant', { sweepEveryHour: 6 }, 'did you mean "sweepEveryHours"?'],
    ['a key inside an object that is nearly one', { listenTo: { dataEvent: true } }, 'did you mean "dataEvents"?'],
    [
      'a protected principal of another account',
      { account: '111122223333', protectedPrincipals: ['arn:aws:iam::444455556666:role/admin'] },
      'protectedPrincipals.0',
    ],
    [
      'a protected principal that is a pattern below a path',
      { protectedPrincipals: ['arn:aws:iam::111122223333:role/*'] },
      'protectedPrincipals.0',
    ],
    [
      'a protected principal of another partition',
      { protectedPrincipals: ['arn:aws-cn:iam::111122223333:role/admin'] },
      'protectedPrincipals.0',
    ],
    [
      'a boundary to put back of another account',
      {
        account: '111122223333',
        containment: true,
        restoreBoundaries: ['arn:aws:iam::444455556666:policy/team/*'],
      },
      'restoreBoundaries.0',
    ],
    [
      'protected principals of two accounts, of which none is named to be the one',
      {
        protectedPrincipals: ['arn:aws:iam::111122223333:role/admin', 'arn:aws:iam::444455556666:role/admin'],
      },
      'protectedPrincipals.1: is of another account than protectedPrincipals.0: 111122223333',
    ],
    [
      'a boundary to put back of another account than a protected principal',
      {
        containment: true,
        protectedPrincipals: ['arn:aws:iam::111122223333:role/admin'],
        restoreBoundaries: ['arn:aws:iam::aws:policy/ReadOnlyAccess', 'arn:aws:iam::444455556666:policy/team/*'],
      },
      'restoreBoundaries.1: is of another account than protectedPrincipals.0',
    ],
    ['a Region that is misspelt', { watchedRegions: ['us-esat-1'] }, 'watchedRegions.0'],
    ['a Region of another partition', { watchedRegions: ['us-east-1', 'cn-north-1'] }, 'watchedRegions.1'],
    ['a Region of another partition', { watchedRegions: ['us-gov-west-1'] }, 'watchedRegions.0'],
    ['a Region twice', { watchedRegions: ['us-east-1', 'eu-west-1', 'eu-west-1'] }, 'watchedRegions.2'],
    ['an address twice', { alertEmails: ['a@example.com', 'a@example.com'] }, 'alertEmails.1'],
  ])('refuses %s and names it', (_, value, key) => {
    expect(() => parseConfiguration(value, 'ringfence.config.json')).toThrow(ConfigurationInvalid);
    expect(() => parseConfiguration(value, 'ringfence.config.json')).toThrow(key);
    expect(() => parseConfiguration(value, 'ringfence.config.json')).toThrow('ringfence.config.json');
  });

  it.each(
    `af-south-1 ap-east-1 ap-east-2 ap-northeast-3 ap-south-2 ap-southeast-7 ca-central-1 ca-west-1 eu-central-2 eu-north-1 eu-south-2
    eu-west-3 il-central-1 me-central-1 me-south-1 mx-central-1 sa-east-1 us-east-2 us-west-2`.split(/\s+/u),
  )('takes the Region %s', (region) => {
    expect(parseConfiguration({ watchedRegions: [region] }, 'test').watchedRegions).toEqual([region]);
  });

  it('takes principals and boundaries of one account that is not named, beside those of AWS', () => {
    const protectedPrincipals = ['a', 'b'].map((name) => `arn:aws:iam::444455556666:role/${name}`);
    const restoreBoundaries = ['arn:aws:iam::aws:policy/ReadOnlyAccess', 'arn:aws:iam::444455556666:policy/team/*'];
    const given = { containment: true, protectedPrincipals, restoreBoundaries };
    expect(parseConfiguration(given, 'test')).toMatchObject(given);
  });

  it('takes a boundary to put back that is of AWS', () => {
    const restoreBoundaries = ['arn:aws:iam::aws:policy/ReadOnlyAccess'];
    const given = { account: '111122223333', containment: true, restoreBoundaries };
    expect(parseConfiguration(given, 'test')).toMatchObject({ restoreBoundaries });
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

    const faulty = `{
  "$schema": "./infra/configuration/configuration.schema.json",
  "account": "111122223333",
  "watchedRegions": [
    "us-east-1",
    "Frankfurt"
  ],
  "listenTo": { "inference": "yes" },
  "containKeys": true,
  "sweepEveryHour": 1
}
`;
    const refusal = (context?: unknown): string => {
      writeFileSync(join(folder, configurationFile), faulty);
      try {
        readConfiguration(folder, context);
      } catch (error) {
        if (error instanceof ConfigurationInvalid) return error.message;
        throw error;
      }
      throw new Error('it was read');
    };

    it('with every mistake of the form at once, each with its line', () => {
      expect(refusal()).toBe(`ringfence.config.json is not a valid configuration:
  ringfence.config.json:6:5 watchedRegions.1: a Region is written like us-east-1, and is of the same partition
    6 |     "Frankfurt"
  ringfence.config.json:8:17 listenTo.inference: Invalid input: expected boolean, received string
    8 |   "listenTo": { "inference": "yes" },
  ringfence.config.json:10:3 sweepEveryHour: there is no such key; did you mean "sweepEveryHours"?
    10 |   "sweepEveryHour": 1`);
    });

    it('with the mistake where the value came from: the context wins over the file', () => {
      const message = refusal('{"containKeys":false,"account":"1"}');
      expect(message).toContain('context "ringfence":1:22 account: an AWS account id has 12 digits');
      expect(message).toContain('ringfence.config.json:6:5 watchedRegions.1');
    });

    it('with the line of what contradicts another key, once each key is right by itself', () => {
      writeFileSync(join(folder, configurationFile), '{\n  "containKeys": true\n}\n');
      const read = () => readConfiguration(folder, undefined);
      expect(read).toThrow('ringfence.config.json:2:3 containKeys: is a part of containment');
      expect(() => readConfiguration(folder, '{"containKeys":false}')).not.toThrow();
    });

    it.each([
      ['a file that is not JSON', '{', undefined, /ringfence\.config\.json is not JSON/],
      ['a file with one key twice', '{"containment":true,\n"containment":false}', undefined, /json:2:.*stands twice/],
      ['a file that holds a list', '[]', undefined, /must hold one JSON object/],
      ['context that is not an object', '{}', 5, /context "ringfence"/],
    ])('with a named refusal of %s', (_, text, context, message) => {
      writeFileSync(join(folder, configurationFile), text);
      expect(() => readConfiguration(folder, context)).toThrow(message);
    });
  });
});
