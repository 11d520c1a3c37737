import type { DoctorItem } from '../doctor-item.ts';
import { deployAgain } from './deploy-again.ts';
import { ok, unread } from './item-of.ts';
import type { StackFacts } from './stack-facts.ts';

/** What the switches say, and whether anything acts on it. */
export const modeItems = ({
  mode,
  containment,
  stack,
}: Pick<StackFacts, 'mode' | 'containment' | 'stack'>): readonly DoctorItem[] => {
  if (mode.found !== 'yes') {
    const why = mode.found === 'no' ? 'the parameters are gone' : mode.why;
    if (mode.found === 'unreadable' && mode.held !== undefined)
      return [
        {
          about: 'mode',
          level: 'error',
          code: 'no-mode',
          at: '/ringfence/mode',
          what: `nothing is contained: ${why}`,
          fix: `ringfence mode observe --reason "..." --stack ${stack}`,
        },
      ];
    return [
      {
        about: 'mode',
        level: 'warning',
        code: unread,
        at: '/ringfence/mode',
        what: `the mode cannot be read: ${why}`,
        fix: `allow ssm:GetParameter on /ringfence/*; where they are gone: ${deployAgain}`,
      },
    ];
  }
  const { value } = mode;
  if (value.killSwitch) {
    return [
      {
        about: 'mode',
        level: 'error',
        code: 'stopped',
        at: '/ringfence/kill-switch',
        what: `the kill switch is set: nothing is contained${value.freeze ? ', and undo is frozen' : ''}`,
        fix: `find out who stopped it and why (ringfence history list --stack ${stack}), then: ringfence mode observe --reason "..." --stack ${stack}`,
      },
    ];
  }
  const acts = containment ? '' : '; the stack that acts is not deployed, so nothing is contained in any mode';
  return [ok('mode', `mode ${value.mode}, kill switch not set${acts}`)];
};
