/**
 * Size limits in characters other than white space (AWS: "IAM and AWS STS quotas"). The inline limits are for all inline
 * policies of one entity together.
 */
export const policySizeLimits = {
  managed: 6144,
  inlineOfRole: 10_240,
  inlineOfUser: 2048,
  inlineOfGroup: 5120,
} as const;

/** Characters of a document as IAM counts them: white space is free. */
export const policySize = (text: string): number => text.replace(/\s/g, '').length;
