/** Entry of `npm run e2e`. Says what is missing before anything is started. */
const [major] = process.versions.node.split('.').map(Number);
if (major < 24) {
  console.error(`The end-to-end run needs Node 24 (this is ${process.version}). Start it as: npm run e2e`);
  process.exit(2);
}
const args = process.argv.slice(2);
const at = args.indexOf('--times');
if (at === -1) {
  const { runEndToEnd } = await import('./run-end-to-end.ts');
  process.exitCode = await runEndToEnd(args);
} else {
  const [, times = ''] = args.splice(at, 2);
  if (!/^[1-9]\d{0,2}$/u.test(times)) {
    console.error('--times takes how many runs, from 1 to 999: npm run e2e -- --times 10 "words of a title"');
    process.exit(2);
  }
  const { repeatRuns } = await import('./repeat-runs.ts');
  process.exitCode = await repeatRuns(Number(times), args);
}
