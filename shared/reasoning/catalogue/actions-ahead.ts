/**
 * Rows of actions that the API reference names and AWS's action list does not hold yet, by service, in the form of the list.
 * The call takes the name of an endpoint, as its siblings do (AWS: "Amazon SageMaker Runtime HTTP2 API Reference"); that it is
 * authorised on the endpoint and on inference components as they are is [unconfirmed].
 */
export const actionsAhead: Readonly<Record<string, readonly string[]>> = {
  sagemaker: ['InvokeEndpointWithBidirectionalStream|Read|endpoint!,inference-component|'],
};
