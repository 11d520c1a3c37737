#!/usr/bin/env node
// The functions' own log lines are for CloudWatch; a person at a terminal reads what the command says.
process.env['POWERTOOLS_LOG_LEVEL'] ??= 'SILENT';
process.env['POWERTOOLS_METRICS_DISABLED'] ??= 'true';

const { run } = await import('./run.ts');
process.exitCode = await run(process.argv.slice(2));

export {};
