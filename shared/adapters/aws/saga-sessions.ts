import type { IAMClient } from '@aws-sdk/client-iam';
import { AssumeRoleCommand, type STSClient } from '@aws-sdk/client-sts';
import type { AwsClients } from './aws-clients.ts';
import { required } from './iam-read.ts';

/** Shorter than the least that STS gives (15 minutes), so that a session never ends in the middle of a call. */
const keptMilliseconds = 10 * 60_000;

/**
 * IAM as Ringfence's own role, in a session that is named by the saga: CloudTrail then says which saga made a call, and an
 * event of the same role with another session name is not ours (containment: own events).
 */
export class SagaSessions {
  private readonly clients: Pick<AwsClients, 'iam' | 'iamAs'> & { sts: STSClient };
  private readonly roleArn: string | undefined;
  private readonly now: () => number;
  private readonly sessions = new Map<string, { client: IAMClient; until: number }>();

  /** @param roleArn absent: the ambient credentials are used, and an echo is known by its content alone. */
  constructor(
    clients: Pick<AwsClients, 'iam' | 'iamAs' | 'sts'>,
    roleArn: string | undefined,
    now: () => number = Date.now,
  ) {
    this.clients = clients;
    this.roleArn = roleArn;
    this.now = now;
  }

  /** Reads need no name of their own. */
  forReading(): IAMClient {
    return this.clients.iam;
  }

  async of(sagaId: string): Promise<IAMClient> {
    if (this.roleArn === undefined) return this.clients.iam;
    const open = this.sessions.get(sagaId);
    if (open && open.until > this.now()) return open.client;
    const answer = await this.clients.sts.send(
      new AssumeRoleCommand({ RoleArn: this.roleArn, RoleSessionName: sagaId, DurationSeconds: 900 }),
    );
    const credentials = required(answer.Credentials, 'Credentials');
    const client = this.clients.iamAs({
      accessKeyId: required(credentials.AccessKeyId, 'AccessKeyId'),
      secretAccessKey: required(credentials.SecretAccessKey, 'SecretAccessKey'),
      sessionToken: required(credentials.SessionToken, 'SessionToken'),
    });
    this.sessions.set(sagaId, { client, until: this.now() + keptMilliseconds });
    return client;
  }
}
