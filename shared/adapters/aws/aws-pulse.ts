import { DeleteGuardrailCommand, type BedrockClient } from '@aws-sdk/client-bedrock';
import { TagRoleCommand, type IAMClient } from '@aws-sdk/client-iam';
import type { Pulse } from '../../ports/pulse.ts';
import { awsFailure, isTransient } from './aws-failure.ts';

/** Nothing has these names, so that the calls would change nothing even where somebody allowed them. */
const noRole = 'ringfence-heartbeat-of-nobody';
const noGuardrail = 'ringfenceheartbeat';

/**
 * Calls that AWS refuses: a refused call is recorded like any other (AWS CloudTrail User Guide, "CloudTrail record contents",
 * `errorCode`), and no role of Ringfence needs a permission for it. That EventBridge is given refused calls too: [unconfirmed].
 * In the home Region a call of IAM, whose events come from there alone; elsewhere a call of Bedrock.
 */
export class AwsPulse implements Pulse {
  private readonly clients: { iam: IAMClient; bedrock: (region: string) => BedrockClient };
  private readonly home: string;

  constructor(clients: { iam: IAMClient; bedrock: (region: string) => BedrockClient }, home: string) {
    this.clients = clients;
    this.home = home;
  }

  async beat(region: string): Promise<void> {
    const { iam, bedrock } = this.clients;
    try {
      if (region === this.home)
        await iam.send(new TagRoleCommand({ RoleName: noRole, Tags: [{ Key: 'ringfence', Value: 'heartbeat' }] }));
      else await bedrock(region).send(new DeleteGuardrailCommand({ guardrailIdentifier: noGuardrail }));
    } catch (error) {
      // Refused, or not there: it was looked at, which is all that was wanted.
      if (isTransient(awsFailure(error))) throw error;
    }
  }
}
