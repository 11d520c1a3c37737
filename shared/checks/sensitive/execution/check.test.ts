import { specifyTactic } from '../../../../test/contracts/sensitive-tactic.ts';
import { execution } from './check.ts';

specifyTactic(execution, 'Execution', 'bedrock:InvokeInlineAgent');
