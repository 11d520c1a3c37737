import { askChecks } from '../shared/checks/ask-checks.ts';
import { askCoverage } from '../shared/checks/ask-coverage.ts';
import type { CheckSettings } from '../shared/checks/settings.ts';
import type { PrincipalFacts } from '../shared/facts/principal-facts.ts';
import { evolve } from '../shared/findings/evolve.ts';
import type { Finding } from '../shared/findings/finding.ts';
import type { ScanCoverage } from '../shared/findings/formats/scan-json.ts';
import type { PolicyCache } from '../shared/reasoning/compile-principal.ts';

export type Scanned = { findings: readonly Finding[]; coverage: ScanCoverage };

/** Every principal check over an account as it stands. What the input cannot hold is named in the coverage. */
export const scanAccount = (input: {
  accountId: string;
  principals: readonly PrincipalFacts[];
  settings: CheckSettings;
  /** ISO 8601: of the input. */
  asOf: string;
  now: string;
}): Scanned => {
  const { accountId, principals, settings, asOf, now } = input;
  const cache: PolicyCache = new Map();
  const asked = principals.map((principal) => askChecks({ principal, settings, now, cache }));
  const coverage = askCoverage({ accountId, asked, scope: 'sweep' });
  const { open } = evolve({
    previous: [],
    judgements: [...asked, coverage].flatMap(({ judgements }) => judgements),
    consulted: [],
    now,
  });
  const given = asked.flatMap(({ modelAccess }) => modelAccess.given).map(({ about, value }) => `${about}: ${value}`);
  return {
    findings: open,
    coverage: {
      evaluated: principals.length,
      notEvaluated: [],
      given: [...new Set(given)].sort(),
      checks: [...new Set([...asked, coverage].flatMap(({ consulted }) => consulted))],
      asOf,
    },
  };
};
