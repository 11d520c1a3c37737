#!/usr/bin/env node
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major < 22 || (major === 22 && minor < 18)) {
  // From 22.18 on Node runs TypeScript by itself. npm scripts bring a newer Node along.
  process.stderr.write(
    `ringfence: this is Node ${process.versions.node}; run it as: npm run -s ringfence -- ${process.argv.slice(2).join(' ')}\n`,
  );
  process.exit(2);
}
// The functions' own log lines are for CloudWatch; a person at a terminal reads what the command says.
process.env.POWERTOOLS_LOG_LEVEL ??= 'SILENT';
process.env.POWERTOOLS_METRICS_DISABLED ??= 'true';

// `ringfence scan ... | head` closes our output: what is left unread is lost, the exit code is not.
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error) => {
    if (error.code !== 'EPIPE') throw error;
  });
}

const { run } = await import('./run.ts');
process.exitCode = await run(process.argv.slice(2));
