/** The handler retries by itself, so the SDK sends a call once. The middleware keeps its name, because signing is placed after it. */
export const getRetryPlugin = () => ({
  applyToStack: stack => stack.add(next => next, { name: 'retryMiddleware', step: 'finalizeRequest', priority: 'high' }),
});

/** A call has no headers about retries. */
export const getOmitRetryHeadersPlugin = () => ({ applyToStack: () => {} });

/** The SDK has no retry strategy to configure. */
export const resolveRetryConfig = config => config;
export const RETRY_MODES = {};
export const DEFAULT_RETRY_MODE = undefined;
export const NODE_MAX_ATTEMPT_CONFIG_OPTIONS = {};
export const NODE_RETRY_MODE_CONFIG_OPTIONS = {};
