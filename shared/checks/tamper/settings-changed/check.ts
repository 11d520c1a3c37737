import type { Change } from '../../../change/change.ts';
import { displayText } from '../../../change/display-text.ts';
import { releaseParameters } from '../../../facts/released.ts';
import { releasedPolicyParameters } from '../../../facts/released-policy.ts';
import { actorOf } from '../../actor-of.ts';
import type { ChangeCheck } from '../../check.ts';
import { yes } from '../../judge-facts.ts';
import type { CheckSettings } from '../../settings.ts';
import { resourceSubject } from '../../subjects.ts';
import { ownSettingChanges } from '../../triggers.ts';
import { isOwnActor, isStackUpdate, ownParts } from '../own-part.ts';

export const settingsChanged = {
  id: 'RF.TAMPER.3',
  name: 'settings-changed',
  title: 'Settings were changed past the console',
  kind: 'change',
  severity: 'critical',
  pack: 'recommended',
  triggeredBy: ownSettingChanges,
  administrators: 'judged',
  containment: 'ask',
  fix: 'Set the mode back to observe, ask who wrote the setting, and restore the version before from history.',
  needs: ['settingsWriters'],
  references: { attack: [{ tactic: 'TA0112', technique: 'T1685' }] },
  judge: ({ change, context, settings }) => {
    if (change.outcome.result !== 'succeeded' || context.ownEcho) return [];
    if (settings.settingsWriters.length === 0 || mayWrite(change, settings)) return [];
    const written = ownParts(change).filter(({ identifier }) => !(isStackUpdate(change) && isRecord(identifier)));
    return written.map(({ identifier }) => ({
      name: `settings-${change.eventName}`,
      subject: resourceSubject(change.accountId, identifier, change.region),
      sentence: `${actorOf(change)} changed ${displayText(identifier, 512)} and is none of those who may write settings`,
      answer: yes(
        { fact: 'CloudTrail event', value: change.eventId },
        ...settings.settingsWriters.map((value) => ({ fact: 'may write settings', value })),
      ),
    }));
  },
} as const satisfies ChangeCheck;

/** What a deployment records of itself is no setting, and every deployment writes it. By hand it is written by nobody. */
const isRecord = (identifier: string): boolean =>
  [releaseParameters, releasedPolicyParameters].some((path) => identifier.includes(path));

/** By the role behind a session, or by the caller's own ARN. A session is never taken for a role of the same name. */
const mayWrite = (change: Change, { settingsWriters, ownRoles }: CheckSettings): boolean =>
  isOwnActor(change, settingsWriters) || isOwnActor(change, ownRoles);
