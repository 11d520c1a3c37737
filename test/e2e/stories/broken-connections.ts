import assert from 'node:assert/strict';
import { verifyHistory } from '../../../shared/history/verify.ts';
import type { Saga } from '../../../shared/response/saga.ts';
import { defaultBlastLimits } from '../../../shared/response/settings.ts';
import { isUnderway } from '../../../shared/response/saga-transitions.ts';
import type { FaultRule } from '../fault-proxy.ts';
import { ownInstallation, type OwnInstallation } from '../own-installation.ts';
import { ringfence } from '../ringfence.ts';
import { createRole, grant } from '../roles.ts';
import type { Story } from '../story.ts';
import { allHeard } from '../trail.ts';
import type { World } from '../world.ts';

type Fault = {
  says: string;
  /** What happens to a call. `times` is how often in a row. */
  rule: Omit<FaultRule, 'service' | 'operation'>;
};

const faults: readonly Fault[] = [
  { says: 'is throttled twice', rule: { times: 2, error: { code: 'Throttling' } } },
  { says: 'loses its connection before it arrives', rule: { times: 1, reset: true } },
  { says: 'is not answered in time', rule: { times: 1, timeout_ms: 3_000 } },
  {
    says: 'is carried out, and the connection is cut in the answer',
    rule: { times: 1, response: { abort_frac: 0.3 } },
  },
  { says: 'is carried out, and half of the answer comes', rule: { times: 1, response: { truncate_frac: 0.5 } } },
];

/** Every call that a containment and its undo make. */
const writing = {
  contain: ['CreatePolicy', 'PutRolePermissionsBoundary'],
  undo: ['DeleteRolePermissionsBoundary', 'DeletePolicy'],
} as const;
const reading = 'GetRole';

/** A message that failed, or whose saga goes on later, comes again. */
const asTheQueueDoes = async (work: () => Promise<Saga>): Promise<Saga> => {
  const seen: string[] = [];
  for (let delivery = 1; delivery <= 4; delivery += 1) {
    try {
      const saga = await work();
      if (!isUnderway(saga)) return saga;
      seen.push(`${saga.state} ${saga.detail ?? ''}`);
    } catch (error) {
      seen.push(String(error));
    }
  }
  throw new Error(`not ended after four deliveries: ${seen.join('; ')}`);
};

/** Between the SDK and the emulator calls are refused, lost and cut; what is written is written once. */
export const brokenConnections = (): Story<World> => {
  let own: OwnInstallation;
  const effects = async (
    { trail }: World,
    names: readonly string[],
    role: string,
    policy: string,
  ): Promise<string[]> => {
    const heard: string[] = [];
    for (const name of names) {
      const events = await allHeard(trail, name, undefined);
      const isAbout = (text: string): boolean => text.includes(`"${role}"`) || text.includes(policy);
      heard.push(
        ...events
          .filter(({ detail }) => detail.errorCode === undefined && isAbout(JSON.stringify(detail.requestParameters)))
          .map(({ detail }) => detail.eventName),
      );
    }
    return heard;
  };
  return {
    title: 'Broken connections',
    steps: [
      {
        says: 'every call of Ringfence goes through a proxy that breaks what it is told to',
        run: async (world) => {
          // The deployed functions hear of the same grants: they must not contain before those that are tried here.
          await ringfence(world.account.asRoot).setMode('observe');
          // A call that was lost and is made again takes another slot: more than the usual five in ten minutes.
          const blast = { ...defaultBlastLimits, perAccountTenMinutes: 100, perAccountDay: 100, perCheckHour: 100 };
          const settings = { blast: { ...blast, percentOfPrincipalsDay: 100, perOrganisationDay: 100 } };
          own = await ownInstallation(world, { endpoint: world.faults.endpoint, settings });
        },
      },
      ...faults.map((fault, number) => ({
        says: `a call that ${fault.says}: contained and undone to the state before, each effect once`,
        shows: ['broken-connection'] as const,
        run: async (world: World) => {
          const {
            account: { asRoot },
            faults: proxy,
          } = world;
          const principal = { kind: 'role', name: `Broken${number}` } as const;
          await createRole(asRoot, principal.name);
          await grant(asRoot, principal.name, 'ml', ['bedrock:DeleteGuardrail', 'sqs:ListQueues']);
          const before = await own.facts(principal);
          const rules = (operations: readonly string[]): FaultRule[] =>
            operations.map((operation) => ({
              service: 'iam',
              operation,
              ...fault.rule,
              // The SDK slows down for long where a read is throttled.
              ...(operation === reading ? { times: 1 } : {}),
            }));

          await proxy.set(rules([...writing.contain, reading]));
          const contained = await asTheQueueDoes(() =>
            own.contain(principal, 'bedrock:DeleteGuardrail', { principalCount: 10_000 }),
          );
          assert.deepEqual([contained.state, contained.outcome], ['CONTAINED', 'CONTAINED_BOUNDARY'], contained.detail);
          assert.deepEqual([...new Set(await proxy.fired())].toSorted(), [...writing.contain, reading].toSorted());

          await proxy.set(rules([...writing.undo, reading]));
          const undone = await asTheQueueDoes(() => own.undo(contained.id));
          assert.equal(undone.state, 'UNDONE', undone.detail);
          assert.ok((await proxy.fired()).includes('DeleteRolePermissionsBoundary'));
          await proxy.set([]);
          assert.deepEqual(await own.facts(principal), before);

          const all = [...writing.contain, ...writing.undo];
          const policy = contained.plan.policyArn?.split('/').at(-1) ?? 'none';
          assert.deepEqual(await effects(world, all, principal.name, policy), all);
        },
      })),
      {
        says: 'and the history of all of it is whole',
        run: async () => {
          const { history, documents } = own.ports;
          const { faults: found } = await verifyHistory({
            lines: history.read(),
            document: (hash) => documents.get(hash),
            head: await history.head(),
          });
          assert.deepEqual(found, []);
        },
      },
    ],
  };
};
