import { createHash } from 'node:crypto';
import {
  CreatePolicyCommand,
  GetPolicyCommand,
  GetPolicyVersionCommand,
  PutRolePermissionsBoundaryCommand,
  PutUserPermissionsBoundaryCommand,
} from '@aws-sdk/client-iam';
import type { BoundaryWriter, WriteResult } from '../../ports/containment-ports.ts';
import type { PrincipalRef } from '../../ports/principal-reader.ts';
import type { Read } from '../../ports/read.ts';
import { decodedDocument } from './iam-documents.ts';
import { readWhole, required } from './iam-read.ts';
import { iamWrite } from './iam-write.ts';
import { ownPolicyName, ownPolicyPath } from './own-policy.ts';
import type { SagaSessions } from './saga-sessions.ts';

/** Creates content-named policies and sets them as boundary. It has no call that could do anything else. */
export class IamBoundaryWriter implements BoundaryWriter {
  private readonly sessions: SagaSessions;

  constructor(sessions: SagaSessions) {
    this.sessions = sessions;
  }

  async createPolicy(input: {
    arn: string;
    document: string;
    description: string;
    sagaId: string;
  }): Promise<WriteResult> {
    const name = ownPolicyName(input.arn);
    const hash = createHash('sha256').update(input.document, 'utf8').digest('hex').slice(0, 32);
    if (name !== hash) throw new NotContentNamed(input.arn, hash);
    return iamWrite(async () =>
      (await this.sessions.of(input.sagaId)).send(
        new CreatePolicyCommand({
          PolicyName: name,
          Path: ownPolicyPath,
          PolicyDocument: input.document,
          // IAM takes at most 1,000 characters.
          Description: input.description.slice(0, 1_000),
        }),
      ),
    );
  }

  readPolicy(arn: string): Promise<Read<{ document: string; versionId: string; uses?: number }>> {
    return readWhole({ what: arn, permission: 'iam:GetPolicy and iam:GetPolicyVersion' }, async () => {
      const iam = this.sessions.forReading();
      const { Policy } = await iam.send(new GetPolicyCommand({ PolicyArn: arn }));
      const versionId = required(Policy?.DefaultVersionId, `default version of ${arn}`);
      const { PolicyVersion } = await iam.send(new GetPolicyVersionCommand({ PolicyArn: arn, VersionId: versionId }));
      const document = decodedDocument(required(PolicyVersion?.Document, `document of ${arn}`));
      // Both counts, or none: a part of them says nothing about use (IAM API Reference, "Policy").
      const { AttachmentCount: attached, PermissionsBoundaryUsageCount: bounds } = Policy ?? {};
      return attached === undefined || bounds === undefined
        ? { document, versionId }
        : { document, versionId, uses: attached + bounds };
    });
  }

  async putBoundary(input: { principal: PrincipalRef; policyArn: string; sagaId: string }): Promise<WriteResult> {
    ownPolicyName(input.policyArn);
    const { principal, policyArn: PermissionsBoundary } = input;
    return iamWrite(async () => {
      const iam = await this.sessions.of(input.sagaId);
      return principal.kind === 'role'
        ? iam.send(new PutRolePermissionsBoundaryCommand({ RoleName: principal.name, PermissionsBoundary }))
        : iam.send(new PutUserPermissionsBoundaryCommand({ UserName: principal.name, PermissionsBoundary }));
    });
  }
}

/** Its name would not be its content: whoever reads the boundary later could not tell that it was changed. */
export class NotContentNamed extends Error {
  constructor(arn: string, expected: string) {
    super(`refused to create ${arn}: the name of this document is ${expected}`);
    this.name = 'NotContentNamed';
  }
}
