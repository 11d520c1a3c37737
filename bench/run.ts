/** `npm run bench`, `npm run bench -- reasoner`. Measures and prints; asserts nothing. docs/benchmarks.md says how to read it. */
import { benchAccounts } from './bench-accounts.ts';
import { benchChange } from './bench-change.ts';
import { benchChecks } from './bench-checks.ts';
import { benchDecisions } from './bench-decisions.ts';
import { benchHostile } from './bench-hostile.ts';
import { benchScan } from './bench-scan.ts';
import { benchUnknown } from './bench-unknown.ts';

const benches: Readonly<Record<string, () => void | Promise<void>>> = {
  reasoner: () => {
    benchAccounts();
    benchHostile();
    benchDecisions();
    benchChecks();
    benchUnknown();
  },
  scan: benchScan,
  change: benchChange,
};

const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !(name in benches));
if (unknown.length > 0) {
  console.error(`There is no benchmark ${unknown.join(', ')}. There are: ${Object.keys(benches).join(', ')}.`);
  process.exitCode = 2;
} else {
  console.log(
    `Node ${process.version}, ${process.platform} ${process.arch}. Figures are ratios within this run where they can be.`,
  );
  for (const [name, bench] of Object.entries(benches)) if (wanted.length === 0 || wanted.includes(name)) await bench();
}
