/** Everything Ringfence makes carries its name, so that its parts can be told apart, protected and watched. */
const prefix = 'ringfence';

export const ownName = (part: string): string => `${prefix}-${part}`;
/** Path of Ringfence's roles and policies in IAM. */
export const ownPath = `/${prefix}/`;
