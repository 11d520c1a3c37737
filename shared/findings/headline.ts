import { sensitiveActions } from '../checks/sensitive/sensitive-actions.ts';
import { severityRank } from '../checks/severity.ts';
import type { Finding } from './finding.ts';
import { nameOf } from './name-of.ts';

/** Service prefix to the names of its sensitive actions. Ordinary use is no finding, so it takes no part. */
const sensitiveByService: ReadonlyMap<string, readonly string[]> = new Map(
  [
    ...Map.groupBy(
      sensitiveActions.filter(({ severity }) => severityRank(severity) > severityRank('low')),
      ({ service }) => service,
    ),
  ].map(([service, entries]) => [service, entries.map(({ name }) => name)]),
);

const ordinary = sensitiveActions.filter(({ severity }) => severityRank(severity) <= severityRank('low')).length;
/** The catalogue counts more than are found: a reader who compares the numbers is told why. */
const ordinaryUse = ` (${ordinary} more of the catalogue's ${sensitiveActions.length} are ordinary use)`;

/** Names more services than this one by one would hide the sentence. */
const namedServices = 3;

const sensitiveNames = (findings: readonly Finding[]): ReadonlySet<string> =>
  new Set(
    findings.filter(({ checkId }) => checkId.startsWith('RF.SENSITIVE.')).map(({ questionName }) => questionName),
  );

const administeredServices = (sensitive: ReadonlySet<string>): readonly string[] =>
  [...sensitiveByService].flatMap(([service, names]) => (names.every((name) => sensitive.has(name)) ? [service] : []));

/** Every sensitive action of every service has its own finding: to name them one by one says nothing more. */
export const administersEverything = (findings: readonly Finding[]): boolean =>
  administeredServices(sensitiveNames(findings)).length === sensitiveByService.size;

/** Questions of two checks that one policy answers: who from outside may use a guardrail. Both stand in the story, one is told. */
const sameAsked: readonly string[] = ['RF.TRUST.8 outside', 'RF.GUARD.7 outsiders'];

const saysTheSame = (finding: Finding, lead: Finding): boolean =>
  finding !== lead && [finding, lead].every((each) => sameAsked.includes(`${each.checkId} ${each.questionName}`));

/**
 * One sentence for a whole story. "Administers" is said only where it is proved: every sensitive action of the service
 * has its own finding, each with its own witness.
 */
export const headlineOf = (lead: Finding, findings: readonly Finding[]): string => {
  const sensitive = sensitiveNames(findings);
  const services = administeredServices(sensitive);
  const who = nameOf(lead.subject);
  if (services.length === sensitiveByService.size) {
    return `${who} is an administrator of AI: it can do each of the ${sensitive.size} sensitive actions${ordinaryUse}`;
  }
  const more = findings.filter((finding) => !saysTheSame(finding, lead)).length - 1;
  if (services.length > 0) {
    const named = services.length > namedServices ? `${services.length} AI services` : services.join(', ');
    return `${who} administers ${named}: it can do ${sensitive.size} sensitive actions`;
  }
  return more === 0 ? lead.sentence : `${lead.sentence}, and ${more} more`;
};
