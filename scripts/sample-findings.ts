import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { readRecords } from '../cli/replay/read-records.ts';
import { scanAccount } from '../cli/scan-account.ts';
import { readCheckSettings } from '../shared/checks/intent/read-check-settings.ts';
import { readAuthorizationDetails } from '../shared/facts/authorization-details.ts';
import { readAccountFacts } from '../shared/facts/read-account-facts.ts';
import type { Finding } from '../shared/findings/finding.ts';
import { stories } from '../shared/findings/story.ts';

const root = path.dirname(import.meta.dirname);
const folder = 'docs/samples';
const files = {
  account: `${folder}/account.json`,
  settings: `${folder}/settings.json`,
  facts: `${folder}/facts.json`,
  trail: `${folder}/trail.jsonl`,
} as const;
/** The moment of the sample account. */
const now = '2026-01-15T12:30:00.000Z';

export type SampleFinding = {
  finding: Finding;
  /** As a report says it: the worst of a story speaks for the others. */
  sentence: string;
  /** What a person types to see it. */
  command: string;
};

/** What the sample account and a day of its trail show: the first finding of each check, with the command that shows it. */
export const sampleFindings = async (): Promise<ReadonlyMap<string, SampleFinding>> => {
  const read = (file: string) => readFile(path.join(root, file), 'utf8');
  const { principals } = readAuthorizationDetails(await read(files.account));
  const { settings, faults } = readCheckSettings(await read(files.settings));
  if (settings === undefined) throw new Error(`${files.settings}: ${faults.map(({ what }) => what).join('; ')}`);
  const facts = readAccountFacts(await read(files.facts));
  const { accountId } = facts;
  const found = new Map<string, SampleFinding>();
  const keep = (findings: readonly Finding[], commandOf: (checkId: string) => string): void => {
    for (const [checkId, own] of Map.groupBy(findings, (finding) => finding.checkId)) {
      const [finding] = own;
      if (finding === undefined || found.has(checkId)) continue;
      const [story] = finding.status === 'undetermined' ? [] : stories(own);
      const shown = story?.lead ?? finding;
      found.set(checkId, {
        finding: shown,
        sentence: story?.headline ?? shown.sentence,
        command: commandOf(checkId),
      });
    }
  };
  keep(
    scanAccount({ accountId, principals, settings, asOf: now, now, facts }).findings,
    (checkId) => `scan ${files.account} --settings ${files.settings} --account-facts ${files.facts} --check ${checkId}`,
  );
  // The functions' own log lines are for CloudWatch. Their logger reads this once, as it is loaded.
  process.env['POWERTOOLS_LOG_LEVEL'] ??= 'SILENT';
  process.env['POWERTOOLS_METRICS_DISABLED'] ??= 'true';
  const { replayRecords } = await import('../cli/replay/replay-records.ts');
  const records = readRecords(await read(files.trail));
  for await (const replayed of replayRecords({ records, accountId, principals, settings, mode: 'observe', now })) {
    if (replayed.kind !== 'change') continue;
    keep(replayed.findings, () => `replay ${files.trail} --account ${files.account} --settings ${files.settings}`);
  }
  return found;
};
