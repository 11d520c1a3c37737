import { paginateListAnalyzers, type AccessAnalyzerClient } from '@aws-sdk/client-accessanalyzer';
import type { AccessAnalyzer } from '../../../facts/region-state.ts';
import { required } from '../iam-read.ts';
import { allowedBy } from './state-fact.ts';

/**
 * Analyzers of the account in one Region (IAM Access Analyzer API Reference, "ListAnalyzers"). One of the organisation is
 * listed in the account that made it alone [unconfirmed].
 */
export const readAccessAnalyzers = (client: AccessAnalyzerClient): Promise<readonly AccessAnalyzer[]> =>
  allowedBy('access-analyzer:ListAnalyzers', async () => {
    const all: AccessAnalyzer[] = [];
    for await (const page of paginateListAnalyzers({ client }, {}))
      for (const { arn, type, status } of required(page.analyzers, 'analyzers'))
        all.push({
          arn: required(arn, 'arn of an analyzer'),
          type: required(type, 'type of an analyzer'),
          active: status === 'ACTIVE',
        });
    return all;
  });
