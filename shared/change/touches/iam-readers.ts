import type { Touched } from '../change.ts';
import { textAt } from '../json-object.ts';
import type { RecordBody, TouchReader } from './record-body.ts';

type IamKind = 'role' | 'user' | 'group' | 'policy' | 'instance-profile';

const iamArn = /^arn:[^:]+:iam::[^:]*:(role|user|group|policy|instance-profile)\/(?:.*\/)?([^/]+)$/s;

/** ARNs of one kind among the resources that the record lists beside its body. */
const listed = (body: RecordBody, kind: IamKind): readonly { arn: string; name: string }[] =>
  body.resources.flatMap(({ arn }) => {
    const match = iamArn.exec(arn);
    return match?.[1] === kind && match[2] !== undefined ? [{ arn, name: match[2] }] : [];
  });

type Named = { name: string; arn?: string; principalId?: string };

/**
 * A role or user by name: as asked, else as answered, else as listed. The ARN and the unique id come from the answer,
 * when it speaks of the same name: a request names no path, and the name alone does not make an ARN.
 */
const named = (body: RecordBody, kind: 'role' | 'user' | 'group', idField: string): readonly Named[] => {
  const answeredName = textAt(body.response, `${kind}.${kind}Name`);
  const found = listed(body, kind);
  const asked = textAt(body.parameters, `${kind}Name`);
  const name = asked ?? answeredName;
  if (name === undefined) return found;
  const answers = answeredName === name;
  const arn =
    (answers ? textAt(body.response, `${kind}.arn`) : undefined) ?? found.find((item) => item.name === name)?.arn;
  const principalId = answers ? textAt(body.response, `${kind}.${idField}`) : undefined;
  return [{ name, ...(arn === undefined ? {} : { arn }), ...(principalId === undefined ? {} : { principalId }) }];
};

export const role: TouchReader = (body) => named(body, 'role', 'roleId').map((item) => ({ kind: 'role', ...item }));

export const user: TouchReader = (body) => named(body, 'user', 'userId').map((item) => ({ kind: 'user', ...item }));

/** Groups have no unique id that an answer could depend on. */
export const group: TouchReader = (body) =>
  named(body, 'group', 'groupId').map(({ name, arn }) => ({
    kind: 'group',
    name,
    ...(arn === undefined ? {} : { arn }),
  }));

export const instanceProfile: TouchReader = (body) => {
  const name =
    textAt(body.parameters, 'instanceProfileName') ?? textAt(body.response, 'instanceProfile.instanceProfileName');
  const names = name === undefined ? listed(body, 'instance-profile').map((item) => item.name) : [name];
  return names.map((found) => ({ kind: 'instance-profile', name: found }));
};

export const managedPolicy: TouchReader = (body) => {
  const arn = textAt(body.parameters, 'policyArn') ?? textAt(body.response, 'policy.arn');
  const arns = arn === undefined ? listed(body, 'policy').map((item) => item.arn) : [arn];
  return arns.map((found) => ({ kind: 'managed-policy', arn: found }));
};

const userArn = /^arn:[^:]+:iam::\d{12}:user\/(?:.*\/)?([^/]+)$/s;

/** The caller as a subject: an IAM user by name; the root user stands for the whole account. */
const self = ({ caller, accountId }: RecordBody): readonly Touched[] => {
  if (caller.type === 'Root') return [{ kind: 'account', accountId }];
  if (caller.type !== 'IAMUser') return [];
  const name = caller.userName ?? userArn.exec(caller.arn ?? '')?.[1];
  if (name === undefined) return [];
  const { arn, principalId } = caller;
  return [
    {
      kind: 'user',
      name,
      ...(arn === undefined ? {} : { arn }),
      ...(principalId === undefined ? {} : { principalId }),
    },
  ];
};

/**
 * The root user is no IAM user: the console writes `AWS ROOT USER` (no IAM name holds a space), answers write `Root`,
 * which an IAM user may be called too.
 */
const isRoot = (name: string, { caller }: RecordBody): boolean =>
  name === 'AWS ROOT USER' || (caller.type === 'Root' && name === 'Root');

/**
 * The user of a credential. A call without a user name is for the caller, unless its parameters were left out or
 * withheld: then only the answer counts.
 * @param answered where the answer names the user, for example `accessKey.userName`.
 */
export const userOrCaller =
  (answered: string): TouchReader =>
  (body) => {
    const name = textAt(body.parameters, 'userName') ?? textAt(body.response, answered);
    if (name !== undefined && isRoot(name, body)) return [{ kind: 'account', accountId: body.accountId }];
    if (name !== undefined) return [{ kind: 'user', name }];
    const found = listed(body, 'user');
    if (found.length > 0) return found.map((item) => ({ kind: 'user', ...item }));
    return body.silent ? [] : self(body);
  };

/** The new name of a renamed user or group: a subject of its own from now on. */
export const renamed =
  (kind: 'user' | 'group', parameter: string): TouchReader =>
  ({ parameters }) => {
    const name = textAt(parameters, parameter);
    return name === undefined ? [] : [{ kind, name }];
  };

/** Names of roles, users, groups and policies anywhere outside the request: for a body that was left out. */
export const principalsElsewhere: TouchReader = (body) => {
  const bare: RecordBody = { ...body, parameters: {} };
  return [role, user, group, managedPolicy, instanceProfile].flatMap((reader) => reader(bare));
};
