import { tagsOf } from '../../shared/facts/guardrail/tags-of-guardrail.ts';
import type { GuardrailFacts } from '../../shared/facts/account-facts.ts';
import type { GuardrailWriter, NamedGuardrail, ReferenceRef } from '../../shared/ports/guardrail-writer.ts';
import { guardrailRequest } from '../../shared/response/guardrail/guardrail-request.ts';
import { draft } from '../builders/a-deletion.ts';

/** One account whose guardrails can be written, of one adapter. */
export type GuardrailAccount = {
  writer: GuardrailWriter;
  /** What the account holds, whoever wrote it. */
  guardrail: (id: string, version?: string) => Promise<GuardrailFacts | undefined>;
  names: (reference: ReferenceRef & NamedGuardrail) => void;
};

const region = 'us-east-1';
const sagaId = 'r-aaaaaaaaaaaaaaaaaaaaaaaaaa';
const request = guardrailRequest(draft.content);
const agent = { region, kind: 'agent', by: `arn:aws:bedrock:${region}:111122223333:agent/AGENT1` } as const;
const enforced = { region, kind: 'enforcement', by: 'config1' } as const;

const made = async (writer: GuardrailWriter, token = 'token'): Promise<{ id: string; arn: string }> => {
  const answer = await writer.create({ region, request, token, sagaId });
  if (answer.written !== true) throw new Error(answer.detail);
  return answer;
};

/** What every GuardrailWriter promises. */
export const guardrailWriterContract = (make: () => GuardrailAccount): void => {
  describe('guardrail writer', () => {
    it('makes a guardrail of what is asked for, and says whose it is', async () => {
      const { writer, guardrail } = make();
      const { id, arn } = await made(writer);
      const there = await guardrail(id);
      expect(guardrailRequest(there?.content ?? {})).toEqual(request);
      expect(await writer.madeBy(region, arn)).toEqual({ found: 'yes', value: sagaId });
    });

    it('makes it with the tags that are asked for, beside the one that says whose it is', async () => {
      const { writer, guardrail } = make();
      const tags = [{ key: 'team', value: 'blue' }];
      const answer = await writer.create({ region, request, tags, token: 'token', sagaId });
      if (answer.written !== true) throw new Error(answer.detail);
      const set = [{ key: 'ringfence-restoration', value: sagaId }, ...tags];
      expect(tagsOf((await guardrail(answer.id))?.content ?? {})).toEqual(set);
      await writer.update({ region, id: answer.id, request, sagaId });
      expect(tagsOf((await guardrail(answer.id))?.content ?? {})).toEqual(set);
    });

    it('makes nothing new for a token that comes again', async () => {
      const { writer } = make();
      const first = await made(writer);
      expect(await made(writer)).toMatchObject({ id: first.id, arn: first.arn });
      const versions = [1, 2].map(() => writer.publish({ region, id: first.id, token: 'v', description: 'd', sagaId }));
      expect(await Promise.all(versions)).toMatchObject([{ version: '1' }, { version: '1' }]);
    });

    it('refuses a second one of a name, and writes nothing', async () => {
      const { writer } = make();
      await made(writer);
      expect(await writer.create({ region, request, token: 'other', sagaId })).toMatchObject({ written: false });
    });

    it('replaces the draft, and leaves what was published', async () => {
      const { writer, guardrail } = make();
      const { id } = await made(writer);
      await writer.publish({ region, id, token: 'v', description: 'd', sagaId });
      const next = { ...request, description: 'another' };
      expect(await writer.update({ region, id, request: next, sagaId })).toMatchObject({ written: true });
      expect((await guardrail(id))?.content).toMatchObject({ description: 'another' });
      expect((await guardrail(id, '1'))?.content['description']).toBeUndefined();
      expect(await writer.update({ region, id: 'grnone', request, sagaId })).toMatchObject({
        written: false,
        code: 'gone',
      });
    });

    it('deletes what the same restoration made, and nothing else', async () => {
      const { writer, guardrail } = make();
      const { id, arn } = await made(writer);
      expect(await writer.remove({ region, arn, sagaId: 'r-other' })).toMatchObject({ written: false, code: 'denied' });
      expect(await guardrail(id)).toBeDefined();
      expect(await writer.remove({ region, arn, sagaId })).toMatchObject({ written: true });
      expect(await guardrail(id)).toBeUndefined();
      expect(await writer.madeBy(region, arn)).toEqual({ found: 'no' });
    });

    it.each([agent, enforced])(
      'lets $kind name another one, only where it names the one it is said to',
      async (reference) => {
        const { writer, names } = make();
        names({ ...reference, identifier: draft.arn, version: '3' });
        expect(await writer.named(reference)).toEqual({ found: 'yes', value: { identifier: draft.arn, version: '3' } });
        const to = { identifier: `${draft.arn}x`, version: '2' };
        expect(await writer.repoint({ ...reference, from: 'grother', to, sagaId })).toMatchObject({
          written: false,
          code: 'conflict',
        });
        expect(await writer.repoint({ ...reference, from: draft.arn, to, sagaId })).toMatchObject({ written: true });
        expect(await writer.named(reference)).toEqual({ found: 'yes', value: to });
        expect(await writer.repoint({ ...reference, from: to.identifier, to, sagaId })).toMatchObject({
          written: true,
        });
        expect(await writer.named({ ...reference, by: `${reference.by}-none` })).toEqual({ found: 'no' });
      },
    );
  });
};
