import { accountOf, ConfigurationInvalid, furtherRegions } from '../../../shared/runtime/installation/configuration.ts';
import { readConfiguration } from '../../../shared/runtime/installation/read-configuration.ts';
import { CommandError } from '../../command-error.ts';

/** What will be installed, as far as it decides where. */
export type InstallationPlan = {
  /** Absent: the account of the credentials. */
  account?: { account: string; where: string };
  /** Regions besides the home. */
  further: readonly string[];
  /** Whether the deployment goes through the CDK's bootstrap roles. */
  bootstraps: boolean;
};

/**
 * By the reader of `npm run synth`, so that what is looked at is what would be deployed. The CDK's context is not known here.
 * @throws CommandError with every mistake and its line: what a wrong file decides would be guessed
 */
export const readInstallationPlan = (directory: string): InstallationPlan => {
  try {
    const configuration = readConfiguration(directory, undefined);
    const account = accountOf(configuration);
    return {
      ...(account === undefined ? {} : { account }),
      further: furtherRegions(configuration),
      bootstraps: configuration.synthesizer === 'bootstrap',
    };
  } catch (error) {
    if (!(error instanceof ConfigurationInvalid)) throw error;
    throw new CommandError(error.message, {
      next: 'mend it there; docs/deploy.md, "Choices", says what each key takes',
      cause: error,
    });
  }
};
