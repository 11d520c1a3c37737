import {
  DeleteGuardrailCommand,
  DeleteModelInvocationLoggingConfigurationCommand,
  ListGuardrailsCommand,
} from '@aws-sdk/client-bedrock';
import { ListQueuesCommand } from '@aws-sdk/client-sqs';
import type { Clients } from './emulated-account.ts';

/** Three actions, of which Ringfence asks about the first alone. */
export const given = ['bedrock:DeleteModelInvocationLoggingConfiguration', 'bedrock:ListGuardrails', 'sqs:ListQueues'];

/** A sensitive call that may be repeated. */
export const useWitness = async ({ bedrock }: Clients): Promise<void> => {
  await bedrock.send(new DeleteModelInvocationLoggingConfigurationCommand({}));
};

/** Another one. There is no such guardrail, so whoever may delete it is told that. */
export const useOtherWitness = async ({ bedrock }: Clients): Promise<void> => {
  try {
    await bedrock.send(new DeleteGuardrailCommand({ guardrailIdentifier: 'nosuchguardr' }));
  } catch (error) {
    if (!(error instanceof Error) || error.name !== 'ResourceNotFoundException') throw error;
  }
};

/** Calls that no question is about: they must answer the same before, during and after. */
export const useTheRest = async ({ bedrock, sqs }: Clients): Promise<void> => {
  await bedrock.send(new ListGuardrailsCommand({}));
  await sqs.send(new ListQueuesCommand({}));
};

/** How IAM refuses what a Deny stands against. */
export const explicitDeny = { name: /AccessDenied/, message: /explicit deny/ };
/** How it refuses a key that is not active. */
export const unknownKey = { name: /InvalidClientTokenId|UnrecognizedClient/ };
