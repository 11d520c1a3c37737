import {
  DeletePolicyCommand,
  DeleteRolePermissionsBoundaryCommand,
  DeleteUserPermissionsBoundaryCommand,
} from '@aws-sdk/client-iam';
import type { BoundaryRemover, WriteResult } from '../../ports/containment-ports.ts';
import type { PrincipalRef } from '../../ports/principal-reader.ts';
import { iamWrite } from './iam-write.ts';
import { ownPolicyName } from './own-policy.ts';
import type { SagaSessions } from './saga-sessions.ts';

/** Takes boundaries off and removes policies of Ringfence. A role of its own: this can widen. */
export class IamBoundaryRemover implements BoundaryRemover {
  private readonly sessions: SagaSessions;

  constructor(sessions: SagaSessions) {
    this.sessions = sessions;
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

  async deletePolicy(input: { arn: string; sagaId: string }): Promise<WriteResult> {
    ownPolicyName(input.arn);
    return iamWrite(async () =>
      (await this.sessions.of(input.sagaId)).send(new DeletePolicyCommand({ PolicyArn: input.arn })),
    );
  }
}
