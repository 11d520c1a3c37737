import { ownPath } from '../own-names.ts';

/** The account that a policy speaks of. */
export type Place = { partition: string; account: string };

export const iamArn = ({ partition, account }: Place, resource: string): string =>
  `arn:${partition}:iam::${account}:${resource}`;

/** Every policy that Ringfence makes. */
export const ownPolicies = (place: Place): string => iamArn(place, `policy${ownPath}*`);

/** Whoever may have to be contained. What must not be is denied beside it. */
export const anyPrincipal = (place: Place): string[] => [iamArn(place, 'role/*'), iamArn(place, 'user/*')];
