import { aChange } from '../../test/builders/a-change.ts';
import { aPolicy, aRole } from '../../test/builders/a-principal.ts';
import { known } from '../../shared/facts/known.ts';
import { localWorld } from '../../shared/adapters/local/local-world.ts';
import type { Change } from '../../shared/change/change.ts';
import type { GuardrailFacts } from '../../shared/facts/account-facts.ts';
import { evaluateGuardrailChange, guardrailFigures } from './evaluate-guardrail-change.ts';

const region = 'us-east-1';
const id = 'gr1example';
const aGuardrail = (inputStrength: string): GuardrailFacts => ({
  id,
  arn: `arn:aws:bedrock:${region}:111122223333:guardrail/${id}`,
  region,
  version: 'DRAFT',
  name: 'support-bot',
  content: {
    name: 'support-bot',
    contentPolicy: { filters: [{ type: 'VIOLENCE', inputStrength, outputStrength: 'HIGH' }] },
    wordPolicy: { words: [{ text: 'a secret word' }] },
  },
});
const logging = { text: true, image: true, embedding: true, video: true, audio: true, logGroup: 'prompts' };

const guardrailChange = (eventName: string, eventId = 'e-1'): Change =>
  aChange(`bedrock.amazonaws.com:${eventName}`, { eventId, touches: [{ kind: 'guardrail', identifier: id }] });
const loggingChange = (eventName: string, eventId = 'e-1', parameters: Change['parameters'] = {}): Change =>
  aChange(`bedrock.amazonaws.com:${eventName}`, {
    eventId,
    touches: [{ kind: 'invocation-logging', region }],
    body: eventName.startsWith('Delete') ? 'none-expected' : 'present',
    parameters,
  });
const aWorld = () => localWorld({ now: '2026-11-21T21:00:00.000Z' });

describe('a change of a guardrail', () => {
  it('is remembered as it is read, because the event never says what it holds', async () => {
    const world = aWorld();
    world.bedrock.setGuardrail(aGuardrail('HIGH'));
    const result = await evaluateGuardrailChange(world)(guardrailChange('CreateGuardrail'));
    expect(result).toMatchObject({ did: 'evaluated', guardrails: [{ result: 'remembered', changed: true }] });
    expect(await world.guardrailMemory.recall(id)).toMatchObject({ value: { facts: { name: 'support-bot' } } });
    expect(guardrailFigures(result)).toMatchObject({ GuardrailsRemembered: 1 });
  });

  it('leaves what it was and what it is in history, each as a document', async () => {
    const world = aWorld();
    world.bedrock.setGuardrail(aGuardrail('HIGH'));
    await evaluateGuardrailChange(world)(guardrailChange('CreateGuardrail'));
    world.bedrock.setGuardrail(aGuardrail('LOW'));
    await evaluateGuardrailChange(world)(guardrailChange('UpdateGuardrail', 'e-2'));
    const entries: { before?: { hash: string }; after?: { hash: string }; outcome: string }[] = [];
    for await (const text of world.history.read()) entries.push(JSON.parse(text) as (typeof entries)[number]);
    const last = entries.at(-1);
    expect(last).toMatchObject({ outcome: 'changed' });
    expect(await world.documents.get(last?.before?.hash ?? '')).toContain('"inputStrength":"HIGH"');
    expect(await world.documents.get(last?.after?.hash ?? '')).toContain('"inputStrength":"LOW"');
  });

  it('that is its end is told with what it protected against, from memory, and no secret word', async () => {
    const world = aWorld();
    world.bedrock.setGuardrail(aGuardrail('HIGH'));
    await evaluateGuardrailChange(world)(guardrailChange('CreateGuardrail'));
    world.bedrock.deleteGuardrail(region, id);
    const result = await evaluateGuardrailChange(world)(guardrailChange('DeleteGuardrail', 'e-2'));
    expect(result).toMatchObject({
      did: 'evaluated',
      findings: [{ checkId: 'RF.GUARD.1', status: 'new', reason: expect.stringContaining('VIOLENCE') as string }],
      guardrails: [{ result: 'gone' }],
    });
    expect(JSON.stringify(result)).not.toContain('a secret word');
    expect(await world.outbox.pending()).toMatchObject([{ kind: 'findings', tell: [expect.any(String) as string] }]);
    // The last memory stays, for whoever restores it.
    expect(await world.guardrailMemory.recall(id)).toMatchObject({ found: 'yes' });
  });

  it('that is its end is told with whoever has to name it, and with nobody else', async () => {
    const naming = (name: string, value: string) =>
      aRole({
        name,
        inlinePolicies: known([
          aPolicy({
            Effect: 'Allow',
            Action: 'bedrock:InvokeModel',
            Resource: '*',
            Condition: { StringLike: { 'bedrock:GuardrailIdentifier': value } },
          }),
        ]),
      });
    const guardrails = `arn:aws:bedrock:${region}:111122223333:guardrail`;
    const principals = [
      naming('bot', `${guardrails}/${id}*`),
      naming('pinned', `${guardrails}/${id}:3`),
      naming('other', `${guardrails}/gr2example*`),
      naming('any', `${guardrails}/*`),
    ];
    const world = localWorld({ now: '2026-11-21T21:00:00.000Z', principals });
    world.bedrock.setGuardrail(aGuardrail('HIGH'));
    await evaluateGuardrailChange(world)(guardrailChange('CreateGuardrail'));
    world.bedrock.deleteGuardrail(region, id);
    const result = await evaluateGuardrailChange(world)(guardrailChange('DeleteGuardrail', 'e-2'));
    const [finding] = result.did === 'evaluated' ? result.findings : [];
    expect(finding?.sentence).toMatch(/; 2 callers lose it$/);
    const evidence = JSON.stringify(finding?.answer);
    for (const name of ['bot', 'pinned']) expect(evidence).toContain(`:role/${name}`);
    for (const name of ['other', 'any']) expect(evidence).not.toContain(`:role/${name}`);
  });

  it('that is its end is told at once where nobody can be read, and that its callers are not known', async () => {
    const world = aWorld();
    world.bedrock.setGuardrail(aGuardrail('HIGH'));
    await evaluateGuardrailChange(world)(guardrailChange('CreateGuardrail'));
    const principals = {
      ...world.principals,
      readAccount: () =>
        Promise.resolve({ found: 'unreadable' as const, why: 'allow iam:GetAccountAuthorizationDetails' }),
    };
    const result = await evaluateGuardrailChange({ ...world, principals })(guardrailChange('DeleteGuardrail', 'e-2'));
    expect(result).toMatchObject({
      findings: [{ checkId: 'RF.GUARD.1', status: 'new' }],
      incomplete: [expect.stringContaining('who names a guardrail that was deleted is not known') as string],
    });
  });

  it('that failed is nothing', async () => {
    const change = {
      ...guardrailChange('DeleteGuardrail'),
      outcome: { result: 'failed', code: 'AccessDenied', refused: true } as const,
    };
    expect(await evaluateGuardrailChange(aWorld())(change)).toEqual({
      did: 'nothing',
      because: 'call-failed',
      refused: true,
    });
  });

  it('that may not be read is told with the permission', async () => {
    const world = aWorld();
    const accountState = {
      ...world.accountState,
      guardrail: () =>
        Promise.resolve({ found: 'unreadable' as const, why: 'allow bedrock:GetGuardrail', code: 'AccessDenied' }),
    };
    const result = await evaluateGuardrailChange({ ...world, accountState })(guardrailChange('UpdateGuardrail'));
    expect(result).toMatchObject({ incomplete: ['allow bedrock:GetGuardrail'] });
    expect(await world.outbox.pending()).toMatchObject([{ kind: 'incomplete' }]);
  });
});

describe('a guardrail that is updated', () => {
  const seenAt = async (inputStrength: string) => {
    const world = aWorld();
    world.bedrock.setGuardrail(aGuardrail(inputStrength));
    await evaluateGuardrailChange(world)(guardrailChange('CreateGuardrail', 'e-0'));
    return world;
  };
  const updateTo = async (world: ReturnType<typeof aWorld>, inputStrength: string, eventId: string) => {
    world.bedrock.setGuardrail(aGuardrail(inputStrength));
    return evaluateGuardrailChange(world)(guardrailChange('UpdateGuardrail', eventId));
  };

  it('and weakened is told in words, from what is read and not from the event', async () => {
    const world = await seenAt('HIGH');
    expect(await updateTo(world, 'LOW', 'e-1')).toMatchObject({
      findings: [
        {
          checkId: 'RF.GUARD.2',
          status: 'new',
          sentence: 'guardrail support-bot got weaker: the violence filter on input fell from HIGH to LOW',
          novelty: 'granted-by-this-change',
        },
      ],
    });
    expect(await world.outbox.pending()).toMatchObject([{ kind: 'findings', tell: [expect.any(String) as string] }]);
  });

  it('step by step is held against how it was at first, and each step is told', async () => {
    const world = await seenAt('HIGH');
    await updateTo(world, 'MEDIUM', 'e-1');
    expect(await updateTo(world, 'LOW', 'e-2')).toMatchObject({
      findings: [{ status: 'updated', sentence: expect.stringContaining('from HIGH to LOW') as string }],
    });
    expect(await world.outbox.pending()).toHaveLength(2);
  });

  it('and put back in part stays told, and is over when everything is back', async () => {
    const world = await seenAt('HIGH');
    await updateTo(world, 'NONE', 'e-1');
    expect(await updateTo(world, 'MEDIUM', 'e-2')).toMatchObject({
      findings: [{ status: 'updated', sentence: expect.stringContaining('from HIGH to MEDIUM') as string }],
    });
    // Better than it was is no second alert.
    expect(
      (await world.outbox.pending()).flatMap((notice) => (notice.kind === 'findings' ? notice.tell : [])),
    ).toHaveLength(1);
    expect(await updateTo(world, 'HIGH', 'e-3')).toMatchObject({ findings: [{ status: 'resolved' }] });
    expect(await world.findings.open()).toEqual([]);
  });

  it('and deleted then is told with what it protected before both', async () => {
    const world = await seenAt('HIGH');
    await updateTo(world, 'NONE', 'e-1');
    world.bedrock.deleteGuardrail(region, id);
    const result = await evaluateGuardrailChange(world)(guardrailChange('DeleteGuardrail', 'e-2'));
    expect(result).toMatchObject({
      findings: [
        {
          checkId: 'RF.GUARD.1',
          reason: expect.stringContaining('until it was weakened: VIOLENCE: prompts HIGH, answers HIGH') as string,
        },
      ],
    });
  });

  it('is judged once, however often the event is delivered', async () => {
    const world = await seenAt('HIGH');
    await updateTo(world, 'LOW', 'e-1');
    expect(await updateTo(world, 'LOW', 'e-1')).toMatchObject({ findings: [] });
    expect(await world.outbox.pending()).toHaveLength(1);
  });

  it('and whose worker died before it was remembered is told when the event comes again', async () => {
    const world = await seenAt('HIGH');
    const dying = {
      ...world,
      guardrailMemory: { ...world.guardrailMemory, remember: () => Promise.reject(new Error('the worker died')) },
    };
    world.bedrock.setGuardrail(aGuardrail('LOW'));
    await expect(evaluateGuardrailChange(dying)(guardrailChange('UpdateGuardrail'))).rejects.toThrow('died');
    await updateTo(world, 'LOW', 'e-1');
    expect(await world.findings.open()).toMatchObject([{ checkId: 'RF.GUARD.2', version: 1 }]);
    expect(await world.outbox.pending()).toHaveLength(1);
  });

  it('before Ringfence had ever read it is told as not known, and remembered from then on', async () => {
    const world = aWorld();
    expect(await updateTo(world, 'LOW', 'e-1')).toMatchObject({
      findings: [],
      incomplete: [expect.stringContaining('was updated before Ringfence had ever read it') as string],
    });
    expect(await updateTo(world, 'NONE', 'e-2')).toMatchObject({ findings: [{ checkId: 'RF.GUARD.2' }] });
  });

  it('and whose remembered copy is damaged is named, and nothing is written over the copy', async () => {
    const world = await seenAt('HIGH');
    const why = 'the remembered copy is damaged';
    const written: unknown[] = [];
    const guardrailMemory = {
      ...world.guardrailMemory,
      recall: () => Promise.resolve({ found: 'unreadable' as const, why, code: 'DamagedMemory' }),
      remember: (...given: unknown[]) => Promise.resolve(void written.push(given)),
    };
    world.bedrock.setGuardrail(aGuardrail('LOW'));
    const result = await evaluateGuardrailChange({ ...world, guardrailMemory })(guardrailChange('UpdateGuardrail'));
    expect(result).toMatchObject({ guardrails: [{ result: 'unreadable', why }], incomplete: [why] });
    expect(written).toEqual([]);
  });
});

describe('a version that is published', () => {
  const publish = async (world: ReturnType<typeof aWorld>, version: string, inputStrength: string) => {
    world.bedrock.setGuardrail({ ...aGuardrail(inputStrength), version });
    return evaluateGuardrailChange(world)({
      ...guardrailChange('CreateGuardrailVersion', `e-${version}`),
      touches: [{ kind: 'guardrail', identifier: id, version }],
    });
  };

  it('and is weaker than the one before it is told', async () => {
    const world = aWorld();
    await publish(world, '1', 'HIGH');
    expect(await publish(world, '2', 'LOW')).toMatchObject({
      findings: [
        {
          checkId: 'RF.GUARD.3',
          sentence: 'version 2 of guardrail support-bot is weaker: the violence filter on input fell from HIGH to LOW',
        },
      ],
    });
    expect(await publish(world, '3', 'LOW')).toMatchObject({ findings: [] });
  });

  it('is compared from memory with a version that is gone', async () => {
    const world = aWorld();
    await publish(world, '1', 'HIGH');
    world.bedrock.deleteGuardrail(region, id, '1');
    expect(await publish(world, '2', 'LOW')).toMatchObject({ findings: [{ checkId: 'RF.GUARD.3' }] });
  });

  it('does not take the place of DRAFT in memory', async () => {
    const world = aWorld();
    world.bedrock.setGuardrail(aGuardrail('HIGH'));
    await evaluateGuardrailChange(world)(guardrailChange('CreateGuardrail', 'e-0'));
    await publish(world, '1', 'LOW');
    expect(await world.guardrailMemory.recall(id)).toMatchObject({ value: { facts: { version: 'DRAFT' } } });
    expect(await world.guardrailMemory.versions(id)).toMatchObject({ value: [{ facts: { version: '1' } }] });
  });
});

describe('a change of invocation logging', () => {
  it('that turned it off is told, and is over when it is on again', async () => {
    const world = aWorld();
    const off = await evaluateGuardrailChange(world)(loggingChange('DeleteModelInvocationLoggingConfiguration'));
    expect(off).toMatchObject({ findings: [{ checkId: 'RF.LOGGING.1', status: 'new' }] });

    world.bedrock.setInvocationLogging(region, logging);
    const on = loggingChange('PutModelInvocationLoggingConfiguration', 'e-2', {
      loggingConfig: { textDataDeliveryEnabled: true, cloudWatchConfig: { logGroupName: 'prompts' } },
    });
    expect(await evaluateGuardrailChange(world)(on)).toMatchObject({
      findings: [{ checkId: 'RF.LOGGING.1', status: 'resolved' }],
    });
    expect(await world.findings.open()).toEqual([]);
  });

  it('that turned it off for a moment is told and over at once', async () => {
    const world = aWorld();
    world.bedrock.setInvocationLogging(region, logging);
    const result = await evaluateGuardrailChange(world)(loggingChange('DeleteModelInvocationLoggingConfiguration'));
    expect(result).toMatchObject({ findings: [{ status: 'new' }, { status: 'resolved' }] });
  });

  it('is kept once, however often it is delivered', async () => {
    const world = aWorld();
    const off = loggingChange('DeleteModelInvocationLoggingConfiguration');
    await evaluateGuardrailChange(world)(off);
    expect(await evaluateGuardrailChange(world)(off)).toMatchObject({ findings: [] });
    expect(await world.outbox.pending()).toHaveLength(1);
  });
});
