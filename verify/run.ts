import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Aws } from './aws';
import { type Check, resultOf } from './check';
import { CHECKS } from './checks';
import { find, type Leftover, remove, textOf } from './clean-up';
import { Context } from './context';
import { Deployment } from './deployment';
import { Documents } from './documents';
import { Names, PREFIX } from './names';
import { ask, CannotRun, type Options } from './options';
import { Report } from './report';

export interface Ending {
  /** Whether every check ran, and everything is removed. */
  readonly isComplete: boolean;
  readonly hasContradictions: boolean;
}

/** One run in one account, from the first deployment to the last removal. */
export class Run {
  /**
   * Checks the account of the profile. Creates nothing.
   *
   * @throws CannotRun if the profile belongs to another account
   */
  static async prepare(options: Options, signal: AbortSignal): Promise<Run> {
    const { profile, account, region } = options;
    // These variables would take precedence over the profile.
    for (const name of ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_SESSION_TOKEN']) delete process.env[name];
    const aws = new Aws(options);
    const { Account, Arn } = await aws.sts.getCallerIdentity({}).catch((error: Error) => {
      throw new CannotRun(`the profile ${profile} cannot be used: ${error.message}`);
    });
    if (Account !== account) throw new CannotRun(`the profile ${profile} belongs to account ${Account}, and --account is ${account}: nothing was made`);
    console.log(`Account ${account}, Region ${region}, as ${Arn}`);
    return new Run(options, aws, Arn!, signal);
  }

  private readonly names = Names.unique();
  private readonly workspace = mkdtempSync(join(tmpdir(), PREFIX));
  private readonly report: Report;

  private constructor(
    private readonly options: Options,
    private readonly aws: Aws,
    private readonly caller: string,
    private readonly signal: AbortSignal,
  ) {
    this.report = new Report({ caller, account: options.account, region: options.region, begun: new Date() });
  }

  async carryOut(checks: readonly Check[] = CHECKS): Promise<Ending> {
    let isComplete = false;
    try {
      await this.removeLeftovers();
      await this.check(checks);
      isComplete = true;
    } catch (error) {
      console.error(`\n${(error as Error).message}`);
    } finally {
      isComplete = await this.cleanUp() && isComplete;
    }
    this.tell();
    return { isComplete, hasContradictions: this.report.hasContradictions };
  }

  /**
   * Removes the leftovers of earlier runs. They may also belong to a concurrent run, so nothing is removed without
   * confirmation.
   */
  private async removeLeftovers(): Promise<void> {
    const leftovers = await find(this.aws, PREFIX);
    if (leftovers.length === 0) return;
    console.log(['An earlier run has left, or another one is using:', ...leftovers.map((leftover) => `  ${textOf(leftover)}`)].join('\n'));
    if (this.options.removeLeftovers || /^y/i.test(await ask('Remove all of it? [y/N] ', this.signal) ?? '')) await this.remove(leftovers);
    else console.log('It stays: --remove-leftovers removes it');
  }

  private async check(checks: readonly Check[]): Promise<void> {
    const { aws, names, options, signal, workspace } = this;
    const [, partition] = this.caller.split(':');
    const bucket = names.bucket(options.account);
    signal.throwIfAborted();
    console.log(`Deploying ${names.stacks.owner} and ${names.stacks.stranger}, with bucket ${bucket}`);
    await this.makeBucket(bucket);
    const deployment = new Deployment({ names, target: options, workspace, signal });
    await deployment.deploy('created');
    const documents = new Documents(aws, bucket, options.region);
    const context = new Context({ aws, names, target: options, partition, documents, deployment, signal });
    for (const check of checks) {
      signal.throwIfAborted();
      console.log(this.report.add(await resultOf(check, context)));
      await context.discardTemplates();
    }
  }

  private async makeBucket(Bucket: string): Promise<void> {
    const { region } = this.options;
    const isDefault = region === 'us-east-1';
    await this.aws.s3.createBucket({
      Bucket,
      CreateBucketConfiguration: isDefault ? undefined : { LocationConstraint: region as never },
    });
    await this.aws.s3.putBucketVersioning({ Bucket, VersioningConfiguration: { Status: 'Enabled' } });
  }

  /** Removes the resources of this run, and returns whether nothing is left. */
  private async cleanUp(): Promise<boolean> {
    rmSync(this.workspace, { recursive: true, force: true });
    console.log('\nRemoving the resources of this run');
    try {
      return await this.remove(await find(this.aws, this.names.prefix));
    } catch (error) {
      console.error(`The resources of this run could not be listed: ${(error as Error).message}. Their names begin with ${this.names.prefix}. The next run lists them`);
      return false;
    }
  }

  private async remove(leftovers: readonly Leftover[]): Promise<boolean> {
    const left = await remove(this.aws, leftovers, console.error);
    if (left.length === 0) console.log(leftovers.length > 0 ? `Removed: ${leftovers.map(textOf).join(', ')}` : 'Nothing is left');
    else console.error(['These resources are left. The next run lists them:', ...left.map((leftover) => `  ${textOf(leftover)}`)].join('\n'));
    return left.length === 0;
  }

  private tell(): void {
    console.log(`\n${this.report.table()}\n\n${this.report.summary()}`);
    if (this.options.report) this.report.write(this.options.report);
  }
}
