import type { CarriedDocument } from '../change.ts';
import { asked } from './document-readers.ts';
import { type EventReading, type EventReadings, firstOf, reading } from './record-body.ts';
import { anyIdentifier, resource } from './resource-readers.ts';

const named = (type: string, askedAt: string, answeredAt: readonly string[] = []): EventReading =>
  reading(resource(`AWS::SageMaker::${type}`, [askedAt], answeredAt));

const policyOn = (type: string, askedAt: string): EventReading => {
  const role: CarriedDocument['role'] = 'resource-policy';
  return reading(
    firstOf(resource(`AWS::SageMaker::${type}`, [askedAt]), anyIdentifier(`AWS::SageMaker::${type}`)),
    asked(role, 'resourcePolicy', askedAt),
  );
};

/** SageMaker AI: presigned addresses, notebooks, jobs, models, endpoints, clusters and resource policies. */
export const sagemaker: EventReadings = {
  CreatePresignedDomainUrl: named('Domain', 'domainId'),
  CreatePresignedNotebookInstanceUrl: named('NotebookInstance', 'notebookInstanceName'),
  CreatePresignedMlflowTrackingServerUrl: named('MlflowTrackingServer', 'trackingServerName'),
  CreatePresignedMlflowAppUrl: named('MlflowApp', 'arn'),
  CreatePartnerAppPresignedUrl: named('PartnerApp', 'arn'),
  CreateDomain: named('Domain', 'domainName', ['domainId', 'domainArn']),
  UpdateDomain: named('Domain', 'domainId'),
  CreateUserProfile: named('UserProfile', 'userProfileName'),
  UpdateUserProfile: named('UserProfile', 'userProfileName'),
  CreateCodeRepository: named('CodeRepository', 'codeRepositoryName'),
  UpdateCodeRepository: named('CodeRepository', 'codeRepositoryName'),
  CreateNotebookInstance: named('NotebookInstance', 'notebookInstanceName'),
  UpdateNotebookInstance: named('NotebookInstance', 'notebookInstanceName'),
  CreateNotebookInstanceLifecycleConfig: named(
    'NotebookInstanceLifecycleConfig',
    'notebookInstanceLifecycleConfigName',
  ),
  UpdateNotebookInstanceLifecycleConfig: named(
    'NotebookInstanceLifecycleConfig',
    'notebookInstanceLifecycleConfigName',
  ),
  CreateStudioLifecycleConfig: named('StudioLifecycleConfig', 'studioLifecycleConfigName'),
  CreateTrainingJob: named('TrainingJob', 'trainingJobName'),
  CreateProcessingJob: named('ProcessingJob', 'processingJobName'),
  CreateHyperParameterTuningJob: named('HyperParameterTuningJob', 'hyperParameterTuningJobName'),
  CreateAutoMLJob: named('AutoMLJob', 'autoMLJobName'),
  CreateAutoMLJobV2: named('AutoMLJob', 'autoMLJobName'),
  CreatePipeline: named('Pipeline', 'pipelineName'),
  UpdatePipeline: named('Pipeline', 'pipelineName'),
  CreateModel: named('Model', 'modelName'),
  CreateEndpointConfig: named('EndpointConfig', 'endpointConfigName'),
  CreateEndpoint: named('Endpoint', 'endpointName'),
  UpdateEndpoint: named('Endpoint', 'endpointName'),
  CreateCluster: named('Cluster', 'clusterName'),
  UpdateCluster: named('Cluster', 'clusterName'),
  CreateWorkforce: named('Workforce', 'workforceName'),
  UpdateWorkforce: named('Workforce', 'workforceName'),
  UpdateModelPackage: named('ModelPackage', 'modelPackageArn'),
  PutModelPackageGroupPolicy: policyOn('ModelPackageGroup', 'modelPackageGroupName'),
  DeleteModelPackageGroupPolicy: policyOn('ModelPackageGroup', 'modelPackageGroupName'),
  PutLineageGroupPolicy: policyOn('LineageGroup', 'lineageGroupName'),
  PutResourcePolicy: policyOn('PolicyHolder', 'resourceArn'),
  DeleteResourcePolicy: policyOn('PolicyHolder', 'resourceArn'),
};
