import { Duration } from 'aws-cdk-lib';
import {
  Dashboard,
  GraphWidget,
  type IMetric,
  Metric,
  SingleValueWidget,
  TextWidget,
} from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import { ownName } from '../own-names.ts';

/** A function with the queue that starts it. A queue that keeps order ends in `.fifo`. */
export type Watched = { name: string; fifo?: true };

export type OverviewProps = {
  /** Functions that have a queue. */
  queued: readonly Watched[];
  /** Functions that are called by another. */
  called: readonly string[];
  /** Where EventBridge and the clock put what they could not deliver. */
  undelivered: readonly string[];
  /** Whether something can act. */
  containment: boolean;
  environment?: string;
};

const hour = Duration.hours(1);
const fiveMinutes = Duration.minutes(5);
const half = 12;
const third = 8;
const quarter = 6;
const whole = 24;

/** What Ringfence counts itself: namespace and dimension are those of shared/runtime/telemetry.ts. */
const own = (service: string, metricName: string, statistic = 'Sum', label = metricName): IMetric =>
  new Metric({ namespace: 'Ringfence', metricName, dimensionsMap: { service }, statistic, period: hour, label });
const ofFunction = (name: string, metricName: string, statistic: string): IMetric =>
  new Metric({
    namespace: 'AWS/Lambda',
    metricName,
    dimensionsMap: { FunctionName: ownName(name) },
    statistic,
    period: fiveMinutes,
    label: name,
  });
const ofQueue = (queue: string, metricName: string, statistic: string): IMetric =>
  new Metric({
    namespace: 'AWS/SQS',
    metricName,
    dimensionsMap: { QueueName: ownName(queue) },
    statistic,
    period: fiveMinutes,
    label: queue,
  });

const graph = (title: string, left: readonly IMetric[], width: number, stacked = false): GraphWidget =>
  new GraphWidget({ title, left: [...left], width, height: 6, stacked, leftYAxis: { min: 0 } });

/** What functions count, each by its name for people. */
type Count = readonly [service: string, metricName: string, label: string];
const sums = (title: string, counts: readonly Count[], width: number): GraphWidget =>
  graph(
    title,
    counts.map(([service, metricName, label]) => own(service, metricName, 'Sum', label)),
    width,
  );

/** The page that an operator opens first: what came in, what was found, what was done, and what is held up. */
export class Overview extends Construct {
  constructor(scope: Construct, id: string, props: OverviewProps) {
    super(scope, id);
    const { queued, called, undelivered, containment } = props;
    const queue = ({ name, fifo }: Watched): string => `${name}${fifo === true ? '.fifo' : ''}`;
    const dead = ({ name, fifo }: Watched): string => `${name}-dead${fifo === true ? '.fifo' : ''}`;
    const functions = [...queued.map(({ name }) => name), ...called];
    const of = props.environment === undefined ? '' : ` ${props.environment}`;
    const dashboard = new Dashboard(this, 'Dashboard', {
      dashboardName: ownName('overview'),
      defaultInterval: Duration.days(1),
    });
    dashboard.addWidgets(
      new TextWidget({
        markdown: `# Ringfence${of}\nHow to read this page: docs/operate.md, "The dashboard". What to do: \`ringfence doctor --stack RingfenceDetection\`.`,
        width: whole,
        height: 2,
      }),
    );
    dashboard.addWidgets(
      new SingleValueWidget({
        title: 'Minutes since a sweep ended',
        metrics: [own('notify', 'SweepAgeMinutes', 'Maximum')],
        width: third,
        height: 6,
      }),
      graph(
        'Dead letters',
        [...queued.map(dead), ...undelivered].map((name) =>
          ofQueue(name, 'ApproximateNumberOfMessagesVisible', 'Maximum'),
        ),
        third,
      ),
      graph(
        'Age of the oldest message, seconds',
        queued.map((each) => ofQueue(queue(each), 'ApproximateAgeOfOldestMessage', 'Maximum')),
        third,
      ),
    );
    dashboard.addWidgets(
      graph(
        'Events received',
        queued.map((each) => ofQueue(queue(each), 'NumberOfMessagesSent', 'Sum')),
        half,
        true,
      ),
      graph(
        'Events worked on',
        queued.filter(({ name }) => name !== 'notify').map(({ name }) => own(name, 'MessagesHandled', 'Sum', name)),
        half,
        true,
      ),
    );
    dashboard.addWidgets(
      graph(
        'Open findings after each sweep',
        ['Critical', 'High', 'Medium', 'Low', 'Informational'].map((severity) =>
          own('sweep-account', `OpenFindings${severity}`, 'Maximum', severity),
        ),
        quarter,
        true,
      ),
      graph(
        'Told, seen, and not known',
        [
          own('evaluate-access-change', 'FindingsTold', 'Sum', 'told of a change'),
          own('sweep-account', 'FindingsTold', 'Sum', 'told by a sweep'),
          own('watch-tampering', 'TamperingSeen', 'Sum', 'tampering'),
          own('sweep-account', 'OpenUndetermined', 'Maximum', 'undetermined'),
        ],
        quarter,
      ),
      sums(
        'Heartbeats',
        [
          ['heartbeat', 'HeartbeatsSent', 'sent'],
          ['evaluate-access-change', 'HeartbeatsHeard', 'heard at home'],
          ['evaluate-guardrail-change', 'HeartbeatsHeard', 'heard from further Regions'],
        ],
        quarter,
      ),
      graph(
        'Notices',
        [
          own('notify', 'NoticesSent', 'Sum', 'sent late'),
          ...queued
            .filter(({ name }) => name !== 'notify')
            .map(({ name }) => own(name, 'NoticesFailed', 'Sum', `${name} failed`)),
        ],
        quarter,
      ),
    );
    if (containment)
      dashboard.addWidgets(
        sums(
          'Containments',
          [
            ['contain', 'Contained', 'contained'],
            ['contain', 'ContainmentsWaiting', 'wait for approval'],
            ['undo', 'Undone', 'undone'],
            ['restore-guardrail', 'GuardrailsRestored', 'guardrails brought back'],
          ],
          half,
        ),
        sums(
          'Refused or failed',
          [
            ['contain', 'ContainmentsRefused', 'containments refused'],
            ['contain', 'ContainmentsFailed', 'containments failed'],
            ['undo', 'UndosRefused', 'undos refused'],
            ['restore-guardrail', 'RestorationsRefused', 'restorations refused'],
            ['restore-guardrail', 'RestorationsFailed', 'restorations failed'],
          ],
          half,
        ),
      );
    dashboard.addWidgets(
      graph(
        'Errors',
        functions.map((name) => ofFunction(name, 'Errors', 'Sum')),
        third,
      ),
      graph(
        'Held back',
        functions.map((name) => ofFunction(name, 'Throttles', 'Sum')),
        third,
      ),
      graph(
        'Duration, 95 of 100 below, milliseconds',
        functions.map((name) => ofFunction(name, 'Duration', 'p95')),
        third,
      ),
    );
  }
}
