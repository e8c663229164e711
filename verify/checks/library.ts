/**
 * Checks of the library: the life of a template through the deployed custom resource, and its protection from other
 * principals.
 */
import { isDenied, verdictOf } from '../answer';
import type { Check } from '../check';
import { type Context, LAG_LIMIT_MS, type Template } from '../context';

const OWNER = 'cdk-iot-job-template:owner';

const managed = (context: Context, name = 'template'): Template => {
  const id = context.names.of(name);
  return { id, arn: context.arnOf(id) };
};

interface State {
  readonly arn?: string;
  readonly version?: number;
  readonly createdAt?: number;
  readonly ring?: string;
  readonly owner?: string;
}

/** The state of a template of the stack; `undefined` if the template is missing. */
async function stateOf(context: Context, template: Template): Promise<State | undefined> {
  const described = await context.iot.describeJobTemplate({ jobTemplateId: template.id }).catch((error: Error) => {
    if (error.name === 'ResourceNotFoundException') return undefined;
    throw error;
  });
  if (described === undefined) return undefined;
  const tags = await context.tagsOf(template);
  return {
    arn: described.jobTemplateArn,
    version: JSON.parse(described.document!).version,
    createdAt: described.createdAt!.getTime(),
    ring: tags.ring,
    owner: tags[OWNER],
  };
}

function textOf(state: State | undefined): string {
  if (state === undefined) return 'missing';
  const { version, ring, createdAt, owner } = state;
  return `version ${version}, ring ${ring}, created at ${new Date(createdAt!).toISOString()}, ${owner === undefined ? 'without an owner' : 'owned'}`;
}

/** The state of a template after all delays. AWS may show a change late. */
async function settledState(context: Context, template: Template, isSettled: (state: State | undefined) => boolean): Promise<State | undefined> {
  let state: State | undefined;
  await context.timeUntil(LAG_LIMIT_MS, async () => {
    state = await stateOf(context, template);
    return isSettled(state);
  });
  return state;
}

interface Change {
  deploy(context: Context): Promise<void>;
  /** Whether the intended change is there, and no other. The ARN and the owner are always compared. */
  holds(before: State, after: State): boolean;
}

/** Deploys the next stage, and compares the template before and after. */
const changes = (evidence: string, expected: string, { deploy, holds }: Change): Check => ({
  evidence,
  expected,
  async observe(context) {
    const before = await stateOf(context, managed(context));
    await deploy(context);
    const isSettled = (after: State | undefined) =>
      before !== undefined && after !== undefined && before.arn === after.arn && before.owner === after.owner && holds(before, after);
    const after = await settledState(context, managed(context), isSettled);
    return { observed: `before: ${textOf(before)}; after: ${textOf(after)}`, confirmed: isSettled(after) };
  },
});

/** The tags with which the provider of a stack creates a template. */
async function ownTags(context: Context, stack: string) {
  const stackId = await context.stackId(stack);
  return [{ Key: OWNER, Value: `${stackId.split(':stack/')[1]}/Template` }];
}

export const LIBRARY: readonly Check[] = [
  {
    evidence: 'library-create',
    expected: 'the first deployment creates the template, with its tags and its owner',
    async observe(context) {
      const isSettled = (state: State | undefined) => state?.version === 1 && state.ring === 'canary' && state.owner !== undefined;
      const state = await settledState(context, managed(context), isSettled);
      return { observed: textOf(state), confirmed: isSettled(state) };
    },
  },
  {
    evidence: 'cfn-stack-id',
    expected: 'a StackId is arn:PARTITION:cloudformation:REGION:ACCOUNT:stack/NAME/UUID',
    async observe(context) {
      const { owner } = context.names.stacks;
      const observed = await context.stackId(owner);
      return { observed, confirmed: new RegExp(`^arn:[a-z-]+:cloudformation:${context.region}:\\d{12}:stack/${owner}/[0-9a-f-]{36}$`).test(observed) };
    },
  },
  {
    evidence: 'iam-tag-key-colon',
    expected: 'the permissions of the provider, whose conditions have a tag key with a colon, let it tag its own template',
    async observe(context) {
      const owner = await context.as('owner');
      const { arn: resourceArn } = managed(context);
      await context.untilAllowed(async () => owner.tagResource({ resourceArn, tags: [{ Key: 'operator', Value: 'kim' }] }));
      const answer = await verdictOf(owner.untagResource({ resourceArn, tagKeys: ['operator'] }));
      return { observed: answer.text, confirmed: answer.isAccepted };
    },
  },
  {
    evidence: 'library-stranger-denied',
    expected: 'the permissions of another stack\'s provider let it create and delete its own templates, and deny every change of this one',
    async observe(context) {
      const stranger = await context.as('stranger');
      const tags = await ownTags(context, context.names.stacks.stranger);
      const { id: jobTemplateId, arn: resourceArn } = managed(context);
      const before = await stateOf(context, managed(context));
      // Without these calls, a denial would prove nothing.
      const own = context.newId();
      await context.untilAllowed(async () => context.create({ jobTemplateId: own, tags }, stranger));
      await context.untilAllowed(async () => stranger.tagResource({ resourceArn: context.arnOf(own), tags: [{ Key: 'ring', Value: 'own' }] }));
      await stranger.deleteJobTemplate({ jobTemplateId: own });
      const attempts: { readonly [attempt: string]: () => Promise<unknown> } = {
        'DeleteJobTemplate': async () => stranger.deleteJobTemplate({ jobTemplateId }),
        'TagResource': async () => stranger.tagResource({ resourceArn, tags: [{ Key: 'ring', Value: 'stolen' }] }),
        'TagResource with its owner tag': async () => stranger.tagResource({ resourceArn, tags }),
        'UntagResource': async () => stranger.untagResource({ resourceArn, tagKeys: ['ring'] }),
        'UntagResource of the owner tag': async () => stranger.untagResource({ resourceArn, tagKeys: [OWNER] }),
        'CreateJobTemplate under its id': async () => stranger.createJobTemplate({ jobTemplateId, description: 'Stolen', document: '{}', tags }),
      };
      const verdicts: string[] = [];
      let isSafe = true;
      for (const [attempt, call] of Object.entries(attempts)) {
        const answer = await verdictOf(call());
        verdicts.push(`${attempt}: ${isDenied(answer) ? 'denied' : answer.text}`);
        isSafe &&= isDenied(answer) || answer.name === 'ConflictException';
      }
      const after = await stateOf(context, managed(context));
      return { observed: `${verdicts.join('; ')}; then the template is ${textOf(after)}`, confirmed: isSafe && textOf(before) === textOf(after) };
    },
  },
  changes('library-edit', 'a deployment with another document recreates the template under the same ARN', {
    deploy: async (context) => context.deployment.deploy('edited'),
    holds: (before, after) => after.version === 2 && after.createdAt! >= before.createdAt! && after.ring === before.ring,
  }),
  changes('library-tags', 'a deployment with another tag changes it in place', {
    deploy: async (context) => context.deployment.deploy('tagged'),
    holds: (before, after) => after.version === 2 && after.createdAt === before.createdAt && after.ring === 'stable',
  }),
  changes('library-repair', 'a deployment with another document, after the template was deleted by hand, creates it', {
    async deploy(context) {
      await context.iot.deleteJobTemplate({ jobTemplateId: managed(context).id });
      await context.deployment.deploy('repaired');
    },
    holds: (_, after) => after.version === 3 && after.ring === 'stable',
  }),
  {
    evidence: 'cfn-new-id-replaces',
    expected: 'a deployment with another id creates the new template, and then deletes the old one',
    async observe(context) {
      await context.deployment.deploy('renamed');
      const before = await settledState(context, managed(context), (state) => state === undefined);
      const after = await settledState(context, managed(context, 'renamed'), (state) => state?.version === 3);
      return { observed: `old: ${textOf(before)}; new: ${textOf(after)}`, confirmed: before === undefined && after?.version === 3 };
    },
  },
  {
    evidence: 'cfn-delete-on-removal',
    expected: 'a deployment without the template deletes it',
    async observe(context) {
      await context.deployment.deploy('removed');
      const state = await settledState(context, managed(context, 'renamed'), (found) => found === undefined);
      return { observed: textOf(state), confirmed: state === undefined };
    },
  },
];
