import {
  App,
  CliCredentialsStackSynthesizer,
  type IStackSynthesizer,
  StackSynthesizer,
  Tags,
  Validations,
} from 'aws-cdk-lib';
import { AwsSolutionsChecks, NIST80053R5Checks } from 'cdk-nag';
import { type Configuration, furtherRegions } from '../shared/runtime/installation/configuration.ts';
import { ContainmentStack } from './stacks/containment-stack.ts';
import { DetectionStack } from './stacks/detection-stack.ts';
import { ForwardingStack } from './stacks/forwarding-stack.ts';

export type RingfenceApp = {
  app: App;
  detection: DetectionStack;
  containment?: ContainmentStack;
  /** One for each watched Region but the home. */
  forwarding: readonly ForwardingStack[];
};

/** The stacks of one installation. A finding of the security rules, or a rule that could not be judged, fails synthesis. */
export const makeApp = (configuration: Configuration, app: App = new App()): RingfenceApp => {
  const shared = () => ({
    env: {
      region: configuration.region,
      ...(configuration.account === undefined ? {} : { account: configuration.account }),
    },
    configuration,
    ...(configuration.synthesizer === 'cli'
      ? { synthesizer: asSynthesizer(new CliCredentialsStackSynthesizer()) }
      : {}),
  });
  const detection = new DetectionStack(app, 'RingfenceDetection', {
    ...shared(),
    description: 'Ringfence: hears changes, judges them, tells people. Cannot write to IAM.',
  });
  const containment = configuration.containment
    ? new ContainmentStack(app, 'RingfenceContainment', {
        ...shared(),
        detection,
        description: 'Ringfence: contains principals by permissions boundaries, and undoes it.',
      })
    : undefined;
  const forwarding = furtherRegions(configuration).map((region) => {
    const properties = shared();
    return new ForwardingStack(app, `RingfenceForwarding-${region}`, {
      ...properties,
      env: { ...properties.env, region },
      events: detection.events,
      home: configuration.region,
      description: `Ringfence: forwards the events of AI services in ${region} to ${configuration.region}.`,
    });
  });
  Tags.of(app).add('application', 'ringfence');
  Validations.of(app).addPlugins(...securityRules(app));
  return { app, detection, forwarding, ...(containment === undefined ? {} : { containment }) };
};

/** The rules that every stack is judged by. What they find fails synthesis unless its resource gives a reason. */
export const securityRules = (app: App): readonly [AwsSolutionsChecks, NIST80053R5Checks] => [
  new AwsSolutionsChecks(app),
  new NIST80053R5Checks(app),
];

/** CDK's own classes do not fit its interfaces where an absent property is not the same as an undefined one. */
const asSynthesizer = (value: unknown): IStackSynthesizer => {
  if (isSynthesizer(value)) return value;
  throw new TypeError('not a synthesizer');
};
const isSynthesizer = (value: unknown): value is IStackSynthesizer => value instanceof StackSynthesizer;
