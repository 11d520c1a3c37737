import { matchesWildcard } from '../../../reasoning/policy/wildcard.ts';
import { roleClasses } from '../role-class.ts';
import { errorAt, regionIn, regionsOfAny, warningAt, type Pair } from './pair.ts';

/** Guardrails that are approved, enforced, and the Regions where they stand. */
export const guardrailPairs: readonly Pair[] = [
  {
    settings: ['enforcedGuardrails', 'approvedGuardrails'],
    faults: ({ enforcedGuardrails, approvedGuardrails }) =>
      enforcedGuardrails.flatMap(({ guardrailArn, version }, index) => {
        if (approvedGuardrails.length === 0) return [];
        if (approvedGuardrails.some((approved) => approves(approved, guardrailArn, version))) return [];
        const what = `version ${version} of ${guardrailArn} is meant to be enforced and is not among the approved guardrails`;
        const next = 'approve it, or enforce one that is approved';
        return [errorAt('contradicting-enforcement', `/enforcedGuardrails/${index}`, what, next)];
      }),
  },
  {
    settings: ['enforcedGuardrails'],
    faults: ({ enforcedGuardrails }) =>
      enforcedGuardrails.flatMap(({ guardrailArn, version }, index) => {
        const at = `/enforcedGuardrails/${index}/version`;
        const inArn = versionIn(guardrailArn);
        if (inArn !== undefined && inArn !== version) {
          const what = `it says ${version}, and the ARN beside it says ${inArn}`;
          return [errorAt('contradicting-enforcement', at, what, 'keep one of the two')];
        }
        if (version !== 'DRAFT') return [];
        const what = 'the draft changes with every edit, and RF.GUARD.5 finds an enforced draft';
        return [errorAt('contradicting-enforcement', at, what, 'publish a version and name its number')];
      }),
  },
  {
    settings: ['approvedGuardrails', 'approvedRegions', 'classLimits'],
    faults: (settings) => [
      ...besideRegions(settings.approvedGuardrails, '/approvedGuardrails', regionsOfAny(settings)),
      ...withoutGuardrail(settings.approvedGuardrails, settings.approvedRegions, '/approvedRegions'),
      ...roleClasses.flatMap((name) => {
        const { guardrails = [], regions = [] } = settings.classLimits[name] ?? {};
        const at = `/classLimits/${name}`;
        const all = regions.length > 0 ? regions : settings.approvedRegions;
        const own = guardrails.length > 0 ? guardrails : settings.approvedGuardrails;
        return [
          ...besideRegions(guardrails, `${at}/guardrails`, all),
          ...(regions.length > 0 ? withoutGuardrail(own, regions, `${at}/regions`) : []),
        ];
      }),
    ],
  },
];

/** The version behind the id of a guardrail ARN. */
const versionIn = (arn: string): string | undefined => /guardrail(?:-profile)?\/[^:]+:(.+)$/u.exec(arn)?.[1];

const approves = (approved: string, guardrailArn: string, version: string): boolean => {
  const wanted = versionIn(approved);
  const withoutVersion = (arn: string): string => {
    const found = versionIn(arn);
    return found === undefined ? arn : arn.slice(0, -found.length - 1);
  };
  if (wanted !== undefined && wanted !== version && !/[*?]/u.test(wanted)) return false;
  return matchesWildcard(withoutVersion(approved), withoutVersion(guardrailArn));
};

/** No call in an approved Region can name it: a guardrail works in its own Region. */
const besideRegions = (guardrails: readonly string[], at: string, regions: readonly string[]) =>
  guardrails.flatMap((guardrail, index) => {
    const region = regionIn(guardrail);
    if (regions.length === 0 || region === undefined || regions.includes(region)) return [];
    const what = `${guardrail} stands in ${region}, which is not approved, so that no approved call can name it`;
    return [warningAt('outside-approved-regions', `${at}/${index}`, what, 'approve the Region, or take it out')];
  });

/** There every model call is a finding of RF.ACCESS.8. */
const withoutGuardrail = (guardrails: readonly string[], regions: readonly string[], at: string) =>
  guardrails.length === 0 || guardrails.some((guardrail) => regionIn(guardrail) === undefined)
    ? []
    : regions.flatMap((region, index) => {
        if (guardrails.some((guardrail) => regionIn(guardrail) === region)) return [];
        const what = `no approved guardrail stands in ${region}, so that RF.ACCESS.8 finds every model call there`;
        return [warningAt('region-without-guardrail', `${at}/${index}`, what, 'approve a guardrail of that Region')];
      });
