/** Entry of `npm run e2e`. Says what is missing before anything is started. */
const [major] = process.versions.node.split('.').map(Number);
if (major < 24) {
  console.error(`The end-to-end run needs Node 24 (this is ${process.version}). Start it as: npm run e2e`);
  process.exit(2);
}
const { runEndToEnd } = await import('./run-end-to-end.ts');
process.exitCode = await runEndToEnd(process.argv.slice(2));
