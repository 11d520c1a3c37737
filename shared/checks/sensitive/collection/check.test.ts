import { specifyTactic } from '../../../../test/contracts/sensitive-tactic.ts';
import { collection } from './check.ts';

specifyTactic(collection, 'Collection', 'qbusiness:DisableAclOnDataSource');
