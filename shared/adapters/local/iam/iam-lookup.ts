import type { Clock } from '../../../ports/clock.ts';
import { sha256, shortId } from '../../../response/canonical-json.ts';
import { IamError } from './iam-error.ts';
import { text, type IamParameters } from './iam-parameters.ts';
import {
  keyOfName,
  keyOfPrincipal,
  type IamStore,
  type StoredGroup,
  type StoredPolicy,
  type StoredPrincipal,
} from './iam-store.ts';

/** What an operation works on. */
export type IamAccount = { store: IamStore; clock: Clock; accountId: string; partition: string };

export type Kind = 'role' | 'user';

const noSuch = (what: string): IamError => new IamError('NoSuchEntityException', `${what} cannot be found.`);

export const newUniqueId = (account: IamAccount, prefix: 'AROA' | 'AIDA' | 'AKIA' | 'ACCA'): string =>
  `${prefix}${shortId(sha256(account.clock.id())).slice(0, 17).toUpperCase()}`;

export const nameOf = (kind: Kind, parameters: IamParameters): string => text(parameters, `${kind}Name`);

export const principalOf = (account: IamAccount, kind: Kind, parameters: IamParameters): StoredPrincipal => {
  const name = nameOf(kind, parameters);
  const found = account.store.principals.leader(keyOfPrincipal({ kind, name }));
  if (found === undefined) throw noSuch(`The ${kind} with name ${name}`);
  return found;
};

/** As above, for a call that changes it: AWS keeps its own roles from being changed (IAM User Guide, "Service-linked roles"). */
export const changeableOf = (account: IamAccount, kind: Kind, parameters: IamParameters): StoredPrincipal => {
  const found = principalOf(account, kind, parameters);
  if (found.facts.path.startsWith('/aws-service-role/') || found.facts.path.startsWith('/aws-reserved/')) {
    throw new IamError(
      'UnmodifiableEntityException',
      `Cannot perform the operation on the protected role '${found.facts.name}' - this role is only modifiable by AWS`,
    );
  }
  return found;
};

export const keep = (account: IamAccount, principal: StoredPrincipal): null => {
  account.store.principals.write(keyOfPrincipal(principal.facts), principal);
  return null;
};

export const groupOf = (account: IamAccount, parameters: IamParameters): StoredGroup => {
  const name = text(parameters, 'groupName');
  const found = account.store.groups.leader(keyOfName(name));
  if (found === undefined) throw noSuch(`The group with name ${name}`);
  return found;
};

export const policyOf = (account: IamAccount, arn: string): StoredPolicy => {
  const found = account.store.policies.leader(arn);
  if (found === undefined)
    throw new IamError('NoSuchEntityException', `Policy ${arn} does not exist or is not attachable.`);
  return found;
};

/** Who holds a policy: attached to a principal or group, or as a boundary. */
export const usesOf = (account: Pick<IamAccount, 'store'>, arn: string): number => {
  const principals = account.store.principals
    .leaders()
    .filter(
      ({ attached, boundary }) =>
        (attached.state === 'known' && attached.value.includes(arn)) ||
        (boundary.state === 'known' && boundary.value === arn),
    );
  const groups = account.store.groups
    .leaders()
    .filter(({ attached }) => attached.state === 'known' && attached.value.includes(arn));
  return principals.length + groups.length;
};
