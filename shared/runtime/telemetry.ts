import { Logger } from '@aws-lambda-powertools/logger';
import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';

/** Log text is constant; data stands beside it. */
export type Telemetry = {
  logger: Logger;
  metrics: Metrics;
  /** Adds to a metric of this function. Zero is written too: an alarm on missing data must not fire on quiet days. */
  count: (name: string, value: number) => void;
};

export const telemetryOf = (name: string): Telemetry => {
  const logger = new Logger({ serviceName: name });
  const metrics = new Metrics({ namespace: 'Ringfence', serviceName: name });
  return {
    logger,
    metrics,
    count: (metric, value) => {
      metrics.addMetric(metric, MetricUnit.Count, value);
    },
  };
};
