import { localIdentity } from '../shared/adapters/local/local-world.ts';
import { proveComposed } from '../shared/response/testing/prove-composed.ts';

/** `npm run prove [COUNT] [SEED]`: as many random composed policies as asked, none of which may differ from P and not D. */
const [count = '100000', seed = '1'] = process.argv.slice(2);
const wanted = Number(count);
const first = Number(seed);
if (!Number.isSafeInteger(wanted) || wanted < 1 || !Number.isSafeInteger(first)) {
  console.error(`prove: "${count}" and "${seed}" have to be whole numbers: npm run prove -- 100000 1`);
  process.exit(2);
}
const began = performance.now();
const { composed, refused, requests, differences } = proveComposed(localIdentity(), { seed: first, count: wanted });
const seconds = ((performance.now() - began) / 1_000).toFixed(1);
const total = Object.values(composed).reduce((sum, each) => sum + each, 0);
console.log(`${total} composed policies from seed ${first} in ${seconds} s: ${JSON.stringify(composed)}`);
console.log(`${requests} requests, each decided by two evaluators; refused by name: ${JSON.stringify(refused)}`);
console.log(`${differences.length} differences from P and not D`);
for (const { seed: at, mechanism, what } of differences.slice(0, 20))
  console.log(`  seed ${at}, ${mechanism}: ${what}`);
if (differences.length > 0) process.exitCode = 1;
