import type { BoundaryRemover, BoundaryWriter, WriteResult } from '../../ports/containment-ports.ts';
import type { OwnIdentity } from '../../ports/ports.ts';
import type { PrincipalRef } from '../../ports/principal-reader.ts';
import { defaultDocument } from './iam/iam-facts.ts';
import type { IamError } from './iam/iam-error.ts';
import type { Caller } from './iam/iam-record.ts';
import type { IamAnswer, LocalIam } from './local-iam.ts';

type Refusal = (WriteResult & { written: false })['code'];

const refusalOf = (code: IamError['code']): Refusal => {
  switch (code) {
    case 'NoSuchEntityException':
      return 'gone';
    case 'EntityAlreadyExistsException':
      return 'exists';
    case 'DeleteConflictException':
      return 'conflict';
    case 'LimitExceededException':
      return 'limit';
    case 'UnmodifiableEntityException':
      return 'unmodifiable';
    default:
      return 'denied';
  }
};

const resultOf = (answer: IamAnswer): WriteResult => {
  if (answer.ok) return { written: true, requestId: answer.requestId };
  if (answer.code === 'ThrottlingException') return { written: 'unknown', code: 'throttled', detail: answer.message };
  return { written: false, code: refusalOf(answer.code), detail: `${answer.code}: ${answer.message}` };
};

/** The session of one of our roles: its name is the saga, so that each event tells which saga made it. */
const sessionOf = (identity: OwnIdentity, roleArn: string, sagaId: string): Caller => ({
  arn: `arn:${identity.partition}:sts::${identity.accountId}:assumed-role/${roleArn.split('/').at(-1) ?? ''}/${sagaId}`,
  userAgent: 'ringfence',
});

const nameParameter = ({ kind, name }: PrincipalRef): Readonly<Record<string, string>> => ({ [`${kind}Name`]: name });
const noun = ({ kind }: PrincipalRef): 'Role' | 'User' => (kind === 'role' ? 'Role' : 'User');

/** `arn:…:policy/ringfence/NAME` as CreatePolicy wants it. */
const pathAndName = (arn: string): { path: string; policyName: string } => {
  const resource = arn.split(':policy')[1] ?? '';
  const cut = resource.lastIndexOf('/') + 1;
  return { path: resource.slice(0, cut), policyName: resource.slice(cut) };
};

export const localBoundaryWriter = (iam: LocalIam, identity: OwnIdentity): BoundaryWriter => ({
  createPolicy: ({ arn, document, description, sagaId }) =>
    Promise.resolve(
      resultOf(
        iam.call(sessionOf(identity, identity.containRoleArn, sagaId), 'CreatePolicy', {
          ...pathAndName(arn),
          policyDocument: document,
          description,
        }),
      ),
    ),
  readPolicy: (arn) => {
    const policy = iam.store.policies.read(arn);
    const document = policy === undefined ? undefined : defaultDocument(policy);
    return Promise.resolve(
      document === undefined
        ? { found: 'no' }
        : { found: 'yes', value: { document: document.text, versionId: document.versionId ?? '' } },
    );
  },
  putBoundary: ({ principal, policyArn, sagaId }) =>
    Promise.resolve(
      resultOf(
        iam.call(sessionOf(identity, identity.containRoleArn, sagaId), `Put${noun(principal)}PermissionsBoundary`, {
          ...nameParameter(principal),
          permissionsBoundary: policyArn,
        }),
      ),
    ),
});

export const localBoundaryRemover = (iam: LocalIam, identity: OwnIdentity): BoundaryRemover => ({
  deleteBoundary: ({ principal, sagaId }) =>
    Promise.resolve(
      resultOf(
        iam.call(
          sessionOf(identity, identity.undoRoleArn, sagaId),
          `Delete${noun(principal)}PermissionsBoundary`,
          nameParameter(principal),
        ),
      ),
    ),
  deletePolicy: ({ arn, sagaId }) =>
    Promise.resolve(
      resultOf(iam.call(sessionOf(identity, identity.undoRoleArn, sagaId), 'DeletePolicy', { policyArn: arn })),
    ),
});
