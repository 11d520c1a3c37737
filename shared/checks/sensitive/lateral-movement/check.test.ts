import { specifyTactic } from '../../../../test/contracts/sensitive-tactic.ts';
import { lateralMovement } from './check.ts';

specifyTactic(lateralMovement, 'Lateral Movement', 'entityresolution:AddPolicyStatement');
