import {
  BedrockClient,
  CreateGuardrailCommand,
  CreateGuardrailVersionCommand,
  DeleteGuardrailCommand,
  ListEnforcedGuardrailsConfigurationCommand,
  ListTagsForResourceCommand,
  PutEnforcedGuardrailConfigurationCommand,
  UpdateGuardrailCommand,
} from '@aws-sdk/client-bedrock';
import {
  BedrockAgentClient,
  GetAgentCommand,
  PrepareAgentCommand,
  UpdateAgentCommand,
} from '@aws-sdk/client-bedrock-agent';
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import { mockClient } from 'aws-sdk-client-mock';
import { awsClients } from '../../shared/adapters/aws/aws-clients.ts';
import { BedrockGuardrailWriter } from '../../shared/adapters/aws/bedrock-guardrail-writer.ts';
import { guardrailClients, GuardrailSessions } from '../../shared/adapters/aws/guardrail-sessions.ts';
import { manualClock } from '../../shared/adapters/local/local-clock.ts';
import { localWorld } from '../../shared/adapters/local/local-world.ts';
import type { Made, ReferenceRef } from '../../shared/ports/guardrail-writer.ts';
import type { WriteResult } from '../../shared/ports/containment-ports.ts';
import type { Tag } from '../../shared/facts/guardrail/tags-of-guardrail.ts';
import { restorationTag } from '../../shared/response/guardrail/restorable-tags.ts';
import type { GuardrailAccount } from './guardrail-writer.ts';

const region = 'us-east-1';
const $metadata = { requestId: 'q-1' };
const connection = { region, requestTimeout: 1_000 };

const refusal = (name: string, status: number): Error =>
  Object.assign(new Error(name), { name, $metadata: { httpStatusCode: status } });
const statusOf = (code: string): readonly [string, number] => {
  if (code === 'gone') return ['ResourceNotFoundException', 404];
  return code === 'exists' ? ['ConflictException', 400] : ['AccessDeniedException', 403];
};

/** The answer, or the exception that the SDK would throw. */
const answered = <T>(result: Made<T> | WriteResult): object => {
  if (result.written === true) return { ...result, $metadata };
  const [name, status] = statusOf(result.code);
  throw refusal(name, status);
};

/**
 * The AWS adapter over the SDK's own clients, whose calls are answered by the local account: no emulator knows guardrails. What the
 * adapter sends is what the local account gets.
 */
export const pretendedBedrock = (): GuardrailAccount => {
  const world = localWorld({ clock: manualClock('2026-11-21T21:00:00.000Z') });
  const local = world.guardrailWriter;
  const clients = awsClients(connection);
  const sessions = new GuardrailSessions(clients.sts, 'arn:aws:iam::111122223333:role/ringfence/w', (credentials) =>
    guardrailClients(connection, credentials),
  );
  mockClient(STSClient)
    .on(AssumeRoleCommand)
    .resolves({ Credentials: { AccessKeyId: 'a', SecretAccessKey: 's', SessionToken: 't', Expiration: new Date() } });
  const bedrock = mockClient(BedrockClient);
  const tagOf = new Map<string, string>();
  bedrock.on(CreateGuardrailCommand).callsFake(async ({ tags, clientRequestToken, ...request }) => {
    const all = tags as Tag[];
    const sagaId = all.find(({ key }) => key === restorationTag)?.value ?? '';
    const others = all.filter(({ key }) => key !== restorationTag);
    const result = await local.create({ region, request, tags: others, token: String(clientRequestToken), sagaId });
    if (result.written === true) tagOf.set(result.arn, sagaId);
    const { id, arn } = answered(result) as { id: string; arn: string };
    return { guardrailId: id, guardrailArn: arn, $metadata };
  });
  bedrock
    .on(UpdateGuardrailCommand)
    .callsFake(async ({ guardrailIdentifier, ...request }) =>
      answered(await local.update({ region, id: String(guardrailIdentifier), request, sagaId: '' })),
    );
  bedrock
    .on(CreateGuardrailVersionCommand)
    .callsFake(async ({ guardrailIdentifier, clientRequestToken, description }) =>
      answered(
        await local.publish({
          region,
          id: String(guardrailIdentifier),
          token: String(clientRequestToken),
          description: String(description),
          sagaId: '',
        }),
      ),
    );
  bedrock.on(DeleteGuardrailCommand).callsFake(async ({ guardrailIdentifier }) => {
    const id = String(guardrailIdentifier);
    const arn = [...tagOf.keys()].find((each) => each === id || each.endsWith(`:guardrail/${id}`)) ?? id;
    return answered(await local.remove({ region, arn, sagaId: tagOf.get(arn) ?? '' }));
  });
  bedrock.on(ListTagsForResourceCommand).callsFake(async ({ resourceARN }) => {
    const by = await local.madeBy(region, String(resourceARN));
    if (by.found !== 'yes') throw refusal('ResourceNotFoundException', 404);
    return { tags: [{ key: 'ringfence-restoration', value: by.value }], $metadata };
  });
  const there = (reference: ReferenceRef) => {
    const found = world.guardrailReferences.get(reference);
    if (found === undefined) throw refusal('ResourceNotFoundException', 404);
    return found;
  };
  bedrock.on(ListEnforcedGuardrailsConfigurationCommand).callsFake(() => ({
    guardrailsConfig: world.guardrailReferences
      .all(region)
      .filter(({ kind }) => kind === 'enforcement')
      .map(({ by, identifier, version }) => ({ configId: by, guardrailArn: identifier, guardrailVersion: version })),
    $metadata,
  }));
  bedrock.on(PutEnforcedGuardrailConfigurationCommand).callsFake(({ configId, guardrailInferenceConfig }) => {
    const config = guardrailInferenceConfig as { guardrailIdentifier: string; guardrailVersion: string };
    const [by, identifier, version] = [String(configId), config.guardrailIdentifier, config.guardrailVersion];
    world.guardrailReferences.set({ region, kind: 'enforcement', by, identifier, version });
    return { $metadata };
  });
  const agents = mockClient(BedrockAgentClient);
  const agentBy = (agentId: unknown): ReferenceRef => ({
    region,
    kind: 'agent',
    by: `arn:aws:bedrock:${region}:111122223333:agent/${String(agentId)}`,
  });
  agents.on(GetAgentCommand).callsFake(({ agentId }) => {
    const { identifier, version } = there(agentBy(agentId));
    const guardrailConfiguration = { guardrailIdentifier: identifier, guardrailVersion: version };
    return { agent: { agentId: String(agentId), agentStatus: 'PREPARED', guardrailConfiguration }, $metadata };
  });
  agents.on(UpdateAgentCommand).callsFake(({ agentId, guardrailConfiguration }) => {
    const { guardrailIdentifier: identifier, guardrailVersion: version } = guardrailConfiguration as {
      guardrailIdentifier: string;
      guardrailVersion: string;
    };
    world.guardrailReferences.set({ ...agentBy(agentId), identifier, version });
    return { $metadata };
  });
  agents.on(PrepareAgentCommand).resolves({ $metadata });
  return {
    writer: new BedrockGuardrailWriter(clients, sessions),
    guardrail: async (id, version) => {
      const read = await world.bedrock.guardrail(region, id, version);
      return read.found === 'yes' ? read.value : undefined;
    },
    names: world.guardrailReferences.set,
  };
};

/** The local adapter as it is. */
export const localGuardrails = (): GuardrailAccount => {
  const world = localWorld({ clock: manualClock('2026-11-21T21:00:00.000Z') });
  return {
    writer: world.guardrailWriter,
    guardrail: async (id, version) => {
      const read = await world.bedrock.guardrail(region, id, version);
      return read.found === 'yes' ? read.value : undefined;
    },
    names: world.guardrailReferences.set,
  };
};
