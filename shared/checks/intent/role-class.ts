/**
 * What a principal is meant for, narrowest first (AWS Prescriptive Guidance, "Security considerations for generative AI":
 * four role classes; `service` and `administrator` are those that no model list describes).
 */
export const roleClasses = ['evaluation', 'general', 'fine-tuned', 'specialised', 'service', 'administrator'] as const;
export type RoleClass = (typeof roleClasses)[number];

/** 0 is the narrowest. A higher one reaches more. */
export const classRank = (roleClass: RoleClass): number => roleClasses.indexOf(roleClass);

/** The four classes of people and applications that use models. */
export const isModelClass = (roleClass: RoleClass | undefined): boolean =>
  roleClass !== undefined && roleClass !== 'service' && roleClass !== 'administrator';
