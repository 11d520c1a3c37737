import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Stack } from 'aws-cdk-lib';
import { configurationSchema } from './configuration/configuration-schema.ts';
import { parseConfiguration } from '../shared/runtime/installation/configuration.ts';
import { installations } from './testing/installations.ts';
import { anApp, resourcesOf } from './testing/synthesised.ts';

const page = (name: string): string => readFileSync(path.join(import.meta.dirname, '..', 'docs', name), 'utf8');

describe('docs/operate.md', () => {
  const text = page('operate.md');
  const sections = new Map(
    text
      .split(/^## /mu)
      .slice(1)
      .map((section) => [section.slice(0, section.indexOf('\n')), section]),
  );
  const alarms = new Map(
    installations().flatMap(({ app }) =>
      app.node.children.filter(Stack.isStack).flatMap((stack) =>
        Object.values(resourcesOf(stack))
          .filter(({ Type }) => Type === 'AWS::CloudWatch::Alarm')
          .map(({ Properties }) => [String(Properties['AlarmName']), String(Properties['AlarmDescription'])] as const),
      ),
    ),
  );
  const named = (description: string): string =>
    /Runbook: docs\/operate\.md, "([^"]+)"\.$/u.exec(description)?.[1] ?? 'no section';

  it('has a runbook for every alarm of every installation, and the alarm names it', () => {
    expect(alarms.size).toBeGreaterThan(25);
    const lost = [...alarms].filter(([, description]) => !sections.has(named(description)));
    expect(lost).toEqual([]);
  });

  it('says in each runbook what it means and what to do', () => {
    for (const name of new Set([...alarms.values()].map(named))) {
      expect(sections.get(name)).toContain('**Means.**');
      expect(sections.get(name)).toContain('**Do.**');
    }
  });

  it('has no runbook of an alarm that is gone', () => {
    const used = new Set([...alarms.values()].map(named));
    const runbooks = [...sections].filter(([, section]) => section.includes('**Means.**')).map(([name]) => name);
    expect(runbooks.filter((name) => !used.has(name))).toEqual([]);
  });
});

describe('docs/deploy.md', () => {
  const text = page('deploy.md');

  it('lists every choice of the configuration with its default', () => {
    const { properties } = configurationSchema() as { properties: Record<string, { default?: unknown }> };
    const rows = Object.entries(properties)
      .filter(([key]) => !key.startsWith('$'))
      .map(
        ([key, { default: value }]) =>
          `| \`${key}\` | ${value === undefined ? 'none' : `\`${JSON.stringify(value)}\``} |`,
      );
    const listed = text.split('\n').filter((line) => /^\| `[a-zA-Z]+` \| (?:none|`.*`) \|$/u.test(line));
    expect(listed).toEqual(rows);
  });

  it('shows a configuration that is taken', () => {
    const { $schema, ...shown } = JSON.parse(/```json\n([^]*?)```/u.exec(text)?.[1] ?? '') as Record<string, unknown>;
    expect($schema).toBe('./infra/configuration/configuration.schema.json');
    expect(parseConfiguration(shown, 'docs/deploy.md')).toMatchObject({ account: '111122223333' });
  });

  it('names whatever is kept when its stack goes, for whoever removes all or deploys again', () => {
    const kept = installations(['everything']).flatMap(({ app }) =>
      app.node.children.filter(Stack.isStack).flatMap((stack) =>
        Object.values(resourcesOf(stack)).flatMap(({ Type, DeletionPolicy, Properties }) => {
          if (DeletionPolicy !== 'Retain') return [];
          const names = [Properties['TableName'], Properties['LogGroupName'], Type];
          return names.filter((each) => typeof each === 'string').slice(0, 1);
        }),
      ),
    );
    expect(kept.length).toBeGreaterThan(10);
    const removing = text.slice(text.indexOf('## Removing it'));
    const isNamed = (name: string): boolean =>
      name.startsWith('/aws/lambda/ringfence-')
        ? removing.includes('`/aws/lambda/ringfence-*`')
        : name === 'AWS::KMS::Key'
          ? removing.includes('`alias/ringfence-key`')
          : removing.includes(`\`${name}\``);
    expect(kept.filter((name) => !isNamed(name))).toEqual([]);
  });

  it('names the logs that are kept when containment goes', () => {
    const taking = /^## Taking containment off again$[^]*?^## /mu.exec(text)?.[0] ?? '';
    const { containment } = anApp({ containInline: 'everywhere', containKeys: true });
    const logs = Object.values(resourcesOf(containment))
      .map(({ Properties }) => Properties['LogGroupName'])
      .filter((each) => typeof each === 'string');
    expect(logs.length).toBeGreaterThan(4);
    const ends = logs.map((name) => name.replace('/aws/lambda/ringfence', ''));
    expect(ends.filter((end) => !taking.includes(`${end}\``))).toEqual([]);
  });

  it('names every stack', () => {
    const names = installations().flatMap(({ app }) =>
      app.node.children.filter(Stack.isStack).map(({ stackName }) => stackName),
    );
    for (const name of new Set(names.map((each) => each.replace(/-[a-z]+-[a-z]+-\d$/u, '-REGION'))))
      expect(text).toContain(`\`${name}\``);
  });
});
