import { createHash } from 'node:crypto';
import { CloudFormationClient, CreateStackCommand, DescribeStackResourceCommand, waitUntilStackCreateComplete } from '@aws-sdk/client-cloudformation';
import {
  AddThingToThingGroupCommand, CreateJobTemplateCommand, CreateThingCommand, CreateThingGroupCommand, DescribeJobCommand, IoTClient, type Job,
} from '@aws-sdk/client-iot';
import { Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import type * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import { digest } from '../../../src/shared/fingerprint';
import { Device } from '../device';
import { Emulator } from '../emulator';
import { type Execution, StepFunctions } from '../step-functions';
import { until } from '../until';

export const ACCOUNT = '000000000000';
export const REGION = 'us-east-1';

/** The factor of waits in state machines. */
const WAIT_SCALE = 0.05;

/** A local account in which state machines run and start jobs. */
export class StatesAccount {
  static async open(): Promise<StatesAccount> {
    return new StatesAccount(await Emulator.start({ waitScale: WAIT_SCALE }));
  }

  readonly iot: IoTClient;
  private readonly stepFunctions: StepFunctions;
  private readonly machineArns = new Map<sfn.StateMachine, string>();

  private constructor(private readonly emulator: Emulator) {
    this.iot = new IoTClient(this.client);
    this.stepFunctions = new StepFunctions(emulator.endpoint);
  }

  async close(): Promise<void> {
    this.iot.destroy();
    await this.emulator.stop();
  }

  /** Creates a template as an app could import it. */
  async createTemplate(jobTemplateId: string): Promise<void> {
    await this.iot.send(new CreateJobTemplateCommand({ jobTemplateId, description: 'test', document: '{"operation":"test"}' }));
  }

  /** Creates things, and a group of them. */
  async createGroup(thingGroupName: string, ...thingNames: string[]): Promise<string> {
    const { thingGroupArn } = await this.iot.send(new CreateThingGroupCommand({ thingGroupName }));
    for (const thingName of thingNames) {
      await this.iot.send(new CreateThingCommand({ thingName }));
      await this.iot.send(new AddThingToThingGroupCommand({ thingName, thingGroupName }));
    }
    return thingGroupArn!;
  }

  /** Deploys the stack of a state machine, which has no assets. */
  async deploy(machine: sfn.StateMachine): Promise<void> {
    const cloudformation = new CloudFormationClient(this.client);
    const stack = Stack.of(machine);
    const StackName = stack.stackName;
    const TemplateBody = JSON.stringify(Template.fromStack(stack).toJSON());
    await cloudformation.send(new CreateStackCommand({ StackName, TemplateBody, Capabilities: ['CAPABILITY_IAM'] }));
    await waitUntilStackCreateComplete({ client: cloudformation, maxWaitTime: 60, minDelay: 1, maxDelay: 1 }, { StackName });
    const LogicalResourceId = stack.resolve((machine.node.defaultChild as sfn.CfnStateMachine).logicalId);
    const { StackResourceDetail } = await cloudformation.send(new DescribeStackResourceCommand({ StackName, LogicalResourceId }));
    this.machineArns.set(machine, StackResourceDetail!.PhysicalResourceId!);
    cloudformation.destroy();
  }

  async start(machine: sfn.StateMachine, input?: object): Promise<string> {
    return this.stepFunctions.start(this.machineArns.get(machine)!, input);
  }

  async stop(executionArn: string): Promise<void> {
    await this.stepFunctions.stop(executionArn);
  }

  /** The execution once it has ended. */
  async ended(executionArn: string): Promise<Execution> {
    return this.stepFunctions.ended(executionArn);
  }

  /** The job that the construct with this path starts in an execution, once it has been created. */
  async jobStartedBy(executionArn: string, jobIdPrefix: string, path: string): Promise<Job> {
    return this.job(`${jobIdPrefix}-${createHash('md5').update(`${executionArn} ${digest(path, 8)}`).digest('hex')}`);
  }

  /** The job once it has been created. */
  async job(jobId: string): Promise<Job> {
    return until(`job ${jobId}`, async () => {
      const { job } = await this.iot.send(new DescribeJobCommand({ jobId })).catch(() => ({ job: undefined }));
      return job;
    });
  }

  /** The job once it has a status. */
  async jobInStatus(jobId: string, status: string): Promise<Job> {
    return until(`job ${jobId} to be ${status}`, async () => {
      const job = await this.job(jobId);
      return job.status === status ? job : undefined;
    });
  }

  /** A device takes a job over the data plane of jobs and reports a status. */
  async report(thingName: string, jobId: string, status: 'SUCCEEDED' | 'FAILED' | 'REJECTED'): Promise<void> {
    await new Device(this.emulator.endpoint, thingName).report(jobId, status);
  }

  private get client() {
    return { endpoint: this.emulator.endpoint, region: REGION, credentials: { accessKeyId: 'test', secretAccessKey: 'test' } };
  }
}
