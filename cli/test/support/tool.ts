import { Throttle } from '../../src/account/throttle';
import { COMMANDS } from '../../src/commands';
import { run } from '../../src/program';

export interface Output {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Counts the turns of requests. A fake accepts any rate, so nothing waits. */
export const turn = jest.spyOn(Throttle.prototype, 'turn').mockResolvedValue();

/** Runs the tool in this process, without a terminal. */
export const tool = (...args: string[]): Promise<Output> => toolOn({ hasColors: false }, ...args);

/** Runs the tool in this process. */
export async function toolOn({ hasColors }: { readonly hasColors: boolean }, ...args: string[]): Promise<Output> {
  const [out, err]: [string[], string[]] = [[], []];
  const terminal = {
    print: (text: string) => out.push(text), printError: (text: string) => err.push(text), hasColors, isInteractive: false,
  };
  const status = await run(args, COMMANDS, terminal);
  return { status, stdout: out.join('\n'), stderr: err.join('\n') };
}

/** Sets the environment of the AWS SDK, and removes all other settings of this machine. */
export function useEnvironment(env: { readonly [name: string]: string }): void {
  for (const name of Object.keys(process.env)) if (name.startsWith('AWS_')) delete process.env[name];
  Object.assign(process.env, { AWS_EC2_METADATA_DISABLED: 'true', AWS_CONFIG_FILE: '/no/config', AWS_SHARED_CREDENTIALS_FILE: '/no/credentials', ...env });
}
