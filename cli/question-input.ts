import { catalogueVersion } from '../shared/reasoning/catalogue/action-catalogue.ts';
import { expandAction } from '../shared/reasoning/catalogue/expand-action.ts';
import { CommandError } from './command-error.ts';
import type { Terminal } from './terminal.ts';

/** An action and a resource as a person writes them. Wrong ones are refused; an action that no list holds is noted. */
export const checkQuestion = (terminal: Terminal, action: string, resource: string): void => {
  if (!action.includes(':') && action !== '*') {
    throw new CommandError(`${action} is not an action`, {
      next: 'write it as service:Action, for example bedrock:InvokeModel',
    });
  }
  if (!/^(?:\*|arn:)/u.test(resource)) {
    throw new CommandError(`${resource === '' ? 'nothing' : resource} is not a resource`, {
      next: 'write an ARN, a pattern of one, or * for any',
    });
  }
  if (expandAction(action).length === 0) {
    terminal.note(
      `${action} is in no list of AI actions (${catalogueVersion}): it is taken as text, so check its spelling`,
    );
  }
};
