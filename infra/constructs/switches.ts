import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { StringParameter } from 'aws-cdk-lib/aws-ssm';
import { Construct } from 'constructs';

/**
 * Mode and kill switch, a parameter each, changed with nothing else of Ringfence alive. Each write of the kill switch is a new
 * version of it, and only the version that the mode's parameter names runs: whoever may write the kill switch alone can stop, and
 * never resume.
 */
export class Switches extends Construct {
  readonly mode: StringParameter;
  readonly killSwitch: StringParameter;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    this.mode = new StringParameter(this, 'Mode', {
      parameterName: '/ringfence/mode',
      description: 'Ringfence: mode (observe, approve, enforce), and up to which stop it was resumed',
      stringValue: JSON.stringify({ mode: 'observe', resumed: 1 }),
    });
    this.killSwitch = new StringParameter(this, 'KillSwitch', {
      parameterName: '/ringfence/kill-switch',
      description: 'Ringfence: write anything to stop; freeze stops undo too',
      stringValue: 'never stopped',
    });
  }

  /** To stop, and nothing else: the mode is another parameter. */
  stop(): PolicyStatement {
    return new PolicyStatement({
      sid: 'StopContainment',
      actions: ['ssm:PutParameter'],
      resources: [this.killSwitch.parameterArn],
    });
  }

  read(): PolicyStatement {
    return new PolicyStatement({
      sid: 'ReadSwitches',
      actions: ['ssm:GetParameter'],
      resources: [this.mode.parameterArn, this.killSwitch.parameterArn],
    });
  }
}
