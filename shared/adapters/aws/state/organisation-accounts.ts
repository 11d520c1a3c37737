import { paginateListAccounts, type OrganizationsClient } from '@aws-sdk/client-organizations';
import type { WatchedAccount } from '../../../facts/wide-state.ts';
import { required } from '../iam-read.ts';
import { allowedBy, unlessMissing } from './state-fact.ts';

/**
 * Accounts of the organisation that are in use, and what this installation is set up to hear of each (AWS Organizations API
 * Reference, "ListAccounts"). Whether events do arrive is judged by their heartbeat. In no organisation there is nobody to miss.
 */
export const readOrganisationAccounts = async (
  client: OrganizationsClient,
  own: { accountId: string; regions: readonly string[] },
): Promise<readonly WatchedAccount[]> =>
  (await unlessMissing(['AWSOrganizationsNotInUseException'], () =>
    allowedBy('organizations:ListAccounts', async () => {
      const all: WatchedAccount[] = [];
      for await (const page of paginateListAccounts({ client }, {}))
        for (const { Id, Name, State } of required(page.Accounts, 'Accounts')) {
          if (State !== undefined && !inUse.has(State)) continue;
          const accountId = required(Id, 'Id of an account');
          all.push({
            accountId,
            ...(Name === undefined ? {} : { name: Name }),
            regions: accountId === own.accountId ? own.regions.map((region) => ({ region, heard: true })) : [],
          });
        }
      return all;
    }),
  )) ?? [];

/** An account that is suspended or closed calls nothing. */
const inUse: ReadonlySet<string> = new Set(['ACTIVE', 'PENDING_ACTIVATION', 'PENDING_CLOSURE']);
