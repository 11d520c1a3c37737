/** Every policy that Ringfence makes lives here; its roles may write nowhere else. */
export const ownPolicyPath = '/ringfence/';

/** @throws NotOwnPolicy where the ARN is not a policy of Ringfence: nothing is sent. */
export const ownPolicyName = (arn: string): string => {
  const name = arn.split(`:policy${ownPolicyPath}`)[1];
  if (name === undefined || name === '' || name.includes('/')) throw new NotOwnPolicy(arn);
  return name;
};

export class NotOwnPolicy extends Error {
  constructor(arn: string) {
    super(`refused to write ${arn}: it is not under policy${ownPolicyPath}`);
    this.name = 'NotOwnPolicy';
  }
}
