import { until } from './until';

export interface Execution {
  readonly executionArn: string;
  readonly status: string;
  readonly output?: any;
  readonly error?: string;
  readonly cause?: string;
}

/** Step Functions of the emulator, which checks no signature. */
export class StepFunctions {
  constructor(private readonly endpoint: string) {}

  async start(stateMachineArn: string, input: object = {}): Promise<string> {
    const { executionArn } = await this.call('StartExecution', { stateMachineArn, input: JSON.stringify(input) });
    return executionArn;
  }

  async stop(executionArn: string): Promise<void> {
    await this.call('StopExecution', { executionArn });
  }

  /** The execution once it has ended. */
  async ended(executionArn: string): Promise<Execution> {
    return until(`${executionArn} to end`, async () => {
      const { status, output, error, cause } = await this.call('DescribeExecution', { executionArn });
      return status === 'RUNNING' ? undefined : { executionArn, status, error, cause, output: status === 'SUCCEEDED' ? JSON.parse(output) : undefined };
    });
  }

  private async call(operation: string, members: object): Promise<any> {
    const response = await fetch(this.endpoint, {
      method: 'POST',
      headers: { 'content-type': 'application/x-amz-json-1.0', 'x-amz-target': `AWSStepFunctions.${operation}` },
      body: JSON.stringify(members),
    });
    if (!response.ok) throw new Error(`${operation} failed: ${await response.text()}`);
    return response.json();
  }
}
