import type { EnforcedGuardrail } from '../../../facts/region-state.ts';
import type { EnforcedGuardrail as MeantGuardrail } from '../../settings.ts';

/** What is wrong with the enforcement of a Region. Empty: nothing. `meant`: what the owners want enforced there. */
export const enforcementFaults = (
  enforced: readonly EnforcedGuardrail[],
  meant: readonly MeantGuardrail[],
): readonly string[] => [
  ...meant.flatMap((wanted) => {
    const found = enforced.find(({ guardrailArn }) => sameGuardrail(guardrailArn, wanted.guardrailArn));
    if (found === undefined) return [`${wanted.guardrailArn} is not enforced`];
    return [...versionFault(found, wanted.version), ...narrower(found)];
  }),
  // The draft changes with every edit and takes effect at once: nobody means to enforce it.
  ...enforced.flatMap(({ guardrailArn, guardrailVersion }) =>
    guardrailVersion === 'DRAFT' ? [`the draft of ${guardrailArn} is enforced`] : [],
  ),
];

const sameGuardrail = (a: string, b: string): boolean => idOf(a) === idOf(b);
/** The id of an ARN, with a version behind it or without. */
const idOf = (identifier: string): string => identifier.split('guardrail/').at(-1)?.split(':')[0] ?? identifier;

const versionFault = (found: EnforcedGuardrail, wanted: string): readonly string[] =>
  found.guardrailVersion !== 'DRAFT' && Number(found.guardrailVersion) < Number(wanted)
    ? [`version ${found.guardrailVersion} of ${found.guardrailArn} is enforced, before ${wanted}`]
    : [];

const narrower = ({ guardrailArn, includedModels, excludedModels = [] }: EnforcedGuardrail): readonly string[] => [
  ...(includedModels === undefined || includedModels.includes('ALL')
    ? []
    : [`${guardrailArn} is enforced for ${includedModels.length} models only: ${includedModels.join(', ')}`]),
  ...(excludedModels.length === 0 ? [] : [`${guardrailArn} is not enforced for ${excludedModels.join(', ')}`]),
];
