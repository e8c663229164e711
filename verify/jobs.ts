import type { CreateJobRequest, IoT } from '@aws-sdk/client-iot';
import type { Names } from './names';

/** The settings of the pilot job, from which checks create templates. */
export const PILOT = {
  document: '{"operation":"pilot"}',
  description: 'Created and removed by npm run verify:aws',
  jobExecutionsRolloutConfig: { maximumPerMinute: 50 },
  abortConfig: { criteriaList: [{ failureType: 'FAILED', action: 'CANCEL', thresholdPercentage: 25, minNumberOfExecutedThings: 1 }] },
  timeoutConfig: { inProgressTimeoutInMinutes: 60 },
  jobExecutionsRetryConfig: { criteriaList: [{ failureType: 'TIMED_OUT', numberOfRetries: 2 }] },
} satisfies Partial<CreateJobRequest>;

/** Starts jobs for a thing group of this run, which contains no things. */
export class Jobs {
  private group?: Promise<string>;
  private pilotJob?: Promise<string>;
  private jobs = 0;

  constructor(private readonly iot: IoT, private readonly names: Names, private readonly presignerArn: string) {}

  /** Returns the id of the job. */
  async create(request: Partial<CreateJobRequest>): Promise<string> {
    this.jobs += 1;
    const jobId = request.jobId ?? this.names.of(`job-${this.jobs}`);
    this.group ??= this.createGroup();
    await this.iot.createJob({ targets: [await this.group], ...request, jobId });
    return jobId;
  }

  /** The id of a job that continues until it is removed. */
  async pilot(): Promise<string> {
    const presignedUrlConfig = { roleArn: this.presignerArn, expiresInSec: 600 };
    this.pilotJob ??= this.create({ ...PILOT, presignedUrlConfig, targetSelection: 'CONTINUOUS', tags: [{ Key: 'of', Value: 'job' }] });
    return this.pilotJob;
  }

  private async createGroup(): Promise<string> {
    const { thingGroupArn } = await this.iot.createThingGroup({ thingGroupName: this.names.of('group') });
    return thingGroupArn!;
  }
}
