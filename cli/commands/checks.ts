import Table from 'cli-table3';
import { Command, Option } from 'commander';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { checks } from '../../shared/checks/catalogue.ts';
import type { Check } from '../../shared/checks/check.ts';
import { coverageOf, frameworkNames, type FrameworkName } from '../../shared/checks/frameworks/coverage-of.ts';
import { frameworkTable } from '../../shared/findings/formats/framework-table.ts';
import type { CommandContext } from '../context.ts';
import { findCheck } from '../find-check.ts';

type Options = { json?: true };

const areaOf = (check: Check): string => check.id.split('.')[1]?.toLowerCase() ?? '';

const asJson = (check: Check) => ({
  id: check.id,
  name: check.name,
  title: check.title,
  area: areaOf(check).toUpperCase(),
  kind: check.kind,
  ...(check.needs === undefined ? {} : { needs: check.needs }),
  severity: check.severity.toUpperCase(),
  pack: check.pack,
  containment: check.containment,
  fix: check.fix,
  references: check.references,
  triggeredBy: check.triggeredBy,
});

/** The catalogue: every check, or one with its page. */
export const checksCommand = (context: CommandContext): Command => {
  const { terminal } = context;
  const list = new Command('list')
    .description('every check: id, severity, title')
    .option('--json', 'one JSON document')
    .action((options: Options) => {
      if (options.json) {
        terminal.out(JSON.stringify({ schemaVersion: '1', checks: checks.map(asJson) }, undefined, 2));
        return;
      }
      const table = new Table({
        head: ['id', 'severity', 'pack', 'contains by', 'title'],
        style: { head: [], border: [] },
        wordWrap: true,
      });
      for (const check of checks) {
        const severity = check.severity === 'entry' ? 'by action' : check.severity.toUpperCase();
        table.push([check.id, severity, check.pack, check.containment, check.title]);
      }
      terminal.out(table.toString());
    });
  const show = new Command('show')
    .description('one check: what it asks, why, when it is wrong, how to fix it')
    .argument('<id>', 'for example RF.ACCESS.1')
    .option('--json', 'one JSON document')
    .action(async (wanted: string, options: Options) => {
      const check = findCheck(wanted);
      const folder = path.join(import.meta.dirname, '../../shared/checks', areaOf(check), check.name);
      const page = await readFile(path.join(folder, 'check.md'), 'utf8');
      terminal.out(
        options.json ? JSON.stringify({ schemaVersion: '1', ...asJson(check), page }, undefined, 2) : page.trimEnd(),
      );
    });
  const coverage = new Command('coverage')
    .description('which checks ask for each id of a framework, and which ids none asks for')
    .addOption(new Option('--framework <name>', 'one framework instead of all').choices(frameworkNames))
    .option('--json', 'one JSON document')
    .action((options: Options & { framework?: FrameworkName }) => {
      const names = options.framework === undefined ? frameworkNames : [options.framework];
      const frameworks = names.map((name) => coverageOf(name));
      terminal.out(
        options.json
          ? JSON.stringify({ schemaVersion: '1', frameworks }, undefined, 2)
          : frameworks.map(frameworkTable).join('\n\n'),
      );
    });
  return new Command('checks')
    .description('the catalogue of checks')
    .addCommand(list)
    .addCommand(show)
    .addCommand(coverage);
};
