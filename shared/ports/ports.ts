import type { AccountStateReader } from './account-state-reader.ts';
import type { Clock } from './clock.ts';
import type { ContainmentRequests } from './containment-requests.ts';
import type {
  BlastSlots,
  BoundaryRemover,
  BoundaryWriter,
  CredentialWriter,
  DenyWriter,
  ModeSwitchStore,
  Notifier,
  Outbox,
  SagaStore,
  SettingsStore,
} from './containment-ports.ts';
import type { Restoration } from '../response/guardrail/restoration.ts';
import type { GuardrailWriter } from './guardrail-writer.ts';
import type { InputLog } from './input-log.ts';
import type { Pulse } from './pulse.ts';
import type { SurroundingMemory, SurroundingReader } from './guardrail-surroundings.ts';
import type { ContentStore, HistoryLog } from './history-log.ts';
import type { DeliveryLog, FindingStore, GuardrailMemory, PrincipalMemory } from './memory.ts';
import type { PrincipalReader } from './principal-reader.ts';
import type { RecordedCalls } from './recorded-calls.ts';
import type { RestorationRequests } from './restoration-requests.ts';
import type { SweepLog } from './sweep-log.ts';
import type { SweepRequests } from './sweep-requests.ts';

/** Who Ringfence is in the account it watches. Decided at install, the same for every invocation. */
export type OwnIdentity = {
  /** 12 digits. */
  accountId: string;
  /** Region of this installation; IAM's events come from us-east-1 whatever it is. */
  region: string;
  /** `aws`, `aws-us-gov` or `aws-cn`. */
  partition: string;
  /** ARN of the role that writes boundaries; its session is named by the saga. */
  containRoleArn: string;
  /** ARN of the role that takes boundaries off. */
  undoRoleArn: string;
  /**
   * ARN of the role that writes inline Denies and attaches Deny policies. Absent: it is not installed, and no plan needs it
   * (what it would write is handed to a person).
   */
  containInlineRoleArn?: string;
  /**
   * IAM lets the role above write only on principals that have a boundary, which caps whatever an inline policy could grant.
   * Absent: on every principal.
   */
  inlineNeedsBoundary?: true;
  /** ARN of the role that makes credentials inactive. Absent: not installed; a quarantine names them for a person. */
  containKeysRoleArn?: string;
  /** ARN of the role that takes inline Denies and attached Deny policies off. Absent: the undo role does. */
  undoInlineRoleArn?: string;
  /** ARN of the role that makes credentials active again. Absent: the undo role does. */
  undoKeysRoleArn?: string;
  /** ARN of the role that brings guardrails back. Absent: not installed; every plan is handed to a person. */
  restoreRoleArn?: string;
  /** That role may also let agents and flows name another guardrail: it has to pass their roles. Absent: a person does. */
  restoreRepointsAgents?: true;
  /** The undo role may put back a boundary that a merged one replaced. Absent: no boundary is ever replaced. */
  undoRestoresBoundaries?: true;
  /** ARNs of the boundaries that undo may put back; one that ends in `*` is a prefix. Absent: any. */
  restorableBoundaries?: readonly string[];
  /** ARNs of every role of Ringfence, the ones above among them: never contained. */
  ownRoleArns: readonly string[];
  /** Regions whose guardrails and invocation logging are read. At least one. */
  watchedRegions: readonly string[];
  /** `prod`, `demo`: a word for people, carried in messages. Absent: none was given. */
  environment?: string;
};

/** The world, as a use case may see it: one object, every port, nothing else. */
export type Ports = {
  identity: OwnIdentity;
  clock: Clock;
  principals: PrincipalReader;
  accountState: AccountStateReader;
  recordedCalls: RecordedCalls;
  principalMemory: PrincipalMemory;
  guardrailMemory: GuardrailMemory;
  /** Enforcement, resource policies, invocation logging and formal checks, whole. */
  surroundings: SurroundingReader;
  surroundingMemory: SurroundingMemory;
  findings: FindingStore;
  deliveries: DeliveryLog;
  sagas: SagaStore;
  /** Guardrails that are brought back. */
  restorations: SagaStore<Restoration>;
  outbox: Outbox;
  slots: BlastSlots;
  settings: SettingsStore;
  modeSwitch: ModeSwitchStore;
  history: HistoryLog;
  documents: ContentStore;
  boundaries: BoundaryWriter;
  denies: DenyWriter;
  credentials: CredentialWriter;
  boundaryRemover: BoundaryRemover;
  guardrailWriter: GuardrailWriter;
  notifier: Notifier;
  sweeps: SweepRequests;
  sweepLog: SweepLog;
  /** Whether events still come, Region by Region. */
  inputLog: InputLog;
  pulse: Pulse;
  containmentRequests: ContainmentRequests;
  restorationRequests: RestorationRequests;
};
