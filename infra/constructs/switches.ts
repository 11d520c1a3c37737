import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { StringParameter } from 'aws-cdk-lib/aws-ssm';
import { Construct } from 'constructs';

/** Mode and kill switch: one parameter, read together, changed with nothing else of Ringfence alive. */
export class Switches extends Construct {
  readonly parameter: StringParameter;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    this.parameter = new StringParameter(this, 'Mode', {
      parameterName: '/ringfence/mode',
      description: 'Ringfence: mode (observe, approve, enforce), kill switch and freeze of undo',
      stringValue: JSON.stringify({ mode: 'observe', killSwitch: false, freeze: false }),
    });
  }

  /** To stop: the same parameter also raises, so only functions that watch for misuse of Ringfence's own roles have it. */
  stop(): PolicyStatement {
    return new PolicyStatement({
      sid: 'StopContainment',
      actions: ['ssm:PutParameter'],
      resources: [this.parameter.parameterArn],
    });
  }

  read(): PolicyStatement {
    return new PolicyStatement({
      sid: 'ReadSwitches',
      actions: ['ssm:GetParameter'],
      resources: [this.parameter.parameterArn],
    });
  }
}
