import {
  DeletePolicyCommand,
  DeleteRolePermissionsBoundaryCommand,
  DeleteRolePolicyCommand,
  DeleteUserPermissionsBoundaryCommand,
  DeleteUserPolicyCommand,
  DetachRolePolicyCommand,
  DetachUserPolicyCommand,
  PutRolePermissionsBoundaryCommand,
  PutUserPermissionsBoundaryCommand,
} from '@aws-sdk/client-iam';
import type { BoundaryRemover, Credential, WriteResult } from '../../ports/containment-ports.ts';
import type { PrincipalRef } from '../../ports/principal-reader.ts';
import { checkOwnInlineName } from '../../response/own-inline.ts';
import { setCredentialStatus } from './iam-credential-status.ts';
import { iamWrite } from './iam-write.ts';
import { ownPolicyName } from './own-policy.ts';
import type { SagaSessions } from './saga-sessions.ts';

/** Takes back what Ringfence set, and removes its policies. Roles of their own: all of this can widen. */
export class IamBoundaryRemover implements BoundaryRemover {
  private readonly sessions: SagaSessions;
  private readonly beside: SagaSessions;
  private readonly keys: SagaSessions;

  /** @param others sessions for what stands beside a boundary, and for credentials. Absent: `sessions` does that too. */
  constructor(sessions: SagaSessions, others: { beside?: SagaSessions; keys?: SagaSessions } = {}) {
    this.sessions = sessions;
    this.beside = others.beside ?? sessions;
    this.keys = others.keys ?? sessions;
  }

  deleteBoundary(input: { principal: PrincipalRef; sagaId: string }): Promise<WriteResult> {
    const { principal } = input;
    return iamWrite(async () => {
      const iam = await this.sessions.of(input.sagaId);
      return principal.kind === 'role'
        ? iam.send(new DeleteRolePermissionsBoundaryCommand({ RoleName: principal.name }))
        : iam.send(new DeleteUserPermissionsBoundaryCommand({ UserName: principal.name }));
    });
  }

  restoreBoundary(input: { principal: PrincipalRef; policyArn: string; sagaId: string }): Promise<WriteResult> {
    const { principal, policyArn: PermissionsBoundary } = input;
    return iamWrite(async () => {
      const iam = await this.sessions.of(input.sagaId);
      return principal.kind === 'role'
        ? iam.send(new PutRolePermissionsBoundaryCommand({ RoleName: principal.name, PermissionsBoundary }))
        : iam.send(new PutUserPermissionsBoundaryCommand({ UserName: principal.name, PermissionsBoundary }));
    });
  }

  async deleteInline(input: { principal: PrincipalRef; name: string; sagaId: string }): Promise<WriteResult> {
    const { principal, name: PolicyName } = input;
    checkOwnInlineName(PolicyName);
    return iamWrite(async () => {
      const iam = await this.beside.of(input.sagaId);
      return principal.kind === 'role'
        ? iam.send(new DeleteRolePolicyCommand({ RoleName: principal.name, PolicyName }))
        : iam.send(new DeleteUserPolicyCommand({ UserName: principal.name, PolicyName }));
    });
  }

  async detach(input: { principal: PrincipalRef; policyArn: string; sagaId: string }): Promise<WriteResult> {
    const { principal, policyArn: PolicyArn } = input;
    ownPolicyName(PolicyArn);
    return iamWrite(async () => {
      const iam = await this.beside.of(input.sagaId);
      return principal.kind === 'role'
        ? iam.send(new DetachRolePolicyCommand({ RoleName: principal.name, PolicyArn }))
        : iam.send(new DetachUserPolicyCommand({ UserName: principal.name, PolicyArn }));
    });
  }

  reactivate(input: { userName: string; credential: Credential; sagaId: string }): Promise<WriteResult> {
    return iamWrite(async () =>
      setCredentialStatus(await this.keys.of(input.sagaId), input.userName, input.credential, 'Active'),
    );
  }

  async deletePolicy(input: { arn: string; sagaId: string }): Promise<WriteResult> {
    ownPolicyName(input.arn);
    return iamWrite(async () =>
      (await this.sessions.of(input.sagaId)).send(new DeletePolicyCommand({ PolicyArn: input.arn })),
    );
  }
}
