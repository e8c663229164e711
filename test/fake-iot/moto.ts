import { freePort } from '../support/port';
import { ServerProcess, startServer } from '../support/process';
import { ensureVenv, Venv } from '../support/python';

/** How long building the environment may take where it is not there yet. */
export const MOTO_SETUP_MS = 300_000;

export interface Moto extends ServerProcess {
  readonly endpoint: string;
}

/** The environment of moto, which also brings the service's own model with botocore. */
export function ensureMoto(): Promise<Venv> {
  return ensureVenv({ name: 'moto-5.2.5', requirements: ['moto[server]==5.2.5'] });
}

export async function startMoto(): Promise<Moto> {
  const { python } = await ensureMoto();
  const port = await freePort();
  const endpoint = `http://127.0.0.1:${port}`;
  const args = ['-m', 'moto.server', '--host', '127.0.0.1', '--port', `${port}`];
  return { ...await startServer({ command: python, args, healthUrl: `${endpoint}/moto-api/data.json` }), endpoint };
}
