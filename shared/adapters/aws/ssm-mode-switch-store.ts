import { GetParameterCommand, PutParameterCommand, type SSMClient } from '@aws-sdk/client-ssm';
import { z } from 'zod';
import type { ModeSwitchStore } from '../../ports/containment-ports.ts';
import type { Read } from '../../ports/read.ts';
import { modes, type Mode, type ModeSwitch } from '../../response/settings.ts';
import { awsFailure } from './aws-failure.ts';
import { required } from './iam-read.ts';

/** What the parameter of the mode holds. Strict: a word that is no mode is unreadable, and nothing is written because of it. */
const modeValue = z.strictObject({
  mode: z.enum(modes),
  /** The version of the kill switch's parameter up to which a person has resumed. Any other version: stopped. */
  resumed: z.int().min(1),
});
type ModeValue = z.infer<typeof modeValue>;

/** Every stop is a later version than this one. */
const neverResumed = { resumed: 1 };

/** A parameter holds up to 4 KB, and whoever wrote a bad one may have written anything. */
const quoted = (value: string): string => JSON.stringify(value.length > 100 ? `${value.slice(0, 100)}...` : value);

/** The word with which the kill switch also stops undo. Every other text stops containment alone. */
const freezes = (value: string): boolean => /^freeze\b/iu.test(value.trim());

export type SwitchParameters = { mode: string; killSwitch: string };

type Stored = { value: string; version: number };

/**
 * Two parameters of Systems Manager, so that a person can stop Ringfence with nothing but the AWS CLI.
 *
 * The kill switch is a latch. Writing its parameter, whatever the value, gives it a new version, and Ringfence runs only while that
 * version is the one that the parameter of the mode names. So whoever may write the kill switch alone can stop and never resume: no
 * condition key of Systems Manager sees a value, but it does not need to (Systems Manager API Reference, "PutParameter": each
 * update increments the version).
 */
export class SsmModeSwitchStore implements ModeSwitchStore {
  private readonly ssm: SSMClient;
  private readonly names: SwitchParameters;

  constructor(ssm: SSMClient, names: SwitchParameters) {
    this.ssm = ssm;
    this.names = names;
  }

  async read(): Promise<Read<ModeSwitch>> {
    const mode = await this.readMode();
    if (mode.found !== 'yes') return mode;
    // Second, so that a stop between the two reads is seen.
    const latch = await this.get(this.names.killSwitch);
    if (latch.found !== 'yes') return latch;
    const killSwitch = latch.value.version !== mode.value.resumed;
    return {
      found: 'yes',
      value: { mode: mode.value.mode, killSwitch, freeze: killSwitch && freezes(latch.value.value) },
    };
  }

  /** To observe also from a value that is none, which would otherwise stand for ever. Whoever stopped since stays right. */
  async setMode(mode: Mode): Promise<void> {
    const now = await this.readMode();
    const isNone = now.found === 'unreadable' && now.held !== undefined;
    const { resumed } = isNone && mode === 'observe' ? neverResumed : await this.known(Promise.resolve(now));
    await this.put(this.names.mode, JSON.stringify({ mode, resumed } satisfies ModeValue));
  }

  /** Stopping needs nothing that can be read. Resuming needs the parameter of the mode, and writes that one only. */
  async setKillSwitch({ killSwitch, freeze }: { killSwitch: boolean; freeze?: boolean }): Promise<void> {
    if (killSwitch) {
      await this.put(this.names.killSwitch, (freeze ?? (await this.isFrozen())) ? 'freeze' : 'stop');
      return;
    }
    const { mode } = await this.known(this.readMode());
    const { version } = await this.known(this.get(this.names.killSwitch));
    await this.put(this.names.mode, JSON.stringify({ mode, resumed: version } satisfies ModeValue));
  }

  /** A second stop does not thaw what the first one froze. What cannot be read is not known to be frozen. */
  private async isFrozen(): Promise<boolean> {
    const now = await this.read();
    return now.found === 'yes' && now.value.freeze;
  }

  private async readMode(): Promise<Read<ModeValue>> {
    const stored = await this.get(this.names.mode);
    if (stored.found !== 'yes') return stored;
    const parsed = modeValue.safeParse(jsonOf(stored.value.value));
    return parsed.success
      ? { found: 'yes', value: parsed.data }
      : {
          found: 'unreadable',
          why: `parameter ${this.names.mode} holds ${quoted(stored.value.value)}, which is no mode: ${z.prettifyError(parsed.error)}`,
          code: 'NotAModeSwitch',
          held: quoted(stored.value.value),
        };
  }

  private async get(name: string): Promise<Read<Stored>> {
    try {
      const { Parameter } = await this.ssm.send(new GetParameterCommand({ Name: name }));
      return {
        found: 'yes',
        value: {
          value: required(Parameter?.Value, `value of ${name}`),
          version: required(Parameter?.Version, `version of ${name}`),
        },
      };
    } catch (error) {
      const failure = awsFailure(error);
      // A parameter that is gone is not a mode: somebody removed the switch.
      return { found: 'unreadable', why: `parameter ${name} could not be read: ${failure.detail}`, code: failure.code };
    }
  }

  private async known<T>(reading: Promise<Read<T>>): Promise<T> {
    const read = await reading;
    if (read.found === 'yes') return read.value;
    throw new ModeSwitchUnreadable(read.found === 'no' ? this.names.mode : read.why);
  }

  private async put(Name: string, Value: string): Promise<void> {
    await this.ssm.send(new PutParameterCommand({ Name, Value, Type: 'String', Overwrite: true }));
  }
}

/** Text that is no JSON is no mode either. */
const jsonOf = (text: string): unknown => {
  try {
    const value: unknown = JSON.parse(text);
    return value;
  } catch {
    return undefined;
  }
};

export class ModeSwitchUnreadable extends Error {
  constructor(why: string) {
    super(`the mode was left as it is, because it cannot be read: ${why}`);
    this.name = 'ModeSwitchUnreadable';
  }
}
