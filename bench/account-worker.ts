/** One generated account in a process of its own, so that its peak memory is its own. Prints one line of JSON. */
import { readAuthorizationDetails } from '../shared/facts/authorization-details.ts';
import { catalogueActions } from '../shared/reasoning/catalogue/action-catalogue.ts';
import { compilePrincipal, type PolicyCache } from '../shared/reasoning/compile-principal.ts';
import { fastAccess, type FastAccess } from '../shared/reasoning/fast/fast-access.ts';
import { generateAccount } from './generate-account.ts';
import { heldHeap, inTurns } from './measure.ts';

const roles = Number(process.argv[2]);
const text = JSON.stringify(generateAccount(roles));
const { principals } = readAuthorizationDetails(text);

/** From facts to the words of every principal: parse each policy, compile, unite and cut the layers. */
const words = (): readonly FastAccess[] => {
  const cache: PolicyCache = new Map();
  return principals.map((facts) => fastAccess(compilePrincipal(facts, { cache })));
};

const before = heldHeap();
const kept = words();
const held = heldHeap() - before;

const times = inTurns(5, {
  parse: (): unknown => JSON.parse(text),
  facts: () => readAuthorizationDetails(text),
  words,
});
const megabyte = 1024 * 1024;
const figures = {
  megabytes: Buffer.byteLength(text) / megabyte,
  ...times,
  peak: process.resourceUsage().maxRSS / 1024,
  held: held / megabyte,
};
if (kept.length * catalogueActions().length === 0) throw new RangeError('an account without principals');
console.log(JSON.stringify(figures));
