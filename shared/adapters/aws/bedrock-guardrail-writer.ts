import {
  CreateGuardrailCommand,
  CreateGuardrailVersionCommand,
  DeleteGuardrailCommand,
  ListTagsForResourceCommand,
  UpdateGuardrailCommand,
  type CreateGuardrailCommandInput,
  type UpdateGuardrailCommandInput,
} from '@aws-sdk/client-bedrock';
import { z } from 'zod';
import type { WriteResult } from '../../ports/containment-ports.ts';
import type { GuardrailWriter, Made, NamedGuardrail, ReferenceRef } from '../../ports/guardrail-writer.ts';
import type { Read } from '../../ports/read.ts';
import { restorationTag } from '../../response/guardrail/restorable-tags.ts';
import { awsFailure } from './aws-failure.ts';
import { bedrockWrite } from './bedrock-write.ts';
import { namedIn, NamesSeveral, prepareReference, readReference, writeReference } from './guardrail-reference.ts';
import { guardrailInPath } from './guardrail-in-path.ts';
import type { GuardrailClients, GuardrailSessions } from './guardrail-sessions.ts';
import { required } from './iam-read.ts';

export { restorationTag };

/** What both calls must have; the rest is GetGuardrail's own answer turned round (guardrailRequest). */
const request = z.looseObject({
  name: z.string(),
  blockedInputMessaging: z.string(),
  blockedOutputsMessaging: z.string(),
});

const notInstalled: WriteResult & { written: false } = {
  written: false,
  code: 'denied',
  detail: 'No role that writes guardrails is installed (RINGFENCE_RESTORE_ROLE_ARN).',
};

/** Guardrails, agents, flows and enforcement of AWS. It reads with the function's own role and writes with the saga's. */
export class BedrockGuardrailWriter implements GuardrailWriter {
  private readonly reading: GuardrailClients;
  private readonly sessions: GuardrailSessions | undefined;

  /** @param sessions absent: the role is not installed, and every write is refused. */
  constructor(reading: GuardrailClients, sessions: GuardrailSessions | undefined) {
    this.reading = reading;
    this.sessions = sessions;
  }

  async create(input: Parameters<GuardrailWriter['create']>[0]): Promise<Made<{ id: string; arn: string }>> {
    const { sessions } = this;
    if (sessions === undefined) return notInstalled;
    const parsed = request.safeParse(input.request);
    if (!parsed.success) return notWhole(parsed.error);
    const command: CreateGuardrailCommandInput = {
      ...parsed.data,
      tags: [{ key: restorationTag, value: input.sagaId }, ...(input.tags ?? [])],
      clientRequestToken: input.token,
    };
    return bedrockWrite(
      async () => (await sessions.of(input.sagaId)).bedrock(input.region).send(new CreateGuardrailCommand(command)),
      (answer) => ({
        id: required(answer.guardrailId, 'guardrailId'),
        arn: required(answer.guardrailArn, 'guardrailArn'),
      }),
    );
  }

  async update(input: Parameters<GuardrailWriter['update']>[0]): Promise<WriteResult> {
    const { sessions } = this;
    if (sessions === undefined) return notInstalled;
    const parsed = request.safeParse(input.request);
    if (!parsed.success) return notWhole(parsed.error);
    const command: UpdateGuardrailCommandInput = { ...parsed.data, guardrailIdentifier: input.id };
    return bedrockWrite(
      async () => (await sessions.of(input.sagaId)).bedrock(input.region).send(new UpdateGuardrailCommand(command)),
      () => ({}),
    );
  }

  async publish(input: Parameters<GuardrailWriter['publish']>[0]): Promise<Made<{ version: string }>> {
    const { sessions } = this;
    if (sessions === undefined) return notInstalled;
    const { region, id, token, description, sagaId } = input;
    return bedrockWrite(
      async () =>
        (await sessions.of(sagaId)).bedrock(region).send(
          new CreateGuardrailVersionCommand({
            guardrailIdentifier: id,
            clientRequestToken: token,
            description: description.slice(0, 200),
          }),
        ),
      (answer) => ({ version: required(answer.version, 'version') }),
    );
  }

  async remove({ region, arn, sagaId }: Parameters<GuardrailWriter['remove']>[0]): Promise<WriteResult> {
    const { sessions } = this;
    if (sessions === undefined) return notInstalled;
    const by = await this.madeBy(region, arn);
    if (by.found === 'unreadable') return { written: 'unknown', code: 'answer-lost', detail: by.why };
    if (by.found === 'no' || by.value !== sagaId) {
      return { written: false, code: 'denied', detail: `guardrail ${arn} does not carry the tag of ${sagaId}` };
    }
    // What a restoration made is of the own account, whose id stands in its ARN.
    const guardrailIdentifier = guardrailInPath(arn.split(':')[4] ?? '', region, arn);
    return bedrockWrite(
      async () => (await sessions.of(sagaId)).bedrock(region).send(new DeleteGuardrailCommand({ guardrailIdentifier })),
      () => ({}),
    );
  }

  madeBy(region: string, arn: string): Promise<Read<string>> {
    return reading(`the tags of ${arn} (bedrock:ListTagsForResource)`, async () => {
      const { tags = [] } = await this.reading
        .bedrock(region)
        .send(new ListTagsForResourceCommand({ resourceARN: arn }));
      return tags.find(({ key }) => key === restorationTag)?.value;
    });
  }

  named(reference: ReferenceRef): Promise<Read<NamedGuardrail>> {
    return reading(`${reference.kind} ${reference.by}`, async () => {
      const read = await readReference(this.reading, reference);
      return read === undefined ? undefined : namedIn(read, reference.by);
    });
  }

  /** Reads and compares right before it writes: Bedrock has no write on condition. */
  async repoint(input: Parameters<GuardrailWriter['repoint']>[0]): Promise<WriteResult> {
    const { sessions } = this;
    if (sessions === undefined) return notInstalled;
    const { from, to, sagaId, ...reference } = input;
    const what = `${reference.kind} ${reference.by}`;
    const read = await reading(what, () => readReference(this.reading, reference));
    if (read.found === 'unreadable') return { written: 'unknown', code: 'answer-lost', detail: read.why };
    const now = read.found === 'yes' ? namedIn(read.value, reference.by) : undefined;
    if (read.found === 'no' || now?.identifier !== from) {
      return { written: false, code: 'conflict', detail: `${what} names ${now?.identifier ?? 'no guardrail'}` };
    }
    return bedrockWrite(
      async () => {
        const clients = await sessions.of(sagaId);
        if (now.identifier !== to.identifier || now.version !== to.version)
          return writeReference(clients, reference, read.value, to);
        await prepareReference(clients, reference, read.value);
        // The request id that counts is the one of the update, whose answer was lost.
        return { $metadata: {} };
      },
      () => ({}),
    );
  }
}

const notWhole = (error: z.ZodError): WriteResult & { written: false } => ({
  written: false,
  code: 'denied',
  detail: `nothing was sent: the remembered guardrail lacks ${error.issues.map(({ path }) => path.join('.')).join(', ')}`,
});

const reading = async <T>(what: string, read: () => Promise<T | undefined>): Promise<Read<T>> => {
  try {
    const value = await read();
    return value === undefined ? { found: 'no' } : { found: 'yes', value };
  } catch (error) {
    if (error instanceof NamesSeveral) return { found: 'unreadable', why: error.message, code: error.name };
    const failure = awsFailure(error);
    if (failure.kind === 'missing') return { found: 'no' };
    return { found: 'unreadable', why: `${what} cannot be read: ${failure.detail}`, code: failure.code };
  }
};
