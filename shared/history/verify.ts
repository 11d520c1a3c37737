import { sha256 } from '../response/canonical-json.ts';
import { emptyHead, type Head } from './chain.ts';
import { faultVerdicts, type Fault, type Verdict, type Verification } from './verification.ts';
import { checkChain, type ChainCheck } from './verify-chain.ts';
import { stateRules } from './verify-rules.ts';

export type VerifyInput = {
  /** The exact stored lines, in stored order. */
  lines: AsyncIterable<string> | Iterable<string>;
  /** The stored text of a document; undefined when it is not there. */
  document: (hash: string) => Promise<string | undefined>;
  /** What the store says is its end. It seals nothing, but what it names must be there. */
  head?: Head;
  /** The last checkpoint whose signature was verified. Absent: nothing is sealed. */
  sealed?: Head;
};

/**
 * Judges a history by its stored bytes alone (docs/containment, Verifier rules V1 to V5, V8, V10, V13, V14). All faults are
 * given, each with its place and, where entries are missing, their number.
 */
export const verifyHistory = async (input: VerifyInput): Promise<Verification> => {
  const lines: string[] = [];
  for await (const line of input.lines) lines.push(line);
  const chain = checkChain(lines);
  const rule = stateRules();
  const ordered = chain.placed.toSorted((a, b) => a.entry.seq - b.entry.seq);
  const faults: Fault[] = [
    ...chain.faults,
    ...endFaults(chain, input.head, 'V2'),
    ...endFaults(chain, input.sealed, 'V8'),
    ...(await documentFaults(chain, input.document)),
    ...ordered.flatMap(({ entry, line }) => rule(entry, line)),
  ];
  const sealed = faults.some(({ rule: broken }) => broken === 'V8') ? 0 : (input.sealed?.size ?? 0);
  return {
    verdict: verdictOf(faults, sealed, chain.size),
    faults,
    lines: lines.length,
    sealed,
    head: ordered.at(-1)?.hash ?? emptyHead.hash,
  };
};

const verdictOf = (faults: readonly Fault[], sealed: number, size: number): Verdict => {
  const found = new Set(faults.map(({ verdict }) => verdict));
  const gravest = faultVerdicts.find((verdict) => found.has(verdict));
  if (gravest !== undefined) return gravest;
  return sealed > 0 && sealed === size ? 'INTACT' : 'INTACT_UNSEALED_TAIL';
};

/** A head names how many entries there must be and what the last of them is. */
const endFaults = (chain: ChainCheck, head: Head | undefined, rule: 'V2' | 'V8'): readonly Fault[] => {
  if (head === undefined || head.size === 0) return [];
  const who = rule === 'V8' ? 'The checkpoint' : 'The head of the log';
  const last = chain.bySeq.get(head.size - 1);
  if (last === undefined) {
    const missing = head.size - chain.size;
    // Missing in the middle is a gap already; here only the end counts.
    return missing <= 0
      ? []
      : [
          {
            verdict: 'TRUNCATED',
            rule: rule === 'V8' ? 'V10' : 'V2',
            seq: chain.size,
            missing,
            detail: `${who} names ${head.size} entries: the last ${missing} are missing.`,
          },
        ];
  }
  if (last.hash === head.hash) return [];
  const detail = `${who} names another entry ${head.size - 1} than the one that is there.`;
  return [{ verdict: rule === 'V8' ? 'FORK' : 'CONTENT_MISMATCH', rule, line: last.line, seq: last.entry.seq, detail }];
};

/** V5: every document that an entry names is there and is what its name says. */
const documentFaults = async ({ placed }: ChainCheck, document: VerifyInput['document']): Promise<readonly Fault[]> => {
  const faults: Fault[] = [];
  const judged = new Map<string, 'right' | 'missing' | 'other'>();
  for (const { entry, line } of placed) {
    const hashes = [entry.before?.hash, entry.after?.hash, ...(entry.inputs ?? [])];
    for (const hash of hashes) {
      if (hash === undefined) continue;
      const state = judged.get(hash) ?? stateOf(hash, await document(hash));
      judged.set(hash, state);
      if (state === 'right') continue;
      faults.push({
        verdict: state === 'missing' ? 'MISSING_DOCUMENT' : 'CONTENT_MISMATCH',
        rule: 'V5',
        line,
        seq: entry.seq,
        detail:
          state === 'missing'
            ? `Entry ${entry.seq} names document ${hash}, which is not there.`
            : `Document ${hash} of entry ${entry.seq} is another one than its name says.`,
      });
    }
  }
  return faults;
};

const stateOf = (hash: string, text: string | undefined): 'right' | 'missing' | 'other' => {
  if (text === undefined) return 'missing';
  return sha256(text) === hash ? 'right' : 'other';
};
