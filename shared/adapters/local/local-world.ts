import type { PrincipalFacts } from '../../facts/principal-facts.ts';
import type { Clock } from '../../ports/clock.ts';
import type { ContainmentRequest } from '../../ports/containment-requests.ts';
import type { RestorationRequest } from '../../ports/restoration-requests.ts';
import type { OwnIdentity, Ports } from '../../ports/ports.ts';
import type { Restoration } from '../../response/guardrail/restoration.ts';
import type { Notice } from '../../response/notice.ts';
import { localBedrock, type LocalBedrock } from './local-bedrock.ts';
import { localBlastSlots } from './local-blast-slots.ts';
import {
  localBoundaryRemover,
  localBoundaryWriter,
  localCredentialWriter,
  localDenyWriter,
} from './local-boundary-writer.ts';
import { manualClock, realClock } from './local-clock.ts';
import { localContentStore } from './local-content-store.ts';
import { localDeliveryLog } from './local-delivery-log.ts';
import { localFindingStore } from './local-finding-store.ts';
import {
  localGuardrailReferences,
  withGuardrailReferences,
  type LocalGuardrailReferences,
} from './local-guardrail-references.ts';
import { localGuardrailWriter } from './local-guardrail-writer.ts';
import { localHistoryLog } from './local-history-log.ts';
import { localIam, type LocalIam } from './local-iam.ts';
import { localGuardrailMemory, localPrincipalMemory } from './local-memory.ts';
import { localNotifier, type LocalNotifier } from './local-notifier.ts';
import { localOutbox } from './local-outbox.ts';
import { localPrincipalReader } from './local-principal-reader.ts';
import { localRecordedCalls } from './local-recorded-calls.ts';
import {
  localContainmentRequests,
  localRestorationRequests,
  localSweepLog,
  localSweepRequests,
  type LocalQueue,
  type SweepRequest,
} from './local-requests.ts';
import { localSagaStore } from './local-saga-store.ts';
import { localInputLog } from './local-input-log.ts';
import { localPulse, type LocalPulse } from './local-pulse.ts';
import { localModeSwitch, localSettingsStore } from './local-settings-store.ts';
import { localState, rowOf, type LocalState } from './local-state.ts';
import { localSurroundingMemory } from './local-surrounding-memory.ts';
import { localSurroundings, type LocalSurroundings } from './local-surroundings.ts';

/** Every port, and what only a local world has: the account itself, to be played and looked at. */
export type LocalWorld = Ports & {
  iam: LocalIam;
  bedrock: LocalBedrock;
  /** Agents, flows and enforced configurations that name guardrails. */
  guardrailReferences: LocalGuardrailReferences;
  surroundings: LocalSurroundings;
  notifier: LocalNotifier;
  containmentRequests: LocalQueue<ContainmentRequest>;
  restorationRequests: LocalQueue<RestorationRequest> & Ports['restorationRequests'];
  sweeps: LocalQueue<SweepRequest>;
  pulse: LocalPulse;
  state: LocalState;
  /** Gives the directory free. */
  close(): void;
};

export type LocalWorldOptions = {
  /** Where to keep everything; absent: in memory. */
  directory?: string;
  /** What the account holds. Ignored when the directory holds an account already. */
  principals?: readonly PrincipalFacts[];
  clock?: Clock;
  /** ISO 8601: a clock that begins here and only moves when somebody sleeps or advances it. Without both: the machine's clock. */
  now?: string;
  identity?: Partial<OwnIdentity>;
  print?: (notice: Notice) => void;
};

/** Who Ringfence is in a local account, as the CDK app would name its roles. */
export const localIdentity = (given: Partial<OwnIdentity> = {}): OwnIdentity => {
  const accountId = given.accountId ?? '111122223333';
  const partition = given.partition ?? 'aws';
  const role = (name: string): string => `arn:${partition}:iam::${accountId}:role/ringfence/${name}`;
  const containRoleArn = given.containRoleArn ?? role('ringfence-contain');
  const undoRoleArn = given.undoRoleArn ?? role('ringfence-undo');
  const containInlineRoleArn = given.containInlineRoleArn ?? role('ringfence-contain-inline');
  const containKeysRoleArn = given.containKeysRoleArn ?? role('ringfence-contain-keys');
  const undoInlineRoleArn = given.undoInlineRoleArn ?? role('ringfence-undo-inline');
  const undoKeysRoleArn = given.undoKeysRoleArn ?? role('ringfence-undo-keys');
  const restoreRoleArn = given.restoreRoleArn ?? role('ringfence-restore-guardrail');
  const region = given.region ?? 'us-east-1';
  return {
    accountId,
    partition,
    region,
    containRoleArn,
    undoRoleArn,
    containInlineRoleArn,
    containKeysRoleArn,
    undoInlineRoleArn,
    undoKeysRoleArn,
    restoreRoleArn,
    restoreRepointsAgents: true,
    undoRestoresBoundaries: true,
    ownRoleArns: given.ownRoleArns ?? [
      containRoleArn,
      undoRoleArn,
      containInlineRoleArn,
      containKeysRoleArn,
      undoInlineRoleArn,
      undoKeysRoleArn,
      restoreRoleArn,
      role('ringfence-evaluate'),
      role('ringfence-sweep'),
      role('ringfence-heartbeat'),
    ],
    watchedRegions: given.watchedRegions ?? [region],
    ...(given.environment === undefined ? {} : { environment: given.environment }),
  };
};

/** Counted ids of one run must not be those of the run before. */
const idPrefix = (state: LocalState): string => {
  const rows = state.table('world', rowOf<{ starts: number }>('starts'));
  const starts = (rows.get('world')?.starts ?? 0) + 1;
  rows.put('world', { starts });
  return `local-${starts}`;
};

/** @throws LocalStateError when the directory is in use, damaged or of another version. */
export const localWorld = (options: LocalWorldOptions = {}): LocalWorld => {
  const state = localState(options.directory);
  const clock = options.clock ?? (options.now === undefined ? realClock : manualClock(options.now, idPrefix(state)));
  const identity = localIdentity(options.identity);
  const iam = localIam(state, clock, identity);
  if (iam.store.principals.leaders().length === 0) iam.load(options.principals ?? []);
  const bedrock = localBedrock(state);
  const guardrailReferences = localGuardrailReferences(state);
  const history = localHistoryLog(state);
  const outbox = localOutbox(state);
  return {
    identity,
    clock,
    state,
    iam,
    bedrock,
    guardrailReferences,
    history,
    outbox,
    principals: localPrincipalReader(iam),
    recordedCalls: localRecordedCalls(state, iam, clock),
    accountState: withGuardrailReferences(bedrock, guardrailReferences),
    principalMemory: localPrincipalMemory(state),
    guardrailMemory: localGuardrailMemory(state),
    surroundings: localSurroundings(state, withGuardrailReferences(bedrock, guardrailReferences)),
    surroundingMemory: localSurroundingMemory(state),
    findings: localFindingStore(state, { history, outbox }),
    deliveries: localDeliveryLog(state, clock),
    sagas: localSagaStore(state, clock, { history, outbox }),
    restorations: localSagaStore<Restoration>(state, clock, { history, outbox }, 'restoration'),
    slots: localBlastSlots(state, clock),
    settings: localSettingsStore(state),
    modeSwitch: localModeSwitch(state),
    documents: localContentStore(state),
    boundaries: localBoundaryWriter(iam, identity),
    denies: localDenyWriter(iam, identity),
    credentials: localCredentialWriter(iam, identity),
    boundaryRemover: localBoundaryRemover(iam, identity),
    guardrailWriter: localGuardrailWriter(state, bedrock, guardrailReferences, { clock, identity }),
    notifier: localNotifier(options.print),
    sweeps: localSweepRequests(state),
    sweepLog: localSweepLog(state),
    inputLog: localInputLog(state),
    pulse: localPulse(),
    containmentRequests: localContainmentRequests(state),
    restorationRequests: localRestorationRequests(state),
    close: () => {
      state.close();
    },
  };
};
