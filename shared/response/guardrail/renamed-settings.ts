import type { ClassLimits, CheckSettings, EnforcedGuardrail } from '../../checks/settings.ts';
import type { Restoration } from './restoration.ts';
import { successorsOf, type Successor } from './successors.ts';

/** Whether these settings name a guardrail at all: most do not, and then nobody is asked what it is called now. */
export const namesAnyGuardrail = ({ approvedGuardrails, enforcedGuardrails, classLimits }: CheckSettings): boolean =>
  approvedGuardrails.length > 0 ||
  enforcedGuardrails.length > 0 ||
  Object.values(classLimits).some(({ guardrails = [] }) => guardrails.length > 0);

/**
 * What the owners decided about a guardrail holds for what it was brought back as: the copy was verified against what was
 * remembered. What is approved stays so beside the new name; what is meant to be enforced is the new one.
 */
export const renamedSettings = (checks: CheckSettings, restorations: readonly Restoration[]): CheckSettings => ({
  ...checks,
  approvedGuardrails: withNewNames(checks.approvedGuardrails, restorations),
  enforcedGuardrails: checks.enforcedGuardrails.map((each) => renamedEnforced(each, restorations)),
  classLimits: Object.fromEntries(
    Object.entries(checks.classLimits).map(([name, limits]) => [name, renamedLimits(limits, restorations)]),
  ),
});

const renamedLimits = (limits: ClassLimits, restorations: readonly Restoration[]): ClassLimits =>
  limits.guardrails === undefined ? limits : { ...limits, guardrails: withNewNames(limits.guardrails, restorations) };

const withNewNames = (named: readonly string[], restorations: readonly Restoration[]): readonly string[] => [
  ...new Set(
    named.flatMap((each) => {
      const { arn, version } = partsOf(each);
      const now = newestOf(arn, restorations);
      const renamed = now === undefined ? undefined : versionNow(now, version);
      if (now === undefined || renamed === undefined) return [each];
      return [each, renamed === 'any' ? now.arn : `${now.arn}:${renamed}`];
    }),
  ),
];

const renamedEnforced = (each: EnforcedGuardrail, restorations: readonly Restoration[]): EnforcedGuardrail => {
  const now = newestOf(partsOf(each.guardrailArn).arn, restorations);
  const version = now === undefined ? undefined : versionNow(now, each.version);
  return now === undefined || version === undefined ? each : { ...each, guardrailArn: now.arn, version };
};

const newestOf = (arn: string, restorations: readonly Restoration[]): Successor | undefined =>
  successorsOf(arn, restorations).at(-1);

/** `arn:…:guardrail/ID:3` as the guardrail and its version. */
const partsOf = (named: string): { arn: string; version?: string } => {
  const parts = named.split(':');
  const version = parts[6];
  return { arn: parts.slice(0, 6).join(':'), ...(version === undefined ? {} : { version }) };
};

/** Undefined: the version was not made again, so nobody decided anything about what is there. */
const versionNow = ({ versions }: Successor, version: string | undefined): string | undefined => {
  if (version === undefined) return 'any';
  return version === 'DRAFT' ? version : versions[version];
};
