import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { checks } from '../../checks/catalogue.ts';
import { defaultCheckSettings } from '../../checks/settings.ts';
import { regionSources, wideSources } from '../../facts/fact-sources.ts';
import { factsOfChecks, neededFacts } from './needed-facts.ts';

const areas = join(import.meta.dirname, '../../checks');

const folderOf = (id: string, name: string): string => join(areas, id.split('.')[1]?.toLowerCase() ?? '', name);

/** What the sources of a check name as a part of the state that they read. */
const factsNamedIn = (folder: string): ReadonlySet<string> => {
  const text = readdirSync(folder)
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
    .map((file) => readFileSync(join(folder, file), 'utf8'))
    .join('\n');
  const named = new Set<string>();
  for (const [, fact] of text.matchAll(/(?:regionFact|wideFact)\([^()]*'(\w+)'\s*\)/gu)) named.add(fact ?? '');
  for (const [, fact] of text.matchAll(/(?:judgeRegions|judgeWide)\(\s*\{[^{}]*\},\s*'(\w+)'/gu)) named.add(fact ?? '');
  for (const [, fact] of text.matchAll(/regions\?\.\[\w+\]\?\.(\w+)/gu)) named.add(fact ?? '');
  if (/askRunners\(|\.runners\b|wayToAdministrator\(/u.test(text)) named.add('runners');
  if (text.includes('account.wide?.unclassedActions') || text.includes("'unclassedActions'"))
    named.add('unclassedActions');
  return named;
};

describe('the facts that a pack needs', () => {
  it.each(checks.map(({ id, name }) => ({ id, name })))(
    '$id is listed with every fact that its folder names',
    ({ id, name }) => {
      const { region = [], wide = [], ifRead = [] } = factsOfChecks[id] ?? {};
      const facts = new Set<string>([...Object.keys(regionSources), ...Object.keys(wideSources)]);
      const named = [...factsNamedIn(folderOf(id, name))].filter((fact) => facts.has(fact));
      expect([...region, ...wide, ...ifRead]).toEqual(expect.arrayContaining(named));
    },
  );

  it('names facts only of checks that exist', () => {
    const ids = new Set<string>(checks.map(({ id }) => id));
    expect(Object.keys(factsOfChecks).filter((id) => !ids.has(id))).toEqual([]);
  });

  it('asks the essential pack for nothing of the organisation and for no last use', () => {
    const needed = neededFacts({ ...defaultCheckSettings, pack: 'essential' });
    expect(needed).toMatchObject({ organisation: false, lastUses: false });
    const ofOrganisation = ['controlPolicies', 'organisationGuardrails', 'watchedAccounts'] as const;
    expect(ofOrganisation.filter((fact) => needed.wide.has(fact))).toEqual([]);
    expect(needed.wide.has('trails')).toBe(true);
  });

  it('asks the strict pack for everything but what only settings make a check judge', () => {
    const strict = neededFacts({ ...defaultCheckSettings, pack: 'strict' });
    expect(strict).toMatchObject({ organisation: true, lastUses: true });
    expect([...strict.region].sort()).toEqual(Object.keys(regionSources).sort());
    expect(strict.wide.has('workloads')).toBe(false);
    const workloads = [{ arn: 'arn:aws:x', owner: 'a', scope: 3, dataSensitivity: 'b' }] as const;
    expect(neededFacts({ ...defaultCheckSettings, pack: 'strict', workloads }).wide.has('workloads')).toBe(true);
  });
});
