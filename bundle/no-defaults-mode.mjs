/** The SDK's defaults mode would set timeouts and retries, which the function sets itself. */
export const resolveDefaultsModeConfig = () => async () => 'legacy';
