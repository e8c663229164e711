import { setTimeout as delay } from 'node:timers/promises';
import { paginateDescribeStacks, type Stack } from '@aws-sdk/client-cloudformation';
import { paginateListJobs, paginateListJobTemplates, paginateListThingGroups } from '@aws-sdk/client-iot';
import { paginateListBuckets } from '@aws-sdk/client-s3';
import type { Aws } from './aws';

const PAUSE_MS = 2_000;
/** The limit for removals in the background, such as a stack with a function, or a job with its executions. */
const LIMIT_MS = 15 * 60_000;

/** A kind of resource that a run creates. */
interface Kind {
  readonly name: string;
  list(aws: Aws): AsyncGenerator<string>;
  remove(aws: Aws, name: string): Promise<void>;
}

export interface Leftover {
  readonly kind: Kind;
  readonly name: string;
}

/**
 * The kinds in the order of their removal. A stack deletes its own resources first, and needs the content of the
 * bucket for that.
 */
const KINDS: readonly Kind[] = [
  { name: 'stack', list: stacks, remove: removeStack },
  { name: 'job template', list: jobTemplates, remove: async ({ iot }, jobTemplateId) => void await iot.deleteJobTemplate({ jobTemplateId }) },
  { name: 'job', list: jobs, remove: removeJob },
  { name: 'thing group', list: thingGroups, remove: async ({ iot }, thingGroupName) => void await iot.deleteThingGroup({ thingGroupName }) },
  { name: 'bucket', list: buckets, remove: removeBucket },
];

export const textOf = ({ kind, name }: Leftover): string => `${kind.name} ${name}`;

/** All resources of the account and Region whose names begin with the prefix. */
export async function find(aws: Aws, prefix: string): Promise<Leftover[]> {
  const found: Leftover[] = [];
  for (const kind of KINDS) for await (const name of kind.list(aws)) if (name.startsWith(prefix)) found.push({ kind, name });
  return found;
}

/**
 * Removes all leftovers that can be removed.
 *
 * @param tell reports each failure
 * @returns the leftovers that remain
 */
export async function remove(aws: Aws, leftovers: readonly Leftover[], tell: (line: string) => void): Promise<Leftover[]> {
  const left: Leftover[] = [];
  for (const leftover of leftovers) {
    try {
      await leftover.kind.remove(aws, leftover.name);
    } catch (error) {
      if (isGone(error as Error)) continue;
      left.push(leftover);
      tell(`${textOf(leftover)} could not be removed: ${(error as Error).message}`);
    }
  }
  return left;
}

const isGone = ({ name }: Error): boolean => ['ResourceNotFoundException', 'NoSuchBucket'].includes(name);

async function* stacks({ cloudFormation: client }: Aws): AsyncGenerator<string> {
  for await (const page of paginateDescribeStacks({ client }, {})) yield* (page.Stacks ?? []).map(({ StackName }) => StackName!);
}

async function* jobTemplates({ iot: client }: Aws): AsyncGenerator<string> {
  for await (const page of paginateListJobTemplates({ client }, {})) yield* (page.jobTemplates ?? []).map(({ jobTemplateId }) => jobTemplateId!);
}

async function* jobs({ iot: client }: Aws): AsyncGenerator<string> {
  for await (const page of paginateListJobs({ client }, {})) yield* (page.jobs ?? []).map(({ jobId }) => jobId!);
}

async function* thingGroups({ iot: client }: Aws): AsyncGenerator<string> {
  for await (const page of paginateListThingGroups({ client }, {})) yield* (page.thingGroups ?? []).map(({ groupName }) => groupName!);
}

async function* buckets({ s3: client }: Aws): AsyncGenerator<string> {
  const BucketRegion = await client.config.region();
  for await (const page of paginateListBuckets({ client }, { BucketRegion })) yield* (page.Buckets ?? []).map(({ Name }) => Name!);
}

/**
 * A stack cannot be deleted during another operation. If its function fails once, the deletion may succeed the second
 * time.
 */
async function removeStack(aws: Aws, name: string): Promise<void> {
  const found = await stackOf(aws, name);
  if (found === undefined) return;
  const { StackId } = found;
  for (const isLast of [false, true]) {
    await until(async () => !/_IN_PROGRESS$/.test((await stackOf(aws, StackId!))!.StackStatus!.replace('REVIEW_IN_PROGRESS', '')));
    await aws.cloudFormation.deleteStack({ StackName: StackId });
    await until(async () => /^DELETE_(COMPLETE|FAILED)$/.test((await stackOf(aws, StackId!))?.StackStatus ?? 'DELETE_COMPLETE'));
    const stack = await stackOf(aws, StackId!);
    if (stack === undefined || stack.StackStatus === 'DELETE_COMPLETE') return;
    if (isLast) throw new Error(`${stack.StackStatus}: ${stack.StackStatusReason}`);
  }
}

async function stackOf({ cloudFormation }: Aws, StackName: string): Promise<Stack | undefined> {
  try {
    const { Stacks = [] } = await cloudFormation.describeStacks({ StackName });
    return Stacks[0];
  } catch (error) {
    if (/does not exist/.test((error as Error).message)) return undefined;
    throw error;
  }
}

async function removeJob({ iot }: Aws, jobId: string): Promise<void> {
  // A job that has ended cannot be canceled, and need not be.
  await iot.cancelJob({ jobId, force: true }).catch(() => undefined);
  await iot.deleteJob({ jobId, force: true });
  await until(async () => iot.describeJob({ jobId }).then(() => false, (error: Error) => isGone(error)));
}

async function removeBucket({ s3 }: Aws, Bucket: string): Promise<void> {
  for (;;) {
    const { Versions = [], DeleteMarkers = [] } = await s3.listObjectVersions({ Bucket });
    const Objects = [...Versions, ...DeleteMarkers].map(({ Key, VersionId }) => ({ Key, VersionId }));
    if (Objects.length === 0) break;
    await s3.deleteObjects({ Bucket, Delete: { Objects } });
  }
  await s3.deleteBucket({ Bucket });
}

async function until(isDone: () => Promise<boolean>): Promise<void> {
  for (const deadline = Date.now() + LIMIT_MS; !await isDone(); await delay(PAUSE_MS)) {
    if (Date.now() > deadline) throw new Error(`the removal takes longer than ${LIMIT_MS / 60_000} minutes`);
  }
}
