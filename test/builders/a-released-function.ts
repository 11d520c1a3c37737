import type { DeployedFunction } from '../../shared/facts/deployed.ts';
import type { ReleasedFunction } from '../../shared/facts/released.ts';

/** What a deployment recorded of `ringfence-notify`. */
export const aReleasedFunction = (shown: Partial<ReleasedFunction> = {}): ReleasedFunction => ({
  schemaVersion: '1',
  release: '0.1.0',
  function: 'ringfence-notify',
  codeSha256: 'one=',
  handler: 'index.handler',
  runtime: 'nodejs24.x',
  timeout: 120,
  role: 'arn:aws:iam::111122223333:role/ringfence/ringfence-notify',
  environment: [],
  ...shown,
});

/** The same as Lambda runs it. @param changedAt ISO 8601 */
export const runningAs = (released: ReleasedFunction, changedAt: string): DeployedFunction => {
  const { function: name, codeSha256, handler, runtime, timeout, role, environment } = released;
  return { name, codeSha256, handler, runtime, timeout, role, environment, layers: [], changedAt };
};
