import type { Credential } from './containment-ports.ts';
import type { PrincipalRef } from './principal-reader.ts';

/**
 * What the containing function asks a function of its own for, because it may not write it itself. IAM cannot see what an inline
 * policy says, so the function that may write one is small, and looks at each document before it is sent.
 */
export type InlineRequest = { principal: PrincipalRef; sagaId: string } & (
  | { write: 'put-inline'; name: string; document: string }
  | { write: 'attach'; policyArn: string }
);

export type CredentialRequest = { userName: string; credential: Credential; sagaId: string };
