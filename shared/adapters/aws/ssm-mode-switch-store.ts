import { GetParameterCommand, PutParameterCommand, type SSMClient } from '@aws-sdk/client-ssm';
import { z } from 'zod';
import type { ModeSwitchStore } from '../../ports/containment-ports.ts';
import type { Read } from '../../ports/read.ts';
import { modes, type Mode, type ModeSwitch } from '../../response/settings.ts';
import { awsFailure } from './aws-failure.ts';
import { required } from './iam-read.ts';

/** Strict: a word that is no mode, or a misspelt switch, is unreadable and nothing is written because of it. */
const modeSwitch: z.ZodType<ModeSwitch> = z.strictObject({
  mode: z.enum(modes),
  killSwitch: z.boolean(),
  freeze: z.boolean(),
});

/** Where nothing was ever set, nothing is done. */
const initial: ModeSwitch = { mode: 'observe', killSwitch: false, freeze: false };

/** One parameter of Systems Manager, so that a person can stop Ringfence with nothing but the AWS console. */
export class SsmModeSwitchStore implements ModeSwitchStore {
  private readonly ssm: SSMClient;
  private readonly name: string;

  constructor(ssm: SSMClient, name: string) {
    this.ssm = ssm;
    this.name = name;
  }

  async read(): Promise<Read<ModeSwitch>> {
    try {
      const { Parameter } = await this.ssm.send(new GetParameterCommand({ Name: this.name }));
      const parsed = modeSwitch.safeParse(JSON.parse(required(Parameter?.Value, `value of ${this.name}`)));
      if (parsed.success) return { found: 'yes', value: parsed.data };
      return {
        found: 'unreadable',
        why: `parameter ${this.name}: ${z.prettifyError(parsed.error)}`,
        code: 'NotAModeSwitch',
      };
    } catch (error) {
      const failure = awsFailure(error);
      // A parameter that is gone is not a mode: somebody removed the switch.
      return {
        found: 'unreadable',
        why: `parameter ${this.name} could not be read: ${failure.detail}`,
        code: failure.code,
      };
    }
  }

  async setMode(mode: Mode): Promise<void> {
    await this.write({ ...(await this.current()), mode });
  }

  /** Stopping needs no readable state before it: what cannot be read becomes observe, stopped. */
  async setKillSwitch({ killSwitch, freeze }: { killSwitch: boolean; freeze?: boolean }): Promise<void> {
    const before = await this.read();
    if (!killSwitch && before.found !== 'yes')
      throw new ModeSwitchUnreadable(before.found === 'no' ? this.name : before.why);
    const current = before.found === 'yes' ? before.value : initial;
    await this.write({ ...current, killSwitch, freeze: freeze ?? current.freeze });
  }

  private async current(): Promise<ModeSwitch> {
    const before = await this.read();
    if (before.found === 'yes') return before.value;
    throw new ModeSwitchUnreadable(before.found === 'no' ? this.name : before.why);
  }

  private async write(next: ModeSwitch): Promise<void> {
    await this.ssm.send(
      new PutParameterCommand({ Name: this.name, Value: JSON.stringify(next), Type: 'String', Overwrite: true }),
    );
  }
}

export class ModeSwitchUnreadable extends Error {
  constructor(why: string) {
    super(`the mode was left as it is, because it cannot be read: ${why}`);
    this.name = 'ModeSwitchUnreadable';
  }
}
