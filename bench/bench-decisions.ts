import { compilePrincipal, type PolicyCache } from '../shared/reasoning/compile-principal.ts';
import { decide } from '../shared/reasoning/decide.ts';
import { requests, rolesOf } from './decide-requests.ts';
import { cpuMilliseconds, median } from './measure.ts';
import { askIamSimulate } from './peers/ask-iam-simulate.ts';
import { table } from './table.ts';

/** One request decided after the other; policies compiled once. */
export const benchDecisions = (): void => {
  const cache: PolicyCache = new Map();
  const roles = rolesOf(1_000).map((facts) => compilePrincipal(facts, { cache }));
  const all = (): number => {
    let allowed = 0;
    for (const role of roles) {
      for (const request of requests) if (decide(role, request).decision === 'Allowed') allowed += 1;
    }
    return allowed;
  };
  const milliseconds = median(Array.from({ length: 5 }, () => cpuMilliseconds(all)));
  const ours = (roles.length * requests.length) / milliseconds;

  console.log(
    `\nOne request after the other, ${requests.length} actions on ${roles.length} roles; CPU time, median of 5`,
  );
  const peer = askIamSimulate();
  const rows = [['Ringfence, decide', ours.toFixed(0), '1']];
  if (peer.ran) {
    const wordOf = new Map(peer.decisions.map(({ role, request, allowed }) => [`${role} ${request}`, allowed]));
    let differ = 0;
    const allowed = peer.decisions.filter((each) => each.allowed).length;
    for (const [r, role] of rolesOf(peer.roles).entries()) {
      const compiled = compilePrincipal(role);
      for (const [q, request] of requests.entries()) {
        const theirs = wordOf.get(`${r} ${q}`);
        if (theirs !== undefined && theirs !== (decide(compiled, request).decision === 'Allowed')) differ += 1;
      }
    }
    rows.push([
      `iam-simulate ${peer.version}`,
      peer.perMillisecond.toFixed(1),
      (ours / peer.perMillisecond).toFixed(0),
    ]);
    table(['', 'thousands a second', 'Ringfence is faster by'], rows);
    console.log(`${peer.decisions.length} of its decisions were compared (${allowed} of them allow): ${differ} differ`);
  } else {
    table(['', 'thousands a second', 'Ringfence is faster by'], rows);
    console.log(peer.because);
  }
};
