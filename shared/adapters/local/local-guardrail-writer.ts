import type { JsonObject } from '../../change/json-object.ts';
import { isJsonObject } from '../../change/json-object.ts';
import type { GuardrailFacts } from '../../facts/account-facts.ts';
import type { Clock } from '../../ports/clock.ts';
import type { WriteResult } from '../../ports/containment-ports.ts';
import type { GuardrailWriter } from '../../ports/guardrail-writer.ts';
import type { OwnIdentity } from '../../ports/ports.ts';
import type { Read } from '../../ports/read.ts';
import { inOrder } from '../../facts/guardrail/tags-of-guardrail.ts';
import { sha256 } from '../../response/canonical-json.ts';
import { restorationTag } from '../../response/guardrail/restorable-tags.ts';
import type { LocalBedrock } from './local-bedrock.ts';
import type { LocalGuardrailReferences } from './local-guardrail-references.ts';
import { rowOf, type LocalState } from './local-state.ts';

/** What Bedrock keeps of a token: a repeat answers the same and makes nothing. */
type Remembered = { id: string; arn: string; version: string };
type Tag = { sagaId: string };

/** The local account as GuardrailWriter: names are one each in a Region, tokens are remembered, versions are counted from 1. */
export const localGuardrailWriter = (
  state: LocalState,
  bedrock: LocalBedrock,
  references: LocalGuardrailReferences,
  { clock, identity }: { clock: Clock; identity: OwnIdentity },
): GuardrailWriter => {
  const tokens = state.table('bedrock.token', rowOf<Remembered>('id', 'arn', 'version'));
  const tags = state.table('bedrock.guardrail-tag', rowOf<Tag>('sagaId'));
  const counters = state.table('bedrock.guardrail-version', rowOf<{ last: number }>('last'));
  const written = (): WriteResult & { written: true } => ({ written: true, requestId: clock.id() });
  const gone = (what: string): WriteResult & { written: false } => ({
    written: false,
    code: 'gone',
    detail: `ResourceNotFoundException: there is no ${what}`,
  });
  const draftOf = async (region: string, identifier: string): Promise<GuardrailFacts | undefined> =>
    valueOf(await bedrock.guardrail(region, identifier));

  return {
    create: async ({ region, request, tags: asked = [], token, sagaId }) => {
      const name = String(request['name']);
      const all = valueOf(await bedrock.guardrails(region)) ?? [];
      // From here on nothing waits: two calls of one token make one guardrail.
      const before = tokens.get(token);
      if (before !== undefined) return { ...written(), id: before.id, arn: before.arn };
      if (all.some((each) => each.name === name)) {
        return { written: false, code: 'exists', detail: `ConflictException: a guardrail named ${name} is there` };
      }
      const id = `gr${sha256(token).slice(0, 10)}`;
      const arn = `arn:${identity.partition}:bedrock:${region}:${identity.accountId}:guardrail/${id}`;
      state.transaction(() => {
        const content = {
          ...answerOf(request),
          guardrailId: id,
          guardrailArn: arn,
          version: 'DRAFT',
          status: 'READY',
          tags: inOrder([{ key: restorationTag, value: sagaId }, ...asked]),
        };
        bedrock.setGuardrail({ id, arn, region, version: 'DRAFT', name, content });
        tokens.put(token, { id, arn, version: 'DRAFT' });
        tags.put(arn, { sagaId });
      });
      return { ...written(), id, arn };
    },
    update: async ({ region, id, request }) => {
      const now = await draftOf(region, id);
      if (now === undefined) return gone(`guardrail ${id}`);
      const { arn } = now;
      const { tags: kept } = now.content;
      const content = {
        ...answerOf(request),
        guardrailId: id,
        guardrailArn: arn,
        version: 'DRAFT',
        status: 'READY',
        // An update takes no tags, and leaves them.
        ...(kept === undefined ? {} : { tags: kept }),
      };
      bedrock.setGuardrail({ ...now, name: String(request['name']), content });
      return written();
    },
    publish: async ({ region, id, token }) => {
      const now = await draftOf(region, id);
      const before = tokens.get(token);
      if (before !== undefined) return { ...written(), version: before.version };
      if (now === undefined) return gone(`guardrail ${id}`);
      const version = String((counters.get(now.arn)?.last ?? 0) + 1);
      const { tags: _, ...content } = now.content;
      state.transaction(() => {
        bedrock.setGuardrail({ ...now, version, content: { ...content, version } });
        counters.put(now.arn, { last: Number(version) });
        tokens.put(token, { id, arn: now.arn, version });
      });
      return { ...written(), version };
    },
    remove: async ({ region, arn, sagaId }) => {
      if (tags.get(arn)?.sagaId !== sagaId) {
        return { written: false, code: 'denied', detail: `guardrail ${arn} does not carry the tag of ${sagaId}` };
      }
      const now = await draftOf(region, arn);
      if (now === undefined) return gone(`guardrail ${arn}`);
      bedrock.deleteGuardrail(region, now.id);
      return written();
    },
    madeBy: async (region, arn) => {
      const tag = tags.get(arn);
      const there = await draftOf(region, arn);
      return tag === undefined || there === undefined ? { found: 'no' } : { found: 'yes', value: tag.sagaId };
    },
    named: (reference) => {
      const found = references.get(reference);
      if (found === undefined) return Promise.resolve({ found: 'no' });
      const { identifier, version } = found;
      return Promise.resolve({ found: 'yes', value: { identifier, ...(version === undefined ? {} : { version }) } });
    },
    repoint: ({ region, kind, by, from, to }) => {
      const now = references.get({ region, kind, by });
      if (now === undefined) return Promise.resolve(gone(`${kind} ${by}`));
      if (now.identifier !== from) {
        const detail = `${kind} ${by} names ${now.identifier}`;
        return Promise.resolve({ written: false, code: 'conflict', detail });
      }
      references.set({ region, kind, by, ...to });
      return Promise.resolve(written());
    },
  };
};

const valueOf = <T>(read: Read<T>): T | undefined => (read.found === 'yes' ? read.value : undefined);

/** A request as GetGuardrail answers it: `topicPolicyConfig.topicsConfig` becomes `topicPolicy.topics`. */
const answerOf = (request: JsonObject): JsonObject =>
  Object.fromEntries(
    Object.entries(request).map(([name, value]) => {
      if (name === 'kmsKeyId') return ['kmsKeyArn', value];
      if (name === 'crossRegionConfig' && isJsonObject(value)) {
        return ['crossRegionDetails', { guardrailProfileArn: value['guardrailProfileIdentifier'] }];
      }
      return name.endsWith('Config') && isJsonObject(value) ? [withoutConfig(name), namesOf(value)] : [name, value];
    }),
  );

const withoutConfig = (name: string): string => name.replace(/Config$/u, '');
const namesOf = (policy: JsonObject): JsonObject =>
  Object.fromEntries(Object.entries(policy).map(([name, value]) => [withoutConfig(name), value]));
