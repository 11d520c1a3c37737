import type { Credential, CredentialWriter, WriteResult } from '../../ports/containment-ports.ts';
import { setCredentialStatus } from './iam-credential-status.ts';
import { iamWrite } from './iam-write.ts';
import type { SagaSessions } from './saga-sessions.ts';

/** Makes credentials inactive. It has no call that makes one active, and none that deletes one. */
export class IamCredentialWriter implements CredentialWriter {
  private readonly sessions: SagaSessions | undefined;

  /** @param sessions absent: the role is not installed, and every write is refused. */
  constructor(sessions: SagaSessions | undefined) {
    this.sessions = sessions;
  }

  async deactivate(input: { userName: string; credential: Credential; sagaId: string }): Promise<WriteResult> {
    const { sessions } = this;
    if (sessions === undefined) {
      return {
        written: false,
        code: 'denied',
        detail: 'No role that makes credentials inactive is installed (RINGFENCE_CONTAIN_KEYS_ROLE_ARN).',
      };
    }
    return iamWrite(async () =>
      setCredentialStatus(await sessions.of(input.sagaId), input.userName, input.credential, 'Inactive'),
    );
  }
}
