import { askAccountChecks } from '../shared/checks/ask-account-checks.ts';
import { askChecks } from '../shared/checks/ask-checks.ts';
import { askCoverage } from '../shared/checks/ask-coverage.ts';
import { viewAccount } from '../shared/checks/escalate/reach/view-account.ts';
import type { CheckSettings } from '../shared/checks/settings.ts';
import type { PrincipalFacts } from '../shared/facts/principal-facts.ts';
import type { GivenFacts } from '../shared/facts/read-account-facts.ts';
import { evolve } from '../shared/findings/evolve.ts';
import type { Finding } from '../shared/findings/finding.ts';
import type { ScanCoverage } from '../shared/findings/formats/scan-json.ts';
import type { PolicyCache } from '../shared/reasoning/compile-principal.ts';

export type Scanned = { findings: readonly Finding[]; coverage: ScanCoverage };

/**
 * Every check over an account as it stands: of its principals, and of its own state where facts about it are given. What the
 * input cannot hold is named in the coverage.
 */
export const scanAccount = (input: {
  accountId: string;
  principals: readonly PrincipalFacts[];
  /** Who is judged, in sight of all the others. Absent: everybody. */
  about?: readonly PrincipalFacts[];
  settings: CheckSettings;
  /** ISO 8601: of the input. */
  asOf: string;
  now: string;
  /** Facts about the account besides its principals. Absent: its own state is not judged. */
  facts?: GivenFacts;
}): Scanned => {
  const { accountId, settings, asOf, now, facts } = input;
  const withFacts = (all: readonly PrincipalFacts[]) => (facts === undefined ? all : facts.withFacts(all));
  const principals = withFacts(input.principals);
  const judged = input.about === undefined ? principals : withFacts(input.about);
  const cache: PolicyCache = new Map();
  const runners = facts?.wide.runners;
  const view = { accountId, principals, settings, now, cache, ...(runners === undefined ? {} : { runners }) };
  const account = viewAccount(view);
  const asked = judged.map((principal) => askChecks({ principal, settings, now, cache, account, answers: 'found' }));
  const state =
    facts === undefined
      ? []
      : [
          askAccountChecks({
            account: { ...facts, accountId, principals },
            settings,
            modelAccess: asked.map(({ modelAccess }) => modelAccess),
            cache,
          }),
        ];
  const coverage = askCoverage({ accountId, asked: [...asked, ...state], scope: 'sweep' });
  const { open } = evolve({
    previous: [],
    judgements: [...asked, ...state, coverage].flatMap(({ judgements }) => judgements),
    consulted: [],
    now,
  });
  const given = asked.flatMap(({ modelAccess }) => modelAccess.given).map(({ about, value }) => `${about}: ${value}`);
  return {
    findings: open,
    coverage: {
      evaluated: judged.length,
      notEvaluated: [],
      given: [...new Set(given)].sort(),
      checks: [...new Set([...asked, ...state, coverage].flatMap(({ consulted }) => consulted))],
      asOf,
    },
  };
};
