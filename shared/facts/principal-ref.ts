/** A principal as IAM calls name it: IAM names are unique in an account without their path and without letter case. */
export type PrincipalRef = { kind: 'role' | 'user'; name: string };

export const principalKey = (ref: PrincipalRef): string => `${ref.kind}/${ref.name.toLowerCase()}`;
