import type { OwnIdentity } from '../../shared/ports/ports.ts';

/** An installation that can set boundaries where there is none, and nothing else. */
export const withoutOptionalRoles = ({
  containInlineRoleArn: _inline,
  containKeysRoleArn: _keys,
  undoInlineRoleArn: _undoInline,
  undoKeysRoleArn: _undoKeys,
  undoRestoresBoundaries: _restores,
  ...identity
}: OwnIdentity): OwnIdentity => identity;
