const POLL_MS = 100;
const TIMEOUT_MS = 30_000;

/** The first value that a question finds. */
export async function until<T>(what: string, ask: () => Promise<T | undefined>): Promise<T> {
  const deadline = Date.now() + TIMEOUT_MS;
  while (Date.now() < deadline) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    await new Promise(resolve => setTimeout(resolve, POLL_MS));
  }
  throw new Error(`waited ${TIMEOUT_MS / 1000} s in vain for ${what}`);
}
