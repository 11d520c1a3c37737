import {
  AttachRolePolicyCommand,
  AttachUserPolicyCommand,
  GetPolicyCommand,
  GetPolicyVersionCommand,
  PutRolePolicyCommand,
  PutUserPolicyCommand,
} from '@aws-sdk/client-iam';
import type { DenyWriter, WriteResult } from '../../ports/containment-ports.ts';
import type { PrincipalRef } from '../../ports/principal-reader.ts';
import type { Read } from '../../ports/read.ts';
import { checkOwnInline, holdsOnlyDenies, NotOwnInline } from '../../response/own-inline.ts';
import { decodedDocument } from './iam-documents.ts';
import { readWhole, required } from './iam-read.ts';
import { iamWrite } from './iam-write.ts';
import { ownPolicyName } from './own-policy.ts';
import type { SagaSessions } from './saga-sessions.ts';

const notInstalled: WriteResult = {
  written: false,
  code: 'denied',
  detail:
    'No role that writes a Deny beside the policies of a principal is installed (RINGFENCE_CONTAIN_INLINE_ROLE_ARN).',
};

/**
 * Writes inline Denies and attaches Deny policies. IAM cannot tell a Deny from a grant here, so this is the last place that
 * can: nothing is sent whose every statement is not a Deny.
 */
export class IamDenyWriter implements DenyWriter {
  private readonly sessions: SagaSessions | undefined;

  /** @param sessions absent: the role is not installed, and every write is refused. */
  constructor(sessions: SagaSessions | undefined) {
    this.sessions = sessions;
  }

  async putInline(input: {
    principal: PrincipalRef;
    name: string;
    document: string;
    sagaId: string;
  }): Promise<WriteResult> {
    const { principal, name, document } = input;
    checkOwnInline(name, document);
    const { sessions } = this;
    if (sessions === undefined) return notInstalled;
    const policy = { PolicyName: name, PolicyDocument: document };
    return iamWrite(async () => {
      const iam = await sessions.of(input.sagaId);
      return principal.kind === 'role'
        ? iam.send(new PutRolePolicyCommand({ RoleName: principal.name, ...policy }))
        : iam.send(new PutUserPolicyCommand({ UserName: principal.name, ...policy }));
    });
  }

  async attach(input: { principal: PrincipalRef; policyArn: string; sagaId: string }): Promise<WriteResult> {
    const { principal, policyArn: PolicyArn } = input;
    ownPolicyName(PolicyArn);
    const { sessions } = this;
    if (sessions === undefined) return notInstalled;
    // A boundary of ours allows everything: attached it would grant it. What is attached is looked at first.
    const read = await this.readOwn(sessions, PolicyArn);
    switch (read.found) {
      case 'no':
        return { written: false, code: 'gone', detail: `${PolicyArn} is not there.` };
      case 'unreadable':
        return { written: false, code: 'conflict', detail: read.why };
      case 'yes':
        break;
    }
    if (read.value.versionId !== 'v1' || !holdsOnlyDenies(read.value.document)) {
      throw new NotOwnInline(`refused to attach ${PolicyArn}: it does not hold Deny statements alone`);
    }
    return iamWrite(async () => {
      const iam = await sessions.of(input.sagaId);
      return principal.kind === 'role'
        ? iam.send(new AttachRolePolicyCommand({ RoleName: principal.name, PolicyArn }))
        : iam.send(new AttachUserPolicyCommand({ UserName: principal.name, PolicyArn }));
    });
  }

  private readOwn(sessions: SagaSessions, PolicyArn: string): Promise<Read<{ document: string; versionId: string }>> {
    return readWhole({ what: PolicyArn, permission: 'iam:GetPolicy and iam:GetPolicyVersion' }, async () => {
      const iam = sessions.forReading();
      const { Policy } = await iam.send(new GetPolicyCommand({ PolicyArn }));
      const versionId = required(Policy?.DefaultVersionId, `default version of ${PolicyArn}`);
      const { PolicyVersion } = await iam.send(new GetPolicyVersionCommand({ PolicyArn, VersionId: versionId }));
      return { document: decodedDocument(required(PolicyVersion?.Document, `document of ${PolicyArn}`)), versionId };
    });
  }
}
