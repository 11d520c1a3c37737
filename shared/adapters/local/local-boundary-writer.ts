import type {
  BoundaryRemover,
  BoundaryWriter,
  Credential,
  CredentialWriter,
  DenyWriter,
  WriteResult,
} from '../../ports/containment-ports.ts';
import { documentText } from '../../facts/policy-document.ts';
import type { OwnIdentity } from '../../ports/ports.ts';
import type { PrincipalRef } from '../../ports/principal-reader.ts';
import { checkOwnInline, checkOwnInlineName, holdsOnlyDenies, NotOwnInline } from '../../response/own-inline.ts';
import { defaultDocument } from './iam/iam-facts.ts';
import { usesOf } from './iam/iam-lookup.ts';
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
        : {
            found: 'yes',
            value: { document: documentText(document), versionId: document.versionId ?? '', uses: usesOf(iam, arn) },
          },
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
  restoreBoundary: ({ principal, policyArn, sagaId }) =>
    Promise.resolve(
      resultOf(
        iam.call(sessionOf(identity, identity.undoRoleArn, sagaId), `Put${noun(principal)}PermissionsBoundary`, {
          ...nameParameter(principal),
          permissionsBoundary: policyArn,
        }),
      ),
    ),
  deleteInline: async ({ principal, name, sagaId }) => {
    checkOwnInlineName(name);
    return Promise.resolve(
      resultOf(
        iam.call(
          sessionOf(identity, identity.undoInlineRoleArn ?? identity.undoRoleArn, sagaId),
          `Delete${noun(principal)}Policy`,
          {
            ...nameParameter(principal),
            policyName: name,
          },
        ),
      ),
    );
  },
  detach: ({ principal, policyArn, sagaId }) =>
    Promise.resolve(
      resultOf(
        iam.call(
          sessionOf(identity, identity.undoInlineRoleArn ?? identity.undoRoleArn, sagaId),
          `Detach${noun(principal)}Policy`,
          {
            ...nameParameter(principal),
            policyArn,
          },
        ),
      ),
    ),
  reactivate: ({ userName, credential, sagaId }) =>
    Promise.resolve(
      setStatus(iam, sessionOf(identity, identity.undoKeysRoleArn ?? identity.undoRoleArn, sagaId), {
        userName,
        credential,
        status: 'Active',
      }),
    ),
  deletePolicy: ({ arn, sagaId }) =>
    Promise.resolve(
      resultOf(iam.call(sessionOf(identity, identity.undoRoleArn, sagaId), 'DeletePolicy', { policyArn: arn })),
    ),
});

const notInstalled = (what: string): WriteResult => ({
  written: false,
  code: 'denied',
  detail: `No role that ${what} is installed.`,
});

export const localDenyWriter = (iam: LocalIam, identity: OwnIdentity): DenyWriter => ({
  putInline: async ({ principal, name, document, sagaId }) => {
    checkOwnInline(name, document);
    const role = identity.containInlineRoleArn;
    if (role === undefined) return Promise.resolve(notInstalled('writes inline policies'));
    return Promise.resolve(
      resultOf(
        iam.call(sessionOf(identity, role, sagaId), `Put${noun(principal)}Policy`, {
          ...nameParameter(principal),
          policyName: name,
          policyDocument: document,
        }),
      ),
    );
  },
  attach: async ({ principal, policyArn, sagaId }) => {
    const role = identity.containInlineRoleArn;
    if (role === undefined) return Promise.resolve(notInstalled('attaches policies'));
    const policy = iam.store.policies.read(policyArn);
    const document = policy === undefined ? undefined : defaultDocument(policy);
    if (document === undefined) {
      return Promise.resolve({ written: false, code: 'gone', detail: `NoSuchEntityException: ${policyArn}` });
    }
    if (document.versionId !== 'v1' || !holdsOnlyDenies(documentText(document))) {
      throw new NotOwnInline(`refused to attach ${policyArn}: it does not hold Deny statements alone`);
    }
    return Promise.resolve(
      resultOf(
        iam.call(sessionOf(identity, role, sagaId), `Attach${noun(principal)}Policy`, {
          ...nameParameter(principal),
          policyArn,
        }),
      ),
    );
  },
});

const setStatus = (
  iam: LocalIam,
  caller: Caller,
  { userName, credential, status }: { userName: string; credential: Credential; status: 'Active' | 'Inactive' },
): WriteResult =>
  resultOf(
    credential.kind === 'access-key'
      ? iam.call(caller, 'UpdateAccessKey', { userName, accessKeyId: credential.id, status })
      : iam.call(caller, 'UpdateServiceSpecificCredential', {
          userName,
          serviceSpecificCredentialId: credential.id,
          status,
        }),
  );

export const localCredentialWriter = (iam: LocalIam, identity: OwnIdentity): CredentialWriter => ({
  deactivate: ({ userName, credential, sagaId }) =>
    Promise.resolve(
      identity.containKeysRoleArn === undefined
        ? notInstalled('makes credentials inactive')
        : setStatus(iam, sessionOf(identity, identity.containKeysRoleArn, sagaId), {
            userName,
            credential,
            status: 'Inactive',
          }),
    ),
});
