import { specifyTactic } from '../../../../test/contracts/sensitive-tactic.ts';
import { persistence } from './check.ts';

specifyTactic(persistence, 'Persistence', 'qbusiness:CreatePlugin');
