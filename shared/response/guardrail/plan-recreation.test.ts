import { aGuardrail } from '../../../test/builders/a-guardrail.ts';
import { planRecreation } from './plan-recreation.ts';

const filtering = (version: string, inputStrength: string, differs: Record<string, unknown> = {}) =>
  aGuardrail({
    version,
    contentPolicy: { filters: [{ type: 'VIOLENCE', inputStrength, outputStrength: 'HIGH' }] },
    ...differs,
  });
const shape = (steps: ReturnType<typeof planRecreation>['steps']): readonly string[] =>
  steps.map((step) =>
    step.call === 'CreateGuardrailVersion'
      ? `publish ${step.from} as ${step.becomes}`
      : `${step.call} ${/"inputStrength":"(\w+)"/u.exec(JSON.stringify(step.request))?.[1] ?? ''}`,
  );

describe('making a deleted guardrail again', () => {
  it('is one create where no version was published', () => {
    const { steps, leftOut } = planRecreation(filtering('DRAFT', 'HIGH'), []);
    expect(shape(steps)).toEqual(['CreateGuardrail HIGH']);
    expect(leftOut).toEqual([]);
  });

  it('publishes the versions by number, each with what it held, and ends with what DRAFT held', () => {
    const versions = [filtering('10', 'MEDIUM'), filtering('2', 'LOW')];
    expect(shape(planRecreation(filtering('DRAFT', 'HIGH'), versions).steps)).toEqual([
      'CreateGuardrail LOW',
      'publish 2 as 1',
      'UpdateGuardrail MEDIUM',
      'publish 10 as 2',
      'UpdateGuardrail HIGH',
    ]);
  });

  it('creates once and only once, and does not update what already holds', () => {
    const versions = [filtering('1', 'HIGH'), filtering('2', 'HIGH')];
    expect(shape(planRecreation(filtering('DRAFT', 'HIGH'), versions).steps)).toEqual([
      'CreateGuardrail HIGH',
      'publish 1 as 1',
      'publish 2 as 2',
    ]);
  });

  it('names what it has to leave out, of every state', () => {
    const versions = [filtering('1', 'HIGH', { agenticPolicy: {} })];
    const { leftOut } = planRecreation(filtering('DRAFT', 'HIGH', { laterPolicy: {} }), versions);
    expect(leftOut).toEqual(['agenticPolicy', 'laterPolicy']);
  });
});
