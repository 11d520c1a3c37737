import type { ClassFound } from '../intent/class-of.ts';
import type { RoleClass } from '../intent/role-class.ts';
import type { AllowedNetwork, CheckSettings, ClassLimits } from '../settings.ts';

/** What counts for a class: its own list where it has one, otherwise the account's. */
const limitsOfClass = (settings: CheckSettings, roleClass: RoleClass | undefined): ClassLimits =>
  (roleClass === undefined ? undefined : settings.classLimits[roleClass]) ?? {};

export const classNamed = (found: ClassFound): RoleClass | undefined =>
  found.state === 'found' ? found.class : undefined;

/** Models and inference profiles that the class itself lists. Empty: it has no list of its own. */
export const ownModelsOf = (settings: CheckSettings, roleClass: RoleClass | undefined): readonly string[] => {
  const { models = [], inferenceProfiles = [] } = limitsOfClass(settings, roleClass);
  return [...models, ...inferenceProfiles];
};

export const modelsFor = (settings: CheckSettings, roleClass: RoleClass | undefined): readonly string[] => {
  const own = ownModelsOf(settings, roleClass);
  return own.length > 0 ? own : [...settings.approvedModels, ...settings.approvedInferenceProfiles];
};

export const guardrailsFor = (settings: CheckSettings, roleClass: RoleClass | undefined): readonly string[] =>
  filled(limitsOfClass(settings, roleClass).guardrails) ?? settings.approvedGuardrails;

export const regionsFor = (settings: CheckSettings, roleClass: RoleClass | undefined): readonly string[] =>
  filled(limitsOfClass(settings, roleClass).regions) ?? settings.approvedRegions;

export const networkFor = (settings: CheckSettings, roleClass: RoleClass | undefined): AllowedNetwork => {
  const own = limitsOfClass(settings, roleClass).network;
  return own !== undefined && !isOpen(own) ? own : settings.approvedNetwork;
};

/** Names no network at all: nothing to compare with. */
export const isOpen = ({ vpcs, vpcEndpoints, organisations }: AllowedNetwork): boolean =>
  vpcs.length + vpcEndpoints.length + organisations.length === 0;

const filled = (list: readonly string[] | undefined): readonly string[] | undefined =>
  list !== undefined && list.length > 0 ? list : undefined;
