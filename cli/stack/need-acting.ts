import { CommandError } from '../command-error.ts';
import type { Deployed } from './deployed.ts';

/** Before anything is recorded that nobody could carry out. @throws CommandError */
export const needActing = ({ containment }: Pick<Deployed, 'containment'>): void => {
  if (containment) return;
  throw new CommandError('the stack that acts is not deployed, so nobody can apply a plan', {
    next: '"containment": true in ringfence.config.json, then npm run synth and npx cdk deploy --all --app cdk.out',
  });
};
