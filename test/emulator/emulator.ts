import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join, resolve } from 'node:path';
import { ServerProcess, startServer } from '../support/process';
import { ensureVenv } from '../support/python';

const MINISTACK = 'ministack==1.5.33';
const HOST = '127.0.0.1';
const REGION = 'us-east-1';
const LAUNCHER = resolve(__dirname, 'run-ministack.py');

export interface EmulatorOptions {
  /** The endpoint of AWS IoT for the deployed functions. @default - the emulator's own */
  readonly iotEndpoint?: string;
  /**
   * Whether IAM policies of roles are enforced. The credentials of `env` belong to the account itself. @default false
   */
  readonly enforcesIam?: boolean;
  /** The factor of all waits in state machines. @default 1 */
  readonly waitScale?: number;
}

/** A separate AWS account on the loopback interface: CloudFormation, Lambda, S3, IAM, SSM and more. */
export class Emulator {
  static async start(options: EmulatorOptions = {}): Promise<Emulator> {
    const { python } = await ensureVenv({ name: 'ministack', requirements: [MINISTACK] });
    const home = await mkdtemp(join(tmpdir(), 'ministack-'));
    const server = await startServer({
      command: python,
      args: ['-u', LAUNCHER, String(process.pid), home, JSON.stringify(serverEnvironment(home, options))],
      healthPath: '/_ministack/health',
    });
    return new Emulator(home, server);
  }

  /** The environment for tools that use the emulator: the CDK CLI and AWS SDKs. */
  readonly env: Record<string, string>;

  /** @param home a folder for files that are not needed after the emulator has stopped */
  private constructor(readonly home: string, private readonly server: ServerProcess) {
    this.env = toolEnvironment(server.endpoint, home);
  }

  get endpoint(): string {
    return this.server.endpoint;
  }

  /** The log of the emulator. */
  output(): string {
    return this.server.output();
  }

  /** May be called repeatedly. */
  async stop(): Promise<void> {
    await this.server.stop();
  }
}

/** The environment is complete. The functions inherit it, and must not get settings of this machine. */
function serverEnvironment(home: string, { iotEndpoint, enforcesIam, waitScale = 1 }: EmulatorOptions): Record<string, string> {
  return {
    // The functions run on the same Node.js as the tests.
    PATH: [dirname(process.execPath), process.env.PATH].join(delimiter),
    HOME: home,
    TMPDIR: home,
    STATE_DIR: join(home, 'state'),
    BIND_HOST: HOST,
    // A part of the ResponseURL. `localhost` could resolve to an address without a listener.
    MINISTACK_HOST: HOST,
    // Each of these services would use a fixed port.
    IOT_MTLS_ENABLED: '0',
    SFTP_ENABLED: '0',
    SFN_WAIT_SCALE: String(waitScale),
    ...iotEndpoint ? { AWS_ENDPOINT_URL_IOT: iotEndpoint } : {},
    ...enforcesIam ? { AUTH: 'true' } : {},
  };
}

function toolEnvironment(endpoint: string, home: string): Record<string, string> {
  return {
    AWS_ENDPOINT_URL: endpoint,
    // With 12 digits, the roles that the CDK assumes would belong to another account.
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    AWS_REGION: REGION,
    AWS_DEFAULT_REGION: REGION,
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_CONFIG_FILE: join(home, 'no-config'),
    AWS_SHARED_CREDENTIALS_FILE: join(home, 'no-credentials'),
    NO_PROXY: HOST,
    no_proxy: HOST,
    // The CLI caches accounts by access key, and every emulator has the same key.
    CDK_HOME: join(home, 'cdk'),
    CDK_DISABLE_CLI_TELEMETRY: 'true',
    CDK_DISABLE_VERSION_CHECK: 'true',
    // These lines would hide the lines that explain why a command failed.
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
  };
}
