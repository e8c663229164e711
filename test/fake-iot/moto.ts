import { freePort } from '../support/port';
import { ServerProcess, startServer } from '../support/process';
import { ensureVenv, Venv } from '../support/python';

/** The time limit for building the environment, if it is missing. */
export const MOTO_SETUP_MS = 300_000;

export interface Moto extends ServerProcess {
  readonly endpoint: string;
}

/** The Python environment of moto. It also contains the model of the service, with botocore. */
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
