import { classModelsCheck } from '../class-models-check.ts';

export const evaluationModels = classModelsCheck('evaluation', {
  id: 'RF.ACCESS.2',
  name: 'evaluation-models',
  title: 'Evaluation roles reach evaluation models only',
  fix: 'Name in Resource the models of the evaluation list only, and keep evaluation roles in the sandbox accounts.',
});
