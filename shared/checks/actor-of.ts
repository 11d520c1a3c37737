import { displayText } from '../change/display-text.ts';
import type { Change } from '../change/change.ts';

/** Who did it, for a sentence. */
export const actorOf = ({ actor }: Pick<Change, 'actor'>): string =>
  displayText(actor.arn ?? `an actor of type ${actor.type}`);
