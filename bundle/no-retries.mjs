/** All the retrying is in Patience: a call is sent once. The name stays, because signing has its place after it. */
export const getRetryPlugin = () => ({
  applyToStack: stack => stack.add(next => next, { name: 'retryMiddleware', step: 'finalizeRequest', priority: 'high' }),
});

/** Nothing else of a call speaks of retrying. */
export const getOmitRetryHeadersPlugin = () => ({ applyToStack: () => {} });

/** How to retry is not configured: nobody asks for it. */
export const resolveRetryConfig = config => config;
export const RETRY_MODES = {};
export const DEFAULT_RETRY_MODE = undefined;
export const NODE_MAX_ATTEMPT_CONFIG_OPTIONS = {};
export const NODE_RETRY_MODE_CONFIG_OPTIONS = {};
