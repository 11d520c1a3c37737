import { aChange } from '../../test/builders/a-change.ts';
import { aPolicy, aRole } from '../../test/builders/a-principal.ts';
import { localWorld } from '../../shared/adapters/local/local-world.ts';
import type { Change } from '../../shared/change/change.ts';
import type { JsonObject } from '../../shared/change/json-object.ts';
import type { GuardrailFacts } from '../../shared/facts/account-facts.ts';
import type { SurroundingKind } from '../../shared/facts/guardrail/surroundings.ts';
import { known, unknown } from '../../shared/facts/known.ts';
import type { Finding } from '../../shared/findings/finding.ts';
import { NotReadNow } from '../../shared/runtime/evaluation/reach-of.ts';
import { evaluateGuardrailChange, type GuardrailEvaluation } from './evaluate-guardrail-change.ts';

const region = 'us-east-1';
const id = 'gr1example';
const guardrailArn = `arn:aws:bedrock:${region}:111122223333:guardrail/${id}`;
const policyArn = `arn:aws:bedrock:${region}:111122223333:automated-reasoning-policy/arp1example`;
const actor = 'arn:aws:sts::111122223333:assumed-role/Deploy/ci';

type World = ReturnType<typeof localWorld>;
const aWorld = (principals: Parameters<typeof localWorld>[0] = {}): World =>
  localWorld({ now: '2026-11-21T21:00:00.000Z', ...principals });
const set = (world: World, kind: SurroundingKind, identifier: string, content: JsonObject | undefined): void => {
  world.surroundings.setSurrounding({ kind, region, identifier, ...(content === undefined ? {} : { content }) });
};
const happens = (world: World, eventName: string, eventId: string, shown: Partial<Change> = {}) =>
  evaluateGuardrailChange(world)(aChange(`bedrock.amazonaws.com:${eventName}`, { eventId, ...shown }));
const of = (result: GuardrailEvaluation, checkId: string): readonly Finding[] =>
  result.did === 'evaluated' ? result.findings.filter((finding) => finding.checkId === checkId) : [];
const evidenceOf = (finding: Finding | undefined): readonly { fact: string; value: string }[] =>
  finding !== undefined && 'evidence' in finding.answer ? finding.answer.evidence : [];

const config = {
  cloudWatchConfig: { logGroupName: 'prompts', roleArn: 'arn:aws:iam::111122223333:role/logs' },
  textDataDeliveryEnabled: true,
  imageDataDeliveryEnabled: true,
};
const puts = 'PutModelInvocationLoggingConfiguration';
const putLogging = (world: World, eventId: string, loggingConfig: JsonObject) => {
  set(world, 'invocation-logging', region, { loggingConfig });
  world.bedrock.setInvocationLogging(region, {
    text: loggingConfig['textDataDeliveryEnabled'] === true,
    image: loggingConfig['imageDataDeliveryEnabled'] === true,
    embedding: false,
    video: false,
    audio: false,
    logGroup: 'prompts',
  });
  return happens(world, puts, eventId, {
    touches: [{ kind: 'invocation-logging', region }],
    parameters: { loggingConfig },
  });
};
const deleteLogging = (world: World, eventId: string) => {
  set(world, 'invocation-logging', region, undefined);
  world.bedrock.setInvocationLogging(region, undefined);
  return happens(world, 'DeleteModelInvocationLoggingConfiguration', eventId, {
    touches: [{ kind: 'invocation-logging', region }],
    body: 'none-expected',
  });
};

describe('invocation logging beside what is remembered of it', () => {
  it('is remembered by its hash, with who set it and when; history has the document', async () => {
    const world = aWorld();
    await putLogging(world, 'e-0', config);
    const recalled = await world.surroundingMemory.recall({ kind: 'invocation-logging', region, identifier: region });
    expect(recalled).toMatchObject({
      value: { seen: { by: actor, eventId: 'e-0', asOf: '2026-11-21T21:00:00.000Z' } },
    });
    const sha256 = recalled.found === 'yes' ? recalled.value.seen.sha256 : undefined;
    expect(JSON.parse((await world.documents.get(sha256 ?? '')) ?? '')).toEqual({ loggingConfig: config });
    const entries: unknown[] = [];
    for await (const text of world.history.read()) entries.push(JSON.parse(text));
    expect(entries).toContainEqual(
      expect.objectContaining({ actor: { arn: actor }, after: { hash: sha256 }, outcome: 'changed' }),
    );
  });

  it('and switched off is told once, with what it recorded and the exact call that puts it back', async () => {
    const world = aWorld();
    await putLogging(world, 'e-0', config);
    const result = await deleteLogging(world, 'e-1');
    const [finding, ...others] = of(result, 'RF.LOGGING.1');
    expect(others).toEqual([]);
    expect(finding).toMatchObject({ status: 'new', sentence: 'model calls in us-east-1 are not recorded' });
    expect(evidenceOf(finding)).toContainEqual({
      fact: 'to put it back',
      value: `aws bedrock put-model-invocation-logging-configuration --region us-east-1 --logging-config '${JSON.stringify(config)}'`,
    });
    expect(await world.outbox.pending()).toHaveLength(1);
  });

  it('and weakened is told in words, each further loss too, until everything is back', async () => {
    const world = aWorld();
    await putLogging(world, 'e-0', config);
    const first = await putLogging(world, 'e-1', { ...config, textDataDeliveryEnabled: false });
    expect(of(first, 'RF.LOGGING.1')).toMatchObject([
      {
        status: 'new',
        sentence:
          'logging of model calls in us-east-1 got weaker: the text data of model calls is not recorded any more',
      },
    ]);
    const moved = { cloudWatchConfig: { ...config.cloudWatchConfig, logGroupName: 'mine' } };
    const second = await putLogging(world, 'e-2', { ...config, ...moved, textDataDeliveryEnabled: false });
    expect(of(second, 'RF.LOGGING.1')).toMatchObject([
      { status: 'updated', sentence: expect.stringContaining('the log group is now mine, before prompts') as string },
    ]);
    // Both losses stand against the first state, and one call takes both back.
    expect(evidenceOf(of(second, 'RF.LOGGING.1')[0]).find(({ fact }) => fact === 'to put it back')?.value).toContain(
      '"logGroupName":"prompts"',
    );
    expect(of(await putLogging(world, 'e-3', config), 'RF.LOGGING.1')).toMatchObject([{ status: 'resolved' }]);
    expect(await world.findings.open()).toEqual([]);
  });

  it('and its remembered document that is damaged is named, the change is told all the same, and nothing is written over it', async () => {
    const world = aWorld();
    await putLogging(world, 'e-0', config);
    const key = { kind: 'invocation-logging' as const, region, identifier: region };
    const before = await world.surroundingMemory.recall(key);
    const documents = { ...world.documents, get: () => Promise.reject(new Error('its text has another hash')) };
    set(world, 'invocation-logging', region, undefined);
    world.bedrock.setInvocationLogging(region, undefined);
    const result = await evaluateGuardrailChange({ ...world, documents })(
      aChange('bedrock.amazonaws.com:DeleteModelInvocationLoggingConfiguration', {
        eventId: 'e-1',
        touches: [{ kind: 'invocation-logging', region }],
        body: 'none-expected',
      }),
    );
    expect(result).toMatchObject({
      findings: [{ checkId: 'RF.LOGGING.1', status: 'new' }],
      incomplete: [expect.stringMatching(/invocation-logging of us-east-1 is damaged: .* another hash/) as string],
    });
    expect(await world.surroundingMemory.recall(key)).toEqual(before);
  });

  it('and cannot be read just now is told by the change alone, and judged again when the event comes again', async () => {
    const world = aWorld();
    const surroundings = {
      ...world.surroundings,
      surrounding: () => Promise.resolve({ found: 'unreadable' as const, why: 'throttled', code: 'Throttling' }),
    };
    await expect(
      evaluateGuardrailChange({ ...world, surroundings })(
        aChange('bedrock.amazonaws.com:DeleteModelInvocationLoggingConfiguration', {
          touches: [{ kind: 'invocation-logging', region }],
          body: 'none-expected',
        }),
      ),
    ).rejects.toThrow(NotReadNow);
    expect(await world.findings.open()).toMatchObject([{ checkId: 'RF.LOGGING.1' }]);
  });
});

describe('enforcement beside what is remembered of it', () => {
  const enforced = (guardrailVersion: string): JsonObject => ({
    guardrailsConfig: [{ configId: 'c1', guardrailArn, guardrailVersion, inputTags: 'IGNORE' }],
  });
  const put = (world: World, eventId: string, version: string) => {
    set(world, 'enforced-guardrails', region, enforced(version));
    return happens(world, 'PutEnforcedGuardrailConfiguration', eventId, {
      touches: [{ kind: 'guardrail', identifier: id, version }],
      parameters: { guardrailInferenceConfig: { guardrailIdentifier: id, guardrailVersion: version } },
    });
  };

  it('and deleted is told with what was enforced and the call that enforces it again', async () => {
    const world = aWorld();
    await put(world, 'e-0', '3');
    set(world, 'enforced-guardrails', region, { guardrailsConfig: [] });
    const result = await happens(world, 'DeleteEnforcedGuardrailConfiguration', 'e-1', {
      touches: [{ kind: 'resource', type: 'AWS::Bedrock::EnforcedGuardrailConfiguration', identifier: 'c1' }],
      parameters: { configId: 'c1' },
    });
    const [finding] = of(result, 'RF.GUARD.5');
    expect(finding?.sentence).toContain(`guardrail ${guardrailArn} is not enforced any more`);
    expect(evidenceOf(finding)).toContainEqual({
      fact: 'to put it back',
      value: `aws bedrock put-enforced-guardrail-configuration --region us-east-1 --guardrail-inference-config '{"guardrailIdentifier":"${guardrailArn}","guardrailVersion":"3"}'`,
    });
    expect(of(await put(world, 'e-2', '3'), 'RF.GUARD.5')).toMatchObject([{ status: 'resolved' }]);
  });

  it('and set to a lower version is told, though nobody wrote down what is meant', async () => {
    const world = aWorld();
    await put(world, 'e-0', '3');
    expect(of(await put(world, 'e-1', '2'), 'RF.GUARD.5')).toMatchObject([
      { sentence: expect.stringContaining('version 2 of guardrail') as string },
    ]);
    expect(of(await put(aWorld(), 'e-1', '2'), 'RF.GUARD.5')).toEqual([]);
  });

  const named = (name: string, ...allows: readonly string[]) =>
    aRole({ name, arn: `arn:aws:iam::111122223333:role/${name}`, uniqueId: `AROA${name.toUpperCase()}`, allows });
  const callers = [
    named('one', 'bedrock:InvokeModel'),
    named('two', 'bedrock:InvokeModel'),
    named('able', 'bedrock:InvokeModel', 'bedrock:ApplyGuardrail'),
    named('reader', 's3:GetObject'),
  ];

  it('that stops callers is answered with how many and who', async () => {
    const world = aWorld({ principals: callers });
    const result = await put(world, 'e-0', '3');
    expect(of(result, 'RF.GUARD.5')).toMatchObject([
      {
        status: 'new',
        severity: 'high',
        sentence: `2 roles call Bedrock in us-east-1 without bedrock:ApplyGuardrail on ${guardrailArn}, which is enforced there: their calls are refused`,
      },
    ]);
    const refused = evidenceOf(of(result, 'RF.GUARD.5')[0]).filter(({ fact }) => fact === 'refused from now on');
    expect(refused.map(({ value }) => value)).toEqual([callers[0]?.arn, callers[1]?.arn]);
  });

  it('is asked again when the resource policy of what is enforced changes, and of no other guardrail', async () => {
    const world = aWorld({ principals: callers.slice(2) });
    expect(of(await put(world, 'e-0', '3'), 'RF.GUARD.5')).toEqual([]);
    const resourcePolicy =
      aPolicy({ Effect: 'Deny', Principal: '*', Action: 'bedrock:ApplyGuardrail', Resource: '*' }).text ?? '';
    const putPolicy = (identifier: string, eventId: string) => {
      const arn = guardrailArn.replace(id, identifier);
      set(world, 'guardrail-policy', arn, { resourcePolicy });
      return happens(world, 'PutResourcePolicy', eventId, { touches: [{ kind: 'guardrail', identifier }] });
    };
    expect(of(await putPolicy('gr2example', 'e-1'), 'RF.GUARD.5')).toEqual([]);
    expect(of(await putPolicy(id, 'e-2'), 'RF.GUARD.5')).toMatchObject([
      { sentence: expect.stringMatching(/^1 role calls Bedrock/) as string },
    ]);
  });

  it('by the organisation that stops callers is answered the same, in each Region that it reaches', async () => {
    const world = aWorld({ principals: callers });
    const policy = { policyId: 'p-1', guardrailArn: guardrailArn.replace('111122223333', '999988887777') };
    world.bedrock.setWideState({ organisationGuardrails: known([policy]) });
    const attached = aChange('organizations.amazonaws.com:AttachPolicy', {
      group: 'organizations',
      accountId: '999988887777',
    });
    const result = await evaluateGuardrailChange(world)(attached);
    expect(of(result, 'RF.GUARD.5')).toMatchObject([
      {
        subject: { kind: 'region', region, accountId: '111122223333' },
        sentence: expect.stringMatching(/^2 roles call Bedrock in us-east-1/) as string,
      },
    ]);
  });

  it('says where nobody can be read that who is refused is not known', async () => {
    const world = aWorld();
    const principals = {
      ...world.principals,
      readAccount: () =>
        Promise.resolve({ found: 'unreadable' as const, why: 'allow iam:GetAccountAuthorizationDetails' }),
    };
    set(world, 'enforced-guardrails', region, enforced('3'));
    const result = await evaluateGuardrailChange({ ...world, principals })(
      aChange('bedrock.amazonaws.com:PutEnforcedGuardrailConfiguration', {
        touches: [{ kind: 'guardrail', identifier: id }],
        parameters: { guardrailInferenceConfig: { guardrailIdentifier: id, guardrailVersion: '3' } },
      }),
    );
    expect(result).toMatchObject({
      incomplete: expect.arrayContaining([expect.stringContaining('who is refused after') as string]) as string[],
    });
  });
});

describe('the resource policy of a guardrail beside what is remembered of it', () => {
  const admitting = (...accounts: readonly string[]): JsonObject => ({
    resourcePolicy: aPolicy({
      Effect: 'Allow',
      Principal: { AWS: accounts },
      Action: 'bedrock:ApplyGuardrail',
      Resource: '*',
    }).text,
  });
  const change = (world: World, eventName: string, eventId: string, content?: JsonObject) => {
    set(world, 'guardrail-policy', guardrailArn, content);
    return happens(world, eventName, eventId, { touches: [{ kind: 'guardrail', identifier: id }] });
  };

  it('says who gained it and who lost it, and quotes no policy', async () => {
    const world = aWorld();
    await change(world, 'PutResourcePolicy', 'e-0', admitting('444455556666'));
    const result = await change(world, 'PutResourcePolicy', 'e-1', admitting('777788889999'));
    expect(of(result, 'RF.GUARD.7').find(({ questionName }) => questionName === 'callers-lost')).toMatchObject({
      sentence: `policy of ${guardrailArn}: 777788889999 gained, 444455556666 lost bedrock:ApplyGuardrail`,
    });
    expect(JSON.stringify(result)).not.toContain('2012-10-17');
  });

  it('that is deleted is told with who lost it, and which kept document sets it again', async () => {
    const world = aWorld();
    await change(world, 'PutResourcePolicy', 'e-0', admitting('444455556666'));
    const [finding] = of(await change(world, 'DeleteResourcePolicy', 'e-1'), 'RF.GUARD.7');
    expect(finding?.sentence).toMatch(/: 444455556666 lost it$/);
    expect(evidenceOf(finding).find(({ fact }) => fact === 'to put it back')?.value).toMatch(/document [0-9a-f]{64}$/);
  });
});

describe('formal checks beside what is remembered of them', () => {
  const holds = (...rules: readonly string[]): JsonObject => ({
    policyArn,
    definitionHash: rules.join(),
    policyDefinition: { rules: rules.map((each) => ({ id: each, expression: 'a secret rule' })) },
  });
  const change = (world: World, eventName: string, eventId: string, content?: JsonObject) => {
    set(world, 'automated-reasoning', policyArn, content);
    return happens(world, eventName, eventId, {
      touches: [{ kind: 'resource', type: 'AWS::Bedrock::AutomatedReasoningPolicy', identifier: `${policyArn}:1` }],
    });
  };

  it('that lost rules are told, without quoting one, and stay told until they are back', async () => {
    const world = aWorld();
    await change(world, 'UpdateAutomatedReasoningPolicy', 'e-0', holds('a', 'b', 'c'));
    const lost = await change(world, 'UpdateAutomatedReasoningPolicy', 'e-1', holds('a'));
    expect(of(lost, 'RF.GUARD.9')).toMatchObject([
      { severity: 'high', sentence: expect.stringMatching(/: 2 rules were removed$/) as string },
    ]);
    expect(JSON.stringify(lost)).not.toContain('a secret rule');
    expect(
      of(await change(world, 'UpdateAutomatedReasoningPolicy', 'e-2', holds('a', 'b', 'c', 'd')), 'RF.GUARD.9'),
    ).toMatchObject([{ status: 'resolved' }]);
  });

  it('that are deleted are told, with the document that Ringfence keeps', async () => {
    const world = aWorld();
    await change(world, 'UpdateAutomatedReasoningPolicy', 'e-0', holds('a'));
    const [finding] = of(await change(world, 'DeleteAutomatedReasoningPolicy', 'e-1'), 'RF.GUARD.9').filter(
      ({ questionName }) => questionName === 'policy-deleted',
    );
    expect(finding).toMatchObject({ status: 'new', severity: 'high' });
    expect(evidenceOf(finding).map(({ fact }) => fact)).toContain('to put it back');
  });
});

describe('a guardrail that is deleted', () => {
  const guardrails = `arn:aws:bedrock:${region}:111122223333:guardrail`;
  const draft: GuardrailFacts = {
    id,
    arn: guardrailArn,
    region,
    version: 'DRAFT',
    name: 'support-bot',
    content: {
      name: 'support-bot',
      status: 'READY',
      contentPolicy: { filters: [{ type: 'VIOLENCE', inputStrength: 'HIGH', outputStrength: 'HIGH' }] },
    },
  };
  const required = (name: string, more: readonly Record<string, unknown>[] = []) =>
    aRole({
      name,
      arn: `arn:aws:iam::111122223333:role/${name}`,
      uniqueId: `AROA${name.toUpperCase()}`,
      inlinePolicies: known([
        aPolicy([
          {
            Effect: 'Allow',
            Action: 'bedrock:InvokeModel',
            Resource: '*',
            Condition: { StringLike: { 'bedrock:GuardrailIdentifier': `${guardrails}/${id}*` } },
          },
          ...more,
        ]),
      ]),
    });

  it('is told with who used it, what now happens to each, and how it is brought back', async () => {
    const world = aWorld({
      principals: [
        required('bound'),
        required('loose', [{ Effect: 'Allow', Action: 'bedrock:InvokeModelWithResponseStream', Resource: '*' }]),
      ],
    });
    world.bedrock.setGuardrail(draft);
    await happens(world, 'CreateGuardrail', 'e-0', { touches: [{ kind: 'guardrail', identifier: id }] });
    world.bedrock.setGuardrail({ ...draft, version: '1' });
    await happens(world, 'CreateGuardrailVersion', 'e-1', {
      touches: [{ kind: 'guardrail', identifier: id, version: '1' }],
    });
    set(world, 'enforced-guardrails', region, {
      guardrailsConfig: [{ configId: 'c1', guardrailArn, guardrailVersion: '1' }],
    });
    await happens(world, 'PutEnforcedGuardrailConfiguration', 'e-2', {
      parameters: { guardrailInferenceConfig: { guardrailIdentifier: id, guardrailVersion: '1' } },
    });
    const agent = `arn:aws:bedrock:${region}:111122223333:agent/A1`;
    const sha256 = await world.documents.put(
      JSON.stringify({ references: [{ by: agent, guardrail: guardrailArn, version: '1' }] }),
    );
    await world.surroundingMemory.remember({
      kind: 'guardrail-references',
      region,
      identifier: region,
      seen: { sha256, asOf: '2026-11-21T20:00:00.000Z', by: 'sweep' },
    });
    world.bedrock.deleteGuardrail(region, id);
    const result = await happens(world, 'DeleteGuardrail', 'e-3', { touches: [{ kind: 'guardrail', identifier: id }] });
    const [finding] = of(result, 'RF.GUARD.1');
    expect(finding?.sentence).toMatch(/; 4 callers lose it$/);
    const evidence = evidenceOf(finding);
    const who = (fact: string) =>
      evidence.filter((each) => each.fact === fact).map(({ value }) => value.split(': ')[0]);
    expect(who('used by, fails closed now')).toEqual([
      'arn:aws:iam::111122223333:role/bound',
      'account enforcement in us-east-1',
      agent,
    ]);
    expect(who('used by, may run unguarded now')).toEqual(['arn:aws:iam::111122223333:role/loose']);
    expect(evidence.filter(({ fact }) => fact === 'to bring it back').map(({ value }) => value)).toEqual([
      '2 calls: CreateGuardrail, CreateGuardrailVersion 1; DRAFT as it was at 2026-11-21T21:00:00.000Z',
      'the identifier is new: whoever named the old one has to name the new one',
      `ringfence guardrails show ${id} > draft.json, then ringfence guardrails recreate draft.json`,
    ]);
  });

  it('is told with the agents that name it now, and says which of those who may cannot be read', async () => {
    const world = aWorld();
    world.bedrock.setGuardrail(draft);
    await happens(world, 'CreateGuardrail', 'e-0', { touches: [{ kind: 'guardrail', identifier: id }] });
    const by = `arn:aws:bedrock:${region}:111122223333:flow/F1`;
    world.bedrock.setRegionState(region, {
      guardrailReferences: known([{ by, guardrail: id }]),
      enforcedGuardrails: unknown('allow bedrock:ListEnforcedGuardrailsConfiguration'),
    });
    world.bedrock.deleteGuardrail(region, id);
    const result = await happens(world, 'DeleteGuardrail', 'e-1', { touches: [{ kind: 'guardrail', identifier: id }] });
    expect(evidenceOf(of(result, 'RF.GUARD.1')[0])).toContainEqual({
      fact: 'used by, fails closed now',
      value: `${by}: its calls name it and are refused until it names another one`,
    });
    expect(result).toMatchObject({
      incomplete: expect.arrayContaining([
        expect.stringContaining('allow bedrock:ListEnforcedGuardrailsConfiguration') as string,
      ]) as string[],
    });
  });

  it('in one version only is told with those who pinned it', async () => {
    const pinned = aRole({
      inlinePolicies: known([
        aPolicy({
          Effect: 'Allow',
          Action: 'bedrock:InvokeModel',
          Resource: '*',
          Condition: { StringEquals: { 'bedrock:GuardrailIdentifier': `${guardrailArn}:1` } },
        }),
      ]),
    });
    const world = aWorld({ principals: [pinned, required('any')] });
    world.bedrock.setGuardrail(draft);
    await happens(world, 'CreateGuardrail', 'e-0', { touches: [{ kind: 'guardrail', identifier: id }] });
    const result = await happens(world, 'DeleteGuardrail', 'e-1', {
      touches: [{ kind: 'guardrail', identifier: id, version: '1' }],
    });
    const [finding] = of(result, 'RF.GUARD.1');
    expect(finding?.sentence).toMatch(/; 1 caller loses it$/);
    expect(evidenceOf(finding)).toContainEqual({
      fact: 'to bring it back',
      value: expect.stringContaining('cannot get its number back') as string,
    });
  });
});

describe('a guardrail that is weakened', () => {
  it('is told with the plan that puts back what it lost and keeps what it gained', async () => {
    const world = aWorld();
    const at = (inputStrength: string, outputStrength: string): GuardrailFacts => ({
      id,
      arn: guardrailArn,
      region,
      version: 'DRAFT',
      name: 'support-bot',
      content: {
        name: 'support-bot',
        contentPolicy: { filters: [{ type: 'VIOLENCE', inputStrength, outputStrength }] },
      },
    });
    const touches = [{ kind: 'guardrail' as const, identifier: id }];
    world.bedrock.setGuardrail(at('HIGH', 'LOW'));
    await happens(world, 'CreateGuardrail', 'e-0', { touches });
    world.bedrock.setGuardrail(at('LOW', 'HIGH'));
    const [finding] = of(await happens(world, 'UpdateGuardrail', 'e-1', { touches }), 'RF.GUARD.2');
    expect(evidenceOf(finding)).toEqual(
      expect.arrayContaining([
        {
          fact: 'to put it back',
          value: 'one UpdateGuardrail that takes back 1 loss and keeps 1 gain: ringfence guardrails put-back',
        },
        { fact: 'would be undone', value: 'The violence filter on input fell from HIGH to LOW.' },
      ]),
    );
  });
});
