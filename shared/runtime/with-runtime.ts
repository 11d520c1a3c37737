import { injectLambdaContext } from '@aws-lambda-powertools/logger/middleware';
import { logMetrics } from '@aws-lambda-powertools/metrics/middleware';
import middy from '@middy/core';
import type { Context } from 'aws-lambda';
import type { Ports } from '../ports/ports.ts';
import { awsPorts } from './aws-ports.ts';
import { readConfig } from './config.ts';
import { telemetryOf, type Telemetry } from './telemetry.ts';

/** What every function of Ringfence gets on each invocation. */
export type Invocation = {
  ports: Ports;
  telemetry: Telemetry;
  /** Milliseconds until Lambda ends this invocation. */
  remaining: () => number;
};

/** Where the world comes from: AWS, unless a test or the embedded default gives another one. */
export type WorldOf = () => Ports;

let fromAws: Ports | undefined;
/** Made on the first invocation and kept: a fault in the configuration fails an invocation by name, never the import. */
const awsWorld: WorldOf = () => (fromAws ??= awsPorts(readConfig(process.env)));

/** The one stack of middleware. A handler names its function and its work; everything else is the same for all. */
export const withRuntime = <Event, Result>(
  name: string,
  work: (event: Event, invocation: Invocation) => Promise<Result>,
  world: WorldOf = awsWorld,
) => {
  const telemetry = telemetryOf(name);
  return middy<Event, Result>()
    .use(injectLambdaContext(telemetry.logger, { resetKeys: true }))
    .use(logMetrics(telemetry.metrics, { captureColdStartMetric: true }))
    .handler(async (event: Event, context: Context) => {
      try {
        return await work(event, {
          ports: world(),
          telemetry,
          remaining: () => context.getRemainingTimeInMillis(),
        });
      } catch (error) {
        telemetry.logger.error('the invocation failed', asError(error));
        throw error;
      }
    });
};

export const asError = (error: unknown): Error => (error instanceof Error ? error : new Error(String(error)));
