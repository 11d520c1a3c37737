import { specifyTactic } from '../../../../test/contracts/sensitive-tactic.ts';
import { defenseImpairment } from './check.ts';

specifyTactic(defenseImpairment, 'Defense Evasion', 'bedrock:DeleteModelInvocationLoggingConfiguration');
