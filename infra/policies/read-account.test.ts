import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { catalogueAction, catalogueServices } from '../../shared/reasoning/catalogue/action-catalogue.ts';
import { lastUsesSource, regionSources, wideSources } from '../../shared/facts/fact-sources.ts';
import {
  readAiResources,
  readGuardrails,
  readLastUses,
  readOrganisation,
  readOrganisationAccounts,
  readOrganisationGuardrails,
  readReasons,
  readRunners,
  readSurroundings,
  readWholeAccount,
} from './read-account.ts';
import { readRelease, releaseReasons } from './read-release.ts';

const readers = join(import.meta.dirname, '../../shared/adapters/aws/state');
const sources = readdirSync(readers)
  .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
  .map((file) => readFileSync(join(readers, file), 'utf8'))
  .join('\n');
/** What the readers say that their calls take. */
const called = [
  ...new Set([...sources.matchAll(/(?:allowedBy|ask)\(\s*'([a-z0-9-]+:\w+)'/gu)].map(([, name]) => name ?? '')),
];
const ofRelease = readRelease({ partition: 'aws', account: '111122223333', region: 'us-east-1' });
const allowed = new Set([...readWholeAccount(), ...ofRelease].flatMap(({ actions }) => actions));

/** What makes a report or a document for whoever asks, and changes nothing. */
const readsByAnotherName: ReadonlySet<string> = new Set([
  'bedrock:ExportAutomatedReasoningPolicyVersion',
  'iam:GenerateServiceLastAccessedDetails',
]);

describe('what a sweep may read', () => {
  it('is everything that a reader calls', () => {
    expect(called.length).toBeGreaterThan(30);
    expect(called.filter((action) => !allowed.has(action))).toEqual([]);
  });

  it('is nothing that no reader calls', () => {
    const ofReaders = [
      readRunners(),
      readAiResources(),
      readSurroundings(),
      readLastUses(),
      readOrganisation(),
      readOrganisationGuardrails(),
      readOrganisationAccounts(),
      ...ofRelease,
    ];
    const given = ofReaders.flatMap(({ actions }) => actions);
    expect(given.filter((action) => !called.includes(action))).toEqual([]);
    expect(new Set(given).size).toBe(given.length);
  });

  it('is everything that a person is told to allow', () => {
    const live = [...Object.values(regionSources), ...Object.values(wideSources), lastUsesSource].filter(
      ({ reader }) => reader === 'live',
    );
    expect(live.flatMap(({ permissions }) => permissions).filter((action) => !allowed.has(action))).toEqual([]);
  });

  it('is spelt as AWS spells it, as far as the action list of the product goes', () => {
    const listed = [...allowed].filter((action) => catalogueServices().has(action.split(':')[0] ?? ''));
    expect(listed.length).toBeGreaterThan(60);
    expect(listed.filter((action) => catalogueAction(action)?.name !== action)).toEqual([]);
  });

  it('is read only', () => {
    const others = [...allowed].filter((action) => !/:(?:Get|List|Describe)[A-Z]/u.test(action));
    expect(others.filter((action) => !readsByAnotherName.has(action))).toEqual([]);
  });

  it('gives a reason for each wildcard', () => {
    expect(readWholeAccount().map(({ sid }) => sid)).toEqual(Object.keys(readReasons));
    expect(ofRelease.map(({ sid }) => sid)).toEqual(Object.keys(releaseReasons));
    expect(readGuardrails().resources).toEqual(['*']);
  });
});
