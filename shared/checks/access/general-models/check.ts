import { classModelsCheck } from '../class-models-check.ts';

export const generalModels = classModelsCheck('general', {
  id: 'RF.ACCESS.3',
  name: 'general-models',
  title: 'General roles reach standard models only',
  fix: 'Name in Resource the models of the general list only, or give the role the class that its work needs.',
});
