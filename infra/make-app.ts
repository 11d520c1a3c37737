import { App, CliCredentialsStackSynthesizer, Tags, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import type { Configuration } from './configuration/configuration.ts';
import { ContainmentStack } from './stacks/containment-stack.ts';
import { DetectionStack } from './stacks/detection-stack.ts';

export type RingfenceApp = { app: App; detection: DetectionStack; containment: ContainmentStack };

/** The stacks of one installation. A finding of the security rules, or a rule that could not be judged, fails synthesis. */
export const makeApp = (configuration: Configuration, app: App = new App()): RingfenceApp => {
  const shared = {
    env: {
      region: configuration.region,
      ...(configuration.account === undefined ? {} : { account: configuration.account }),
    },
    configuration,
  };
  const synthesizer = () =>
    configuration.synthesizer === 'cli' ? { synthesizer: new CliCredentialsStackSynthesizer() } : {};
  const detection = new DetectionStack(app, 'RingfenceDetection', {
    ...shared,
    ...synthesizer(),
    description: 'Ringfence: hears changes, judges them, tells people. Cannot write to IAM.',
  });
  const containment = new ContainmentStack(app, 'RingfenceContainment', {
    ...shared,
    ...synthesizer(),
    detection,
    description: 'Ringfence: contains principals by permissions boundaries, and undoes it.',
  });
  Tags.of(app).add('application', 'ringfence');
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
  return { app, detection, containment };
};
