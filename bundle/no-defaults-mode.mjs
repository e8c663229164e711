/** A mode sets timeouts and retries, which the function sets itself. To find one out, an SDK looks where it runs. */
export const resolveDefaultsModeConfig = () => async () => 'legacy';
