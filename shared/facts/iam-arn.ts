export type IamResource = 'role' | 'user' | 'group' | 'policy';

const shape = /^arn:aws[a-z-]*:iam::(\d{12}|aws):(role|user|group|policy)\/./;

/**
 * The account that an IAM ARN names; `aws` for AWS's own policies. `undefined`: it is no IAM ARN of this kind (IAM User
 * Guide, "IAM identifiers").
 */
export const accountOfIamArn = (arn: string, kind: IamResource): string | undefined => {
  const found = shape.exec(arn);
  if (found?.[2] !== kind) return undefined;
  return found[1] === 'aws' && kind !== 'policy' ? undefined : found[1];
};
