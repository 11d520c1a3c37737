import type { Tag } from '../facts/guardrail/tags-of-guardrail.ts';
import type { GuardrailReferenceKind } from '../response/guardrail/restoration.ts';
import type { WriteResult } from './containment-ports.ts';
import type { Read } from './read.ts';

/** The write with what it made; where it was refused or its answer was lost, there is nothing to say of it. */
export type Made<T> = (WriteResult & { written: true } & T) | Exclude<WriteResult, { written: true }>;

/** One thing that names a guardrail. */
export type ReferenceRef = {
  region: string;
  kind: GuardrailReferenceKind;
  /** ARN of an agent or a flow; id of an enforced configuration. */
  by: string;
};

/** `version`: `DRAFT` or a number. Absent: none is named. */
export type NamedGuardrail = { identifier: string; version?: string };

/**
 * Makes a guardrail again, puts one back, and repoints what may be repointed. Each call names the saga; each guardrail that it
 * makes carries the saga's id as a tag, so that a worker that died finds its own and nobody else's is ever deleted.
 */
export interface GuardrailWriter {
  /**
   * @param request CreateGuardrail's, without token and tags. A repeated token makes nothing new.
   * @param tags besides the one that names the saga
   */
  create(input: {
    region: string;
    request: Readonly<Record<string, unknown>>;
    tags?: readonly Tag[];
    token: string;
    sagaId: string;
  }): Promise<Made<{ id: string; arn: string }>>;
  /** Replaces the whole guardrail. @param request UpdateGuardrail's, without the identifier. */
  update(input: {
    region: string;
    id: string;
    request: Readonly<Record<string, unknown>>;
    sagaId: string;
  }): Promise<WriteResult>;
  publish(input: {
    region: string;
    id: string;
    token: string;
    description: string;
    sagaId: string;
  }): Promise<Made<{ version: string }>>;
  /** With every version of it. Only a guardrail that this saga made: of another one it answers `denied` and sends nothing. */
  remove(input: { region: string; arn: string; sagaId: string }): Promise<WriteResult>;
  /** The saga whose tag a guardrail carries. `no`: it carries none. */
  madeBy(region: string, arn: string): Promise<Read<string>>;
  /** What a reference names now. `no`: it is gone, or names no guardrail. */
  named(reference: ReferenceRef): Promise<Read<NamedGuardrail>>;
  /**
   * Names another guardrail in an agent, a flow or an enforced configuration and leaves the rest as it is; an agent and a flow
   * are prepared anew. Where `from` is not what is named any more it answers `conflict` and sends nothing. From one to the same
   * it only prepares what a worker that died left unprepared.
   */
  repoint(input: ReferenceRef & { from: string; to: NamedGuardrail; sagaId: string }): Promise<WriteResult>;
}
