import { ServerProcess, startServer } from '../support/process';
import { ensureVenv, Venv } from '../support/python';

/** The time limit for building the environment, if it is missing. */
export const MOTO_SETUP_MS = 300_000;

/** The Python environment of moto. It also contains the model of the service, with botocore. */
export function ensureMoto(): Promise<Venv> {
  return ensureVenv({ name: 'moto-5.2.5', requirements: ['moto[server]==5.2.5'] });
}

export async function startMoto(): Promise<ServerProcess> {
  const { python } = await ensureMoto();
  const args = ['-m', 'moto.server', '--host', '127.0.0.1', '--port', '0'];
  return startServer({ command: python, args, healthPath: '/moto-api/data.json' });
}
