import { guardrailWriterContract } from './guardrail-writer.ts';
import { localGuardrails, pretendedBedrock } from './pretended-bedrock.ts';

describe.each([
  { name: 'local', make: localGuardrails },
  { name: 'aws (calls answered by the local account)', make: pretendedBedrock },
])('$name', ({ make }) => {
  guardrailWriterContract(make);
});
