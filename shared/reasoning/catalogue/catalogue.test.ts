import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { generateActionTable } from '../../../scripts/generate-action-table.ts';
import { actionsOfService, catalogueAction, catalogueActions, catalogueVersion } from './action-catalogue.ts';
import { expandAction } from './expand-action.ts';
import { aiServices } from './ai-services.ts';
import { modelInvocations } from './model-invocations.ts';
import { rcpCoverage } from './rcp-coverage.ts';

describe('the action catalogue', () => {
  it('is what the generator makes of the action list that is installed', async () => {
    for (const { path, text } of await generateActionTable()) {
      expect(readFileSync(join(import.meta.dirname, '../../..', path), 'utf8')).toBe(text);
    }
  });

  it('says of which version it is', () => {
    expect(catalogueVersion).toMatch(/^\d+\.\d+\.\d{9}$/);
  });

  it('numbers its actions in order, without doubles, one range a service', () => {
    const actions = catalogueActions();
    expect(actions.map(({ index }) => index)).toEqual(actions.map((_, at) => at));
    expect(new Set(actions.map(({ key }) => key)).size).toBe(actions.length);
    for (const service of aiServices) {
      const own = actionsOfService(service);
      expect(own.length).toBeGreaterThan(0);
      expect((own.at(-1)?.index ?? 0) - (own[0]?.index ?? 0)).toBe(own.length - 1);
    }
  });

  it('knows resource types, wildcard-only actions and condition keys', () => {
    expect(catalogueAction('BEDROCK:invokemodel')).toMatchObject({
      name: 'bedrock:InvokeModel',
      wildcardOnly: false,
      resourceOptional: false,
      accessLevel: 'Read',
      conditionKeys: expect.arrayContaining(['bedrock:guardrailidentifier', 'aws:requesttag/']) as unknown,
    });
    expect(catalogueAction('bedrock:PutEnforcedGuardrailConfiguration')?.wildcardOnly).toBe(true);
    expect(catalogueAction('iam:PassRole')?.resourceTypes).toEqual([
      { name: 'role', arnTemplate: 'arn:${Partition}:iam::${Account}:role/${RoleNameWithPath}' },
    ]);
  });

  it('gives the guardrail key to the two invoking actions alone', () => {
    const having = actionsOfService('bedrock').filter(({ conditionKeys }) =>
      conditionKeys.includes('bedrock:guardrailidentifier'),
    );
    expect(having.map(({ name }) => name)).toEqual(['bedrock:InvokeModel', 'bedrock:InvokeModelWithResponseStream']);
  });

  it.each([
    ['bedrock:InvokeModel', 1],
    ['bedrock:invokemodel*', 2],
    ['newservice:*', 0],
    ['BEDROCK:APPLYGUARDRAI?', 1],
  ])('expands %s to %i actions', (pattern, count) => {
    expect(expandAction(pattern)).toHaveLength(count);
  });

  it('expands * to every action', () => {
    expect(expandAction('*')).toHaveLength(catalogueActions().length);
  });

  it('holds every model invocation that the action list names', () => {
    expect(modelInvocations.filter((name) => catalogueAction(name) === undefined)).toEqual([]);
  });

  it('holds what the API reference names and the action list does not hold yet, on the resources of its siblings', () => {
    const [ahead, sibling] = ['WithBidirectionalStream', 'WithResponseStream'].map((how) =>
      catalogueAction(`sagemaker:InvokeEndpoint${how}`),
    );
    expect(ahead?.resourceTypes).toEqual(sibling?.resourceTypes);
    expect(catalogueActions()[ahead?.index ?? -1]).toBe(ahead);
  });

  it.each([
    ['s3', 'covered'],
    ['kendra', 'uncertain'],
    ['bedrock', 'not-covered'],
  ])('says whether resource control policies reach %s', (service, expected) => {
    expect(rcpCoverage(service)).toBe(expected);
  });
});
