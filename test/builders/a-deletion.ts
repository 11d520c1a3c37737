import { aGuardrail } from './a-guardrail.ts';
import { aRole } from './a-principal.ts';
import { aWorld, type TestWorld } from './a-world.ts';
import type { Mode, Settings } from '../../shared/response/settings.ts';
import { approveRestoration } from '../../shared/response/guardrail/approve-restoration.ts';
import {
  proposeRestoration,
  type ProposeRestorationPorts,
} from '../../shared/response/guardrail/propose-restoration.ts';
import { restore } from '../../shared/response/guardrail/restore.ts';
import type { Restoration } from '../../shared/response/guardrail/restoration.ts';

export const noah = 'arn:aws:iam::111122223333:user/noah';
export const olga = 'arn:aws:iam::111122223333:user/olga';
/** Who took the guardrail away. */
export const mallory = 'arn:aws:iam::111122223333:user/mallory';
export const region = 'us-east-1';

const content = {
  contentPolicy: { filters: [{ type: 'VIOLENCE', inputStrength: 'HIGH', outputStrength: 'HIGH' }] },
  contextualGroundingPolicy: { filters: [{ type: 'GROUNDING', threshold: 0.8 }] },
};
export const draft = aGuardrail({ ...content, wordPolicy: { words: [{ text: 'codename' }] } });
/** Published as 1 and 3; 2 was deleted long ago. */
export const versions = ['1', '3'].map((version) =>
  aGuardrail({ ...content, version, wordPolicy: { words: [{ text: `word of ${version}` }] } }),
);

export const asked = {
  subject: { kind: 'guardrail', arn: draft.arn, uniqueId: draft.arn, accountId: '111122223333', region },
  findingIds: ['f-aaaaaaaaaaaaaaaaaaaaaaaaaa'],
  cause: {
    eventId: 'e-1',
    eventName: 'DeleteGuardrail',
    eventSource: 'bedrock.amazonaws.com',
    at: '2026-11-21T20:59:00.000Z',
    actorArn: mallory,
    actorType: 'IAMUser',
  },
} as const;

export const agent = { region, kind: 'agent', by: `arn:aws:bedrock:${region}:111122223333:agent/AGENT1` } as const;
export const flow = { region, kind: 'flow', by: `arn:aws:bedrock:${region}:111122223333:flow/FLOW1` } as const;
export const enforced = { region, kind: 'enforcement', by: 'config1' } as const;

/** A role that may call models only with version 3 of the guardrail. */
export const caller = aRole({
  name: 'support',
  statements: [
    {
      Effect: 'Allow',
      Action: 'bedrock:InvokeModel',
      Resource: '*',
      Condition: { StringEquals: { 'bedrock:GuardrailIdentifier': `${draft.arn}:3` } },
    },
  ],
});

type Shown = { mode?: Mode; settings?: Partial<Settings>; enforcedToo?: true; namedInPolicy?: true };

/** A guardrail with two versions was deleted. An agent and a flow name it. */
export const aDeletion = async (shown: Shown = {}): Promise<TestWorld> => {
  const { mode = 'approve', settings = {}, enforcedToo, namedInPolicy } = shown;
  const world = await aWorld({ mode, settings, ...(namedInPolicy ? { principals: [caller] } : {}) });
  await world.guardrailMemory.remember(draft, '2026-11-21T08:00:00.000Z');
  for (const version of versions) await world.guardrailMemory.rememberVersion(version, '2026-11-21T08:00:00.000Z');
  world.guardrailReferences.set({ ...agent, identifier: draft.arn, version: '3' });
  world.guardrailReferences.set({ ...flow, identifier: draft.id, version: 'DRAFT' });
  world.guardrailReferences.set({ ...enforced, identifier: enforcedToo ? draft.arn : otherArn, version: '1' });
  return world;
};
export const otherArn = draft.arn.replace(draft.id, 'grother');

/** Only what a restoration may touch: a stray use of another port is a type error. */
export const portsOf = (world: TestWorld): ProposeRestorationPorts => ({
  identity: world.identity,
  clock: world.clock,
  principals: world.principals,
  accountState: world.accountState,
  guardrailMemory: world.guardrailMemory,
  surroundings: world.surroundings,
  surroundingMemory: world.surroundingMemory,
  restorations: world.restorations,
  settings: world.settings,
  modeSwitch: world.modeSwitch,
  documents: world.documents,
  guardrailWriter: world.guardrailWriter,
  history: world.history,
  outbox: world.outbox,
});

export const proposed = async (world: TestWorld): Promise<Restoration> => {
  const answer = await proposeRestoration(portsOf(world))(asked);
  if (answer.proposed !== 'restoration') throw new Error(JSON.stringify(answer));
  return answer.restoration;
};

export const approved = async (
  world: TestWorld,
  { id, plan }: Pick<Restoration, 'id' | 'plan'>,
): Promise<Restoration> => {
  const decided = await approveRestoration(portsOf(world))({ id, planHash: plan.planHash, approver: noah });
  if (!decided.decided) throw new Error(decided.detail);
  return restored(world, id);
};

export const restored = async (world: TestWorld, id: string): Promise<Restoration> => {
  const ran = await restore(portsOf(world))(id);
  if (!ran.ran) throw new Error(ran.detail);
  return ran.restoration;
};

export const storedRestoration = async (world: TestWorld, id: string): Promise<Restoration> => {
  const read = await world.restorations.get(id);
  if (read.found !== 'yes') throw new Error(`there is no ${id}`);
  return read.value;
};
