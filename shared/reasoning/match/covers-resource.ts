/**
 * Whether the policy of one resource speaks about a request's resource: the resource itself, an object of a bucket, a
 * version or alias of a function, a stream of a log group. A role's policy speaks about the role alone.
 */
export const coversResource = (policyArn: string, resource: string): boolean => {
  if (policyArn === resource) return true;
  return subresourceMark(policyArn).some((mark) => resource.startsWith(`${policyArn}${mark}`));
};

/** What may follow the ARN of a resource in the ARN of its parts. */
export const subresourceMark = (policyArn: string): readonly string[] => {
  const service = policyArn.split(':')[2];
  if (service === 's3') return ['/'];
  return service === 'lambda' || service === 'logs' ? [':'] : [];
};
