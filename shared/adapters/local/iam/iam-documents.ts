import { known, type Known } from '../../../facts/known.ts';
import { documentText } from '../../../facts/policy-document.ts';
import type { PolicyDocument } from '../../../facts/principal-facts.ts';
import { IamError } from './iam-error.ts';
import { sizeOf } from './iam-parameters.ts';

/** Characters without white space (IAM User Guide, "IAM and AWS STS quotas"). */
export const sizeLimits = { managed: 6_144, role: 10_240, user: 2_048, group: 5_120 } as const;
export const attachmentLimit = 10;

const listed = <T>(fact: Known<readonly T[]>): readonly T[] => (fact.state === 'known' ? fact.value : []);

export const hasEntries = (fact: Known<readonly unknown[]>): boolean => listed(fact).length > 0;

export const refuseSize = (document: string, limit: number, what: string): void => {
  if (sizeOf(document) > limit) {
    throw new IamError('LimitExceededException', `Maximum policy size of ${limit} bytes exceeded for ${what}`);
  }
};

/** Puts an inline policy in place of one with the same name. All inline policies together have one limit. */
export const putInline = (
  policies: Known<readonly PolicyDocument[]>,
  policyName: string,
  document: string,
  holder: { limit: number; what: string },
): Known<readonly PolicyDocument[]> => {
  const name = `inline:${policyName}`;
  const next = [...listed(policies).filter((policy) => policy.name !== name), { name, text: document }];
  refuseSize(next.map(documentText).join(''), holder.limit, holder.what);
  return known(next.toSorted((a, b) => (a.name < b.name ? -1 : 1)));
};

export const deleteInline = (
  policies: Known<readonly PolicyDocument[]>,
  policyName: string,
): Known<readonly PolicyDocument[]> => {
  const name = `inline:${policyName}`;
  if (!listed(policies).some((policy) => policy.name === name)) {
    throw new IamError('NoSuchEntityException', `The policy with name ${policyName} cannot be found.`);
  }
  return known(listed(policies).filter((policy) => policy.name !== name));
};

/** Attaching what is attached already is no error. */
export const attach = (attached: Known<readonly string[]>, arn: string): Known<readonly string[]> => {
  const arns = listed(attached);
  if (arns.includes(arn)) return attached;
  if (arns.length >= attachmentLimit) {
    throw new IamError('LimitExceededException', `Cannot exceed quota for PoliciesPerEntity: ${attachmentLimit}`);
  }
  return known([...arns, arn]);
};

export const detach = (attached: Known<readonly string[]>, arn: string): Known<readonly string[]> => {
  if (!listed(attached).includes(arn)) {
    throw new IamError('NoSuchEntityException', `Policy ${arn} was not found.`);
  }
  return known(listed(attached).filter((each) => each !== arn));
};
