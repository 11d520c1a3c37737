import { AssumeRoleCommand, type STSClient } from '@aws-sdk/client-sts';
import type { ConnectionSettings, Credentials } from './aws-clients.ts';
import { required } from './iam-read.ts';
import { stateClients, type StateClients } from './state-clients.ts';

export type GuardrailClients = Pick<StateClients, 'bedrock' | 'bedrockAgent'>;

/** Shorter than the least that STS gives (15 minutes), so that a session never ends in the middle of a call. */
const keptMilliseconds = 10 * 60_000;

/** Bedrock as the role that writes guardrails, in a session that is named by the restoration. */
export class GuardrailSessions {
  private readonly sts: STSClient;
  private readonly roleArn: string;
  private readonly make: (credentials: Credentials) => GuardrailClients;
  private readonly now: () => number;
  private readonly sessions = new Map<string, { clients: GuardrailClients; until: number }>();

  constructor(
    sts: STSClient,
    roleArn: string,
    make: (credentials: Credentials) => GuardrailClients,
    now: () => number = Date.now,
  ) {
    this.sts = sts;
    this.roleArn = roleArn;
    this.make = make;
    this.now = now;
  }

  async of(sagaId: string): Promise<GuardrailClients> {
    const open = this.sessions.get(sagaId);
    if (open && open.until > this.now()) return open.clients;
    const answer = await this.sts.send(
      new AssumeRoleCommand({ RoleArn: this.roleArn, RoleSessionName: sagaId, DurationSeconds: 900 }),
    );
    const credentials = required(answer.Credentials, 'Credentials');
    const clients = this.make({
      accessKeyId: required(credentials.AccessKeyId, 'AccessKeyId'),
      secretAccessKey: required(credentials.SecretAccessKey, 'SecretAccessKey'),
      sessionToken: required(credentials.SessionToken, 'SessionToken'),
    });
    this.sessions.set(sagaId, { clients, until: this.now() + keptMilliseconds });
    return clients;
  }
}

/**
 * A write is sent once: the SDK's own retry could follow a call that was carried out, and only the restoration knows to look
 * before it sends again.
 */
export const guardrailClients = (
  { region, endpoint, requestTimeout }: ConnectionSettings,
  credentials: Credentials,
): GuardrailClients => {
  const common = {
    region,
    maxAttempts: 1,
    credentials,
    ...(endpoint === undefined ? {} : { endpoint }),
    requestHandler: {
      connectionTimeout: Math.min(requestTimeout, 3_000),
      requestTimeout,
      throwOnRequestTimeout: true,
    },
  };
  return stateClients(common);
};
