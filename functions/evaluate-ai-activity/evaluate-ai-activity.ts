import type { Change } from '../../shared/change/change.ts';
import { displayText } from '../../shared/change/display-text.ts';
import { askChangeChecks } from '../../shared/checks/ask-change-checks.ts';
import { sensitiveActions, type SensitiveAction } from '../../shared/checks/sensitive/sensitive-actions.ts';
import type { Finding } from '../../shared/findings/finding.ts';
import type { Ports } from '../../shared/ports/ports.ts';
import { changeContext } from '../../shared/runtime/evaluation/change-context.ts';
import { currentMode } from '../../shared/runtime/evaluation/current-mode.ts';
import { keepChangeJudgements } from '../../shared/runtime/evaluation/keep-change-judgements.ts';
import { ownEcho } from '../../shared/runtime/evaluation/own-echo.ts';
import { readSettings } from '../../shared/runtime/evaluation/read-settings.ts';
import { versions } from '../../shared/runtime/versions.ts';

export type ActivityEvaluation = {
  /** A sensitive action that was used, successfully: it is in history. */
  used?: string;
  /** The restoration whose own recorded call it was: its own entry of history says so. */
  own?: string;
  /** The call was refused for want of permission. */
  refused: boolean;
  findings: readonly Finding[];
};

const sensitiveByName = new Map(sensitiveActions.map((action) => [action.name.toLowerCase(), action]));

/** What was done with AI, not only what could be: sensitive calls are remembered, refused ones are counted. */
export const evaluateAiActivity =
  (ports: Ports) =>
  async (change: Change): Promise<ActivityEvaluation> => {
    const settings = await readSettings(ports);
    const echo = await ownEcho(ports, change);
    const context = await changeContext(ports, change, echo.echo === 'ours');
    const asked = askChangeChecks({ change, context, settings: settings.checks });
    const findings = await keepChangeJudgements(ports, { asked, change, settings, mode: await currentMode(ports) });
    const refused = change.outcome.result === 'failed' && change.outcome.refused;
    const action = sensitiveOf(change);
    if (echo.echo === 'ours') return { own: echo.sagaId, refused, findings };
    if (action === undefined || change.outcome.result === 'failed') return { refused, findings };
    await recordUse(ports, change, action);
    return { used: action.name, refused, findings };
  };

/** Ordinary use is no news. An event whose name is not that of its action is found by its check, not here. */
const sensitiveOf = (change: Change): SensitiveAction | undefined => {
  const service = change.eventSource.split('.')[0] ?? '';
  const action = sensitiveByName.get(`${service}:${change.eventName}`.toLowerCase());
  return action?.severity === 'low' ? undefined : action;
};

const recordUse = async (
  ports: Pick<Ports, 'history' | 'clock'>,
  change: Change,
  action: SensitiveAction,
): Promise<void> => {
  const actor = displayText(change.actor.arn ?? `unknown:${change.actor.type}`, 2_048);
  const on = change.touches.map((touched) => displayText(nameOf(touched), 2_048)).join(', ');
  await ports.history.append(
    [
      {
        time: ports.clock.now(),
        kind: 'evaluation',
        actor: { arn: actor },
        outcome: 'sensitive-action-used',
        reason: action.reason,
        note: `${actor} did ${action.name}${on === '' ? '' : ` on ${on}`} (CloudTrail eventID ${change.eventId})`,
        catalogueVersion: versions.catalogue,
        engineVersion: versions.product,
      },
    ],
    `activity#${change.eventId}`,
  );
};

const nameOf = (touched: Change['touches'][number]): string => {
  switch (touched.kind) {
    case 'role':
    case 'user':
    case 'group':
    case 'instance-profile':
      return `${touched.kind} ${touched.name}`;
    case 'managed-policy':
      return touched.arn;
    case 'guardrail':
    case 'resource':
      return touched.identifier;
    case 'invocation-logging':
      return `invocation logging of ${touched.region}`;
    case 'account':
      return `account ${touched.accountId}`;
  }
};

/** What happened, in numbers. */
export const activityFigures = (result: ActivityEvaluation): Readonly<Record<string, number>> => ({
  SensitiveCalls: result.used === undefined ? 0 : 1,
  CallsRefused: result.refused ? 1 : 0,
  FindingsChanged: result.findings.length,
});
