import type { Change } from '../../shared/change/change.ts';
import { askChangeChecks } from '../../shared/checks/ask-change-checks.ts';
import { checks } from '../../shared/checks/catalogue.ts';
import type { Finding } from '../../shared/findings/finding.ts';
import type { Ports } from '../../shared/ports/ports.ts';
import type { Echo } from '../../shared/response/echo.ts';
import { changeContext } from '../../shared/runtime/evaluation/change-context.ts';
import { currentMode } from '../../shared/runtime/evaluation/current-mode.ts';
import { keepChangeJudgements } from '../../shared/runtime/evaluation/keep-change-judgements.ts';
import { ownEcho } from '../../shared/runtime/evaluation/own-echo.ts';
import { readSettings } from '../../shared/runtime/evaluation/read-settings.ts';
import { stopOnAnomaly } from '../../shared/runtime/evaluation/stop-on-anomaly.ts';

export type TamperingWatch = {
  echo: Echo['echo'];
  /** Findings of the area TAMPER that this change made or changed. */
  findings: readonly Finding[];
};

const tamperChecks = checks.filter(({ id }) => id.startsWith('RF.TAMPER.'));

/**
 * Changes to what Ringfence did and to Ringfence itself. It alarms and remembers; applying again is asked for by the evaluation of
 * the same change, within the attempt budget.
 */
export const watchTampering =
  (ports: Ports) =>
  async (change: Change): Promise<TamperingWatch> => {
    const echo = await ownEcho(ports, change);
    const settings = await readSettings(ports);
    const context = await changeContext(ports, change, echo.echo === 'ours');
    const asked = askChangeChecks({ change, context, settings: settings.checks, checks: tamperChecks });
    const findings = await keepChangeJudgements(ports, { asked, change, settings, mode: await currentMode(ports) });
    if (echo.echo === 'anomaly') await stopOnAnomaly(ports, change, echo.detail);
    return { echo: echo.echo, findings };
  };

/** What happened, in numbers. */
export const tamperingFigures = (result: TamperingWatch): Readonly<Record<string, number>> => ({
  TamperingSeen: result.findings.length,
  OwnEchoes: result.echo === 'ours' ? 1 : 0,
  SelfAnomalies: result.echo === 'anomaly' ? 1 : 0,
});
