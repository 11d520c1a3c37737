export const entryKinds = [
  'evaluation',
  'finding',
  'plan',
  'gate',
  'intent',
  'written',
  'verified',
  'refused',
  'failed',
  'undo-intent',
  'undo-written',
  'undone',
  'undo-refused',
  'mode',
  'exemption',
  'settings',
  'sweep',
  'tampering',
  'approval',
  'self-anomaly',
] as const;

/** What happened, in a form that can be hashed: integers and text only (docs/containment, History). */
export type EntryKind = (typeof entryKinds)[number];

export type EntryDraft = {
  time: string;
  kind: EntryKind;
  actor: { arn: string; id?: string; session?: string };
  subject?: { account: string; id: string; arn: string };
  saga?: string;
  check?: string;
  finding?: string;
  level?: string;
  outcome?: string;
  reason?: string;
  ticket?: string;
  before?: { hash: string };
  after?: { hash: string };
  /** Hashes of documents in the content store. */
  inputs?: readonly string[];
  settingsVersion?: number;
  catalogueVersion?: string;
  engineVersion?: string;
  approvals?: readonly string[];
  requestIds?: readonly string[];
  /** One sentence for a person. */
  note?: string;
};

export type Entry = EntryDraft & {
  v: 1;
  /** 0, 1, 2, … */
  seq: number;
  /** Entry hash of `seq - 1`; 64 zeros for 0. */
  prev: string;
};
