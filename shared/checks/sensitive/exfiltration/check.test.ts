import { specifyTactic } from '../../../../test/contracts/sensitive-tactic.ts';
import { exfiltration } from './check.ts';

specifyTactic(exfiltration, 'Exfiltration', 'bedrock:CreateModelCopyJob');
